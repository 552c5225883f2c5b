import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import { portRef, FlowDocumentSchema, type FlowDocument } from './document.ts';
import { addNode, canConnect, connect, describeFlow, edgeBetween, freeId, freePlace, idFor, insertInto, makeRoom, moveNodes, nudgeNodes, removeEdges, removeNodes, renameFlow, renameNode, setConnection, setDisabled, setPolicy, setSetting, type Edit } from './edit.ts';
import { copyNodes, missingConnections, parseFragment, pasteNodes, readFragment, withConnections } from './fragment.ts';

const mapping = { entity: 'order', fields: [], lists: [] };
const catalog: Catalog = {
  connectors: [
    { name: 'till', label: 'Till', connectionFields: [], prepare: [], lists: [], streams: [{ id: 'till.orders', label: 'Orders', entity: 'order', settings: [], fields: [], defaultMapping: mapping }], targets: [] },
    { name: 'books', label: 'Books', connectionFields: [], prepare: [], lists: [], streams: [], targets: [{ id: 'books.sales', label: 'Sales', entity: 'order', settings: [] }, { id: 'books.items', label: 'Items', entity: 'product', settings: [] }] },
  ],
};

const empty: FlowDocument = { fluxo: 1, id: 'flow', name: 'Flow', nodes: [], edges: [] };
const source = { kind: 'source', settings: { stream: 'till.orders' }, connection: 'shop' } as const;
const target = { kind: 'target', settings: { target: 'books.sales' } } as const;
const at = (x: number, y = 0) => ({ x, y });

const steps: readonly Edit[] = [
  (flow) => addNode(flow, source, 'orders', at(0)),
  (flow) => addNode(flow, { kind: 'map', settings: {} }, 'map', at(304)),
  (flow) => addNode(flow, target, 'sales', at(600)),
  (flow) => connect(flow, { from: 'orders.records', to: 'map.records' }),
  (flow) => connect(flow, { from: 'map.records', to: 'sales.records' }),
];
const drawn = steps.reduce((flow, edit) => edit(flow), empty);

describe('adding', () => {
  test('a node is called after what it reads or writes, and a second one gets a number', () => {
    expect(idFor(empty, source)).toBe('orders');
    expect(idFor(drawn, source)).toBe('orders2');
    expect(idFor(drawn, { kind: 'filter', settings: {} })).toBe('filter');
    expect(freeId(['a', 'a2'], 'a')).toBe('a3');
  });

  test('a new card never covers another one', () => {
    const place = freePlace(drawn, at(10, 10));
    expect(drawn.nodes.every((node) => Math.abs(node.position.x - place.x) >= 220 || Math.abs(node.position.y - place.y) >= 72)).toBe(true);
  });

  test('cards snap to the grid', () => {
    expect(addNode(empty, target, 'x', at(13, 21)).nodes[0]?.position).toEqual({ x: 16, y: 24 });
  });
});

describe('connecting', () => {
  test('records of a service cannot run straight into a target', () => {
    expect(canConnect(drawn, catalog, { from: 'orders.records', to: 'sales.records' })).toBe(false);
  });

  test('orders cannot run into a target that takes products', () => {
    const flow = addNode(drawn, { kind: 'target', settings: { target: 'books.items' } }, 'items', at(600, 200));
    expect(canConnect(flow, catalog, { from: 'map.records', to: 'items.records' })).toBe(false);
  });

  test('a second line between the same ports, a circle and a port that is not there are refused', () => {
    expect(canConnect(drawn, catalog, { from: 'map.records', to: 'sales.records' })).toBe(false);
    expect(canConnect(drawn, catalog, { from: 'map.nothing', to: 'sales.records' })).toBe(false);
    const withFilters = [
      (flow: FlowDocument) => addNode(flow, { kind: 'filter', settings: {} }, 'a', at(0, 200)),
      (flow: FlowDocument) => addNode(flow, { kind: 'filter', settings: {} }, 'b', at(300, 200)),
      (flow: FlowDocument) => connect(flow, { from: 'a.kept', to: 'b.records' }),
    ].reduce((flow, edit) => edit(flow), drawn);
    expect(canConnect(withFilters, catalog, { from: 'b.kept', to: 'a.records' })).toBe(false);
  });

  test('adding beside a selected node finds the ports that fit, or none', () => {
    const flow = addNode(drawn, target, 'sales2', at(600, 200));
    expect(edgeBetween(flow, catalog, 'map', 'sales2')).toEqual({ from: 'map.records', to: 'sales2.records' });
    expect(edgeBetween(flow, catalog, 'orders', 'sales2')).toBeNull();
  });

  test('a filter dropped on a line takes its place in it', () => {
    const flow = addNode(drawn, { kind: 'filter', settings: {} }, 'filter', at(450));
    const edges = insertInto(flow, catalog, 'filter', { from: 'map.records', to: 'sales.records' }).edges;
    expect(edges).toContainEqual({ from: 'map.records', to: 'filter.records' });
    expect(edges).toContainEqual({ from: 'filter.kept', to: 'sales.records' });
    expect(edges).not.toContainEqual({ from: 'map.records', to: 'sales.records' });
  });

  test('a node put into a short line pushes what comes after it to the right', () => {
    const flow = addNode(drawn, { kind: 'filter', settings: {} }, 'filter', at(450));
    const roomy = makeRoom(insertInto(flow, catalog, 'filter', { from: 'map.records', to: 'sales.records' }), 'filter', 80);
    const x = (id: string) => roomy.nodes.find((node) => node.id === id)!.position.x;
    expect(x('filter') - x('map')).toBeGreaterThanOrEqual(300);
    expect(x('sales') - x('filter')).toBeGreaterThanOrEqual(296);
    expect(x('map')).toBe(304);
  });

  test('a node that does not fit a line leaves it alone', () => {
    const flow = addNode(drawn, { kind: 'map', settings: {} }, 'map2', at(450));
    expect(insertInto(flow, catalog, 'map2', { from: 'map.records', to: 'sales.records' })).toBe(flow);
  });
});

describe('changing', () => {
  test('removing a node removes its lines and no others', () => {
    const flow = removeNodes(drawn, ['sales']);
    expect(flow.nodes.map((node) => node.id)).toEqual(['orders', 'map']);
    expect(flow.edges).toEqual([{ from: 'orders.records', to: 'map.records' }]);
  });

  test('a setting keeps its place in the file when it changes, and goes when it is taken away', () => {
    const flow = setSetting(setSetting(drawn, 'orders', 'branch', '1'), 'orders', 'stream', 'till.invoices');
    expect(Object.keys(flow.nodes[0]!.settings)).toEqual(['stream', 'branch']);
    expect(setSetting(flow, 'orders', 'branch', undefined).nodes[0]!.settings).toEqual({ stream: 'till.invoices' });
  });

  test('edits that change nothing give back the same document', () => {
    const same: Edit[] = [
      (flow) => removeNodes(flow, ['nobody']),
      (flow) => removeEdges(flow, [{ from: 'a.b', to: 'c.d' }]),
      (flow) => connect(flow, flow.edges[0]!),
      (flow) => moveNodes(flow, new Map([['map', at(304)]])),
      (flow) => setSetting(flow, 'orders', 'stream', 'till.orders'),
      (flow) => setConnection(flow, 'orders', 'shop'),
      (flow) => renameNode(flow, 'orders', ' '),
      (flow) => renameFlow(flow, '  '),
      (flow) => describeFlow(flow, ''),
      (flow) => setDisabled(flow, ['map'], false),
      (flow) => setPolicy(flow, 'maxRecords', undefined),
    ];
    for (const edit of same) expect(edit(drawn)).toBe(drawn);
  });

  test('names, connection, notes and rules can be set and taken away again', () => {
    expect(renameNode(renameNode(drawn, 'map', 'My map'), 'map', '').nodes[1]).not.toHaveProperty('name');
    expect(setConnection(drawn, 'orders', undefined).nodes[0]).not.toHaveProperty('connection');
    expect(describeFlow(describeFlow(drawn, 'Nightly'), '')).not.toHaveProperty('description');
    expect(setPolicy(setPolicy(drawn, 'maxRecords', 10), 'maxRecords', undefined)).not.toHaveProperty('policy');
    expect(setDisabled(setDisabled(drawn, ['map'], true), ['map'], false)).toEqual(drawn);
  });

  test('arrow keys move by what they say', () => {
    expect(nudgeNodes(drawn, ['map'], at(8, -8)).nodes[1]?.position).toEqual({ x: 312, y: -8 });
  });
});

describe('copy and paste', () => {
  test('copied nodes arrive with new ids, their lines and none of the others', () => {
    const fragment = parseFragment(JSON.stringify(copyNodes(drawn, ['map', 'sales'])));
    const pasted = pasteNodes(drawn, fragment!);
    expect(pasted.ids).toEqual(['map2', 'sales2']);
    expect(pasted.flow.edges.slice(2)).toEqual([{ from: 'map2.records', to: 'sales2.records' }]);
  });

  test('a copied piece says what its connections are called, and no more; one that this workspace does not have is asked for once', () => {
    const connections = [{ id: 'shop', connector: 'till', name: 'Shop in Utrecht', secret: 'hunter2', settings: { ident: 'x' } }, { id: 'other', connector: 'books', name: 'Books' }];
    const fragment = copyNodes(drawn, ['orders', 'map'], connections)!;
    expect(fragment.connections).toEqual([{ id: 'shop', connector: 'till', name: 'Shop in Utrecht' }]);
    expect(JSON.stringify(fragment)).not.toContain('hunter2');
    const twice = { ...fragment, nodes: [...fragment.nodes, { ...fragment.nodes[0]!, id: 'again' }] };
    expect(missingConnections(twice, [])).toEqual([{ id: 'shop', connector: 'till', name: 'Shop in Utrecht' }]);
    expect(missingConnections(twice, [{ id: 'shop', connector: 'till', name: 'x' }])).toEqual([]);
    // The same id for another service is another connection.
    expect(missingConnections(twice, [{ id: 'shop', connector: 'books', name: 'x' }])).toHaveLength(1);
    expect(withConnections(twice, { shop: 'mine' }).nodes.flatMap(({ connection }) => connection ?? [])).toEqual(['mine', 'mine']);
    expect(withConnections(twice, { shop: '' }).nodes.flatMap(({ connection }) => connection ?? [])).toEqual([]);
  });

  test('a text that is no piece of a flow says what it is', () => {
    expect(readFragment('hello')).toBe('other');
    expect(readFragment('{"fluxoNodes": 9, "nodes": []}')).toBe('newer');
    expect(readFragment('{"fluxoNodes":1,"nodes":[{"id":')).toBe('broken');
  });

  test('a connection this workspace does not have is left out', () => {
    const fragment = copyNodes(drawn, ['orders'])!;
    expect(pasteNodes(empty, fragment, { knows: () => false }).flow.nodes[0]).not.toHaveProperty('connection');
    expect(pasteNodes(empty, fragment, { knows: (id) => id === 'shop' }).flow.nodes[0]?.connection).toBe('shop');
  });

  test('the first corner lands where it was asked to', () => {
    const pasted = pasteNodes(drawn, copyNodes(drawn, ['map', 'sales'])!, { at: at(1000, 400) });
    expect(pasted.flow.nodes.at(-2)?.position).toEqual({ x: 1000, y: 400 });
  });

  test('other texts in the clipboard are not nodes', () => {
    expect(parseFragment('hello')).toBeNull();
    expect(parseFragment('{"fluxoNodes":1,"nodes":[{"id":"../x"}],"edges":[]}')).toBeNull();
    expect(copyNodes(drawn, ['nobody'])).toBeNull();
  });
});

test('whatever is edited in whatever order, the document stays valid and no line hangs loose', () => {
  const id = fc.constantFrom('orders', 'map', 'sales', 'filter', 'orders2', 'map2');
  const port = fc.constantFrom('records', 'kept', 'dropped');
  const edge = fc.record({ from: fc.tuple(id, port).map((ref) => ref.join('.')), to: fc.tuple(id, port).map((ref) => ref.join('.')) });
  const edits = fc.oneof(
    fc.integer({ min: -2000, max: 2000 }).map((x): Edit => (flow) => addNode(flow, source, idFor(flow, source), at(x))),
    fc.constant<Edit>((flow) => addNode(flow, { kind: 'filter', settings: {} }, idFor(flow, { kind: 'filter', settings: {} }), at(0))),
    fc.array(id).map((ids): Edit => (flow) => removeNodes(flow, ids)),
    edge.map((one): Edit => (flow) => (canConnect(flow, catalog, one) ? connect(flow, one) : flow)),
    fc.tuple(id, edge).map(([node, one]): Edit => (flow) => insertInto(flow, catalog, node, one)),
    fc.array(id).map((ids): Edit => (flow) => { const copied = copyNodes(flow, ids); return copied ? pasteNodes(flow, copied).flow : flow; }),
  );
  fc.assert(
    fc.property(fc.array(edits, { maxLength: 25 }), (anyOrder) => {
      const flow = anyOrder.reduce((result, edit) => edit(result), drawn);
      FlowDocumentSchema.parse(flow);
      const ids = flow.nodes.map((node) => node.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { from, to } of flow.edges) expect(ids).toEqual(expect.arrayContaining([portRef(from).node, portRef(to).node]));
    }),
  );
});
