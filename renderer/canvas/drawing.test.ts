import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalog } from '#shared/catalog/catalog.ts';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import { canConnect } from '#shared/flow/edit.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import type { RecordStory } from '#shared/records/story.ts';
import { makeDrawer, toCanvasEdges, toCanvasNodes, type CardData } from './canvasNodes.ts';
import { connectTargets } from './connectTargets.ts';
import { snapToOthers } from './guides.ts';
import { insideLoop, insideRect } from './inside.ts';
import { curveOf, lineAt, middleOf } from './lines.ts';
import { recordPath } from './recordPath.ts';
import { partOf } from './useInView.ts';

const catalog: Catalog = {
  connectors: [
    { name: 'till', label: 'Till', connectionFields: [], prepare: [], lists: [], streams: [{ id: 'till.orders', label: 'Orders', entity: 'order', settings: [], fields: [], defaultMapping: { entity: 'order', fields: [], lists: [] } }], targets: [] },
    { name: 'books', label: 'Books', connectionFields: [], prepare: [], lists: [], streams: [], targets: [{ id: 'books.sales', label: 'Sales', entity: 'order', settings: [] }, { id: 'books.items', label: 'Items', entity: 'product', settings: [] }] },
  ],
};
const settings: Readonly<Record<FlowNode['kind'], FlowNode['settings']>> = { rules: {}, source: { stream: 'till.orders' }, map: {}, filter: { conditions: { join: 'all', rows: [{ field: 'city', op: 'equals', value: 'Utrecht' }] } }, limit: { count: 3 }, target: { target: 'books.sales' } };
const node = (id: string, kind: FlowNode['kind'], x = 0, y = 0): FlowNode => ({ id, kind, settings: settings[kind], position: { x, y } });
const flow = (nodes: FlowNode[], edges: FlowDocument['edges']): FlowDocument => ({ fluxo: 1, id: 'f', name: 'f', nodes, edges });

test('the ports that light up while a line is drawn are exactly those it can end at, on any flow', () => {
  const kinds = fc.array(fc.constantFrom<FlowNode['kind']>('source', 'map', 'filter', 'rules', 'limit', 'target'), { minLength: 2, maxLength: 7 });
  fc.assert(
    fc.property(kinds, fc.array(fc.tuple(fc.nat(6), fc.nat(6), fc.nat(1)), { maxLength: 10 }), (list, wires) => {
      const nodes = list.map((kind, at) => node(`n${at}`, kind));
      let drawn = flow(nodes, []);
      for (const [a, b, port] of wires) {
        const [from, to] = [nodes[a % nodes.length]!, nodes[b % nodes.length]!];
        const out = nodeKindInfo[from.kind].ports.out[port] ?? nodeKindInfo[from.kind].ports.out[0];
        const edge = { from: `${from.id}.${out?.name}`, to: `${to.id}.records` };
        if (out && canConnect(drawn, catalog, edge)) drawn = { ...drawn, edges: [...drawn.edges, edge] };
      }
      for (const start of nodes) {
        for (const side of ['in', 'out'] as const) {
          for (const own of nodeKindInfo[start.kind].ports[side]) {
            const lit = connectTargets(drawn, catalog, `${start.id}.${own.name}`, side);
            for (const other of nodes) {
              for (const port of nodeKindInfo[other.kind].ports[side === 'out' ? 'in' : 'out']) {
                const [mine, theirs] = [`${start.id}.${own.name}`, `${other.id}.${port.name}`];
                expect(lit.has(theirs)).toBe(canConnect(drawn, catalog, side === 'out' ? { from: mine, to: theirs } : { from: theirs, to: mine }));
              }
            }
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});

const data = (kind: FlowNode['kind']): CardData => ({ kind, name: kind, summary: '', detail: '', connector: '', missing: false, disabled: false, inType: 'any', outType: 'any' });
function drawn(document: FlowDocument) {
  const nodes = toCanvasNodes(document.nodes, ({ kind }) => data(kind), makeDrawer(new Map(), new Set()));
  const edges = toCanvasEdges(document, { selected: [], types: new Map(), off: new Set(), foldedInto: new Map(), label: () => '' }, new Map());
  return { nodes, edges };
}

const twoLines = flow([node('a', 'source'), node('b', 'filter', 400), node('c', 'filter', 400, 300)], [{ from: 'a.records', to: 'b.records' }, { from: 'a.records', to: 'c.records' }]);

test('the line under a point is found on its curve and a little beside it, and no further', () => {
  const { nodes, edges } = drawn(twoLines);
  const middle = middleOf(curveOf(edges[1]!, new Map(nodes.map((each) => [each.id, each])))!);
  expect(lineAt(middle, nodes, edges, 4)?.target).toBe('c');
  expect(lineAt({ x: middle.x + 8, y: middle.y }, nodes, edges, 10)?.target).toBe('c');
  expect(lineAt({ x: middle.x + 60, y: middle.y }, nodes, edges, 10)).toBeNull();
  expect(lineAt({ x: 310, y: 36 }, nodes, edges, 4)?.target).toBe('b');
});

test('of a large drawing only what lies in an area is kept, with the lines that run through it and the cards at their ends', () => {
  const far = flow([node('a', 'source'), node('b', 'filter', 4000), node('c', 'filter', 400, 300), node('d', 'filter', 2000, 900)], [{ from: 'a.records', to: 'b.records' }]);
  const { nodes, edges } = partOf(drawn(far), { x: 1800, y: -100, width: 400, height: 400 });
  expect([nodes.map(({ id }) => id), edges.length]).toEqual([['a', 'b'], 1]);
  expect(partOf(drawn(far), { x: 1900, y: 800, width: 400, height: 400 }).nodes.map(({ id }) => id)).toEqual(['d']);
});

test('a rectangle chooses what it touches, a loop what has its middle or a corner in it', () => {
  const { nodes } = drawn(twoLines);
  expect(insideRect(nodes, { x: 200, y: 60, width: 300, height: 300 })).toEqual(['a', 'b', 'c']);
  expect(insideRect(nodes, { x: 230, y: 0, width: 100, height: 500 })).toEqual([]);
  expect(insideLoop(nodes, [{ x: 380, y: -40 }, { x: 700, y: -40 }, { x: 480, y: 380 }, { x: 380, y: 380 }])).toEqual(['b', 'c']);
  expect(insideLoop(nodes, [{ x: 380, y: 280 }, { x: 640, y: 280 }, { x: 640, y: 400 }, { x: 380, y: 400 }])).toEqual(['c']);
});

test('a card moved nearly in line with another comes in line with it and shows along what; further away it stays where it is', () => {
  const other = { x: 400, y: 0, width: 220, height: 72 };
  expect(snapToOthers({ x: 0, y: 8, width: 220, height: 72 }, [other], 8)).toEqual({ by: { x: 0, y: -8 }, guides: [{ axis: 'y', at: 36, from: 0, to: 620 }] });
  expect(snapToOthers({ x: 0, y: 24, width: 220, height: 72 }, [other], 8)).toEqual({ by: { x: 0, y: 0 }, guides: [] });
  const tall = snapToOthers({ x: 0, y: -8, width: 220, height: 200 }, [other], 8);
  expect([tall.by.y, tall.guides.map(({ at }) => at)]).toEqual([8, [0]]);
});

describe('the way of a record', () => {
  const drawing = flow(
    [node('a', 'source'), node('f', 'filter'), node('m', 'map'), node('m2', 'map'), node('s', 'target'), node('s2', 'target')],
    [{ from: 'a.records', to: 'f.records' }, { from: 'f.kept', to: 'm.records' }, { from: 'f.dropped', to: 'm2.records' }, { from: 'm.records', to: 's.records' }, { from: 'm2.records', to: 's2.records' }],
  );
  const row = { runId: 'r', seq: 1, flowId: 'f', nodeId: 'a', key: '1', title: '1', outcome: 'created', at: 0, ms: 0 } as const;
  const way = (story: Partial<RecordStory>, on = drawing) => {
    const path = recordPath(on, { row, source: { city: 'Utrecht' }, mapped: { number: '1' }, steps: [], ...story });
    return [[...path.nodes].join(' '), [...path.lines].map(([id, value]) => `${id} ${JSON.stringify(value)}`)] as const;
  };

  test('goes by the port its values meet, as source record before the map and as mapped one after it', () => {
    const [nodes, lines] = way({});
    expect(nodes).toBe('a f m s');
    expect(lines).toEqual(['a.records→f.records {"city":"Utrecht"}', 'f.kept→m.records {"city":"Utrecht"}', 'm.records→s.records {"number":"1"}']);
    expect(way({ source: { city: 'Delft' } })[0]).toBe('a f m2 s2');
  });

  test('ends where it failed, and at a map that made nothing of it', () => {
    expect(way({ mapped: null })[0]).toBe('a f m');
    expect(way({ steps: [{ kind: 'error', at: 0, node: 'f', error: { code: 'x', kind: 'data', what: '' } }] })[0]).toBe('a f');
  });

  test('without its values follows what the log says happened, and passes a switched-off filter as kept', () => {
    expect(way({ source: null, mapped: null, steps: [{ kind: 'note', at: 0, node: 's2', text: { code: 'x', text: '' } }] })[0]).toBe('a f m2 s2');
    const off = { ...drawing, nodes: drawing.nodes.map((each) => (each.id === 'f' ? { ...each, disabled: true } : each)) };
    expect(way({ source: { city: 'Delft' } }, off)[0]).toBe('a f m s');
  });
});
