import { expect, test } from 'vitest';
import type { FlowDocument, FlowFrame, FlowNode } from '#shared/flow/document.ts';
import { inHand, makeDrawer, toCanvasEdges, toCanvasNodes, toFrameNodes, type CanvasEdge, type CardData, type Drawn } from './canvasNodes.ts';

const flowNode = (id: string, x = 0): FlowNode => ({ id, kind: 'filter', settings: {}, position: { x, y: 0 } });
const card = (name: string, summary = ''): CardData => ({ kind: 'filter', name, summary, detail: '', connector: '', missing: false, disabled: false, inType: 'any', outType: 'any' });
const none = new Set<string>();
const draw = (nodes: readonly FlowNode[], dataOf: (node: FlowNode) => CardData, drawn = new Map<string, Drawn>()) => toCanvasNodes(nodes, dataOf, makeDrawer(drawn, none));

test('cards come with their size and the places of their ports, so nothing has to be measured', () => {
  const [drawn] = draw([flowNode('a')], (node) => card(node.id));
  expect(drawn).toMatchObject({ width: 220, height: 72, measured: { width: 220, height: 72 } });
  expect(drawn?.handles?.map((handle) => [handle.id, handle.type, handle.x + 6, handle.y + 6])).toEqual([['records', 'target', 0, 36], ['kept', 'source', 220, 24], ['dropped', 'source', 220, 48]]);
});

test('only the card that changed gets a new object', () => {
  const cache = new Map<string, Drawn>();
  const nodes = [flowNode('a'), flowNode('b', 300)];
  const before = draw(nodes, (node) => card(node.id), cache);
  const same = draw(nodes, (node) => card(node.id), cache);
  expect(same.map((node, index) => node === before[index])).toEqual([true, true]);
  const renamed = draw(nodes, (node) => card(node.id, node.id === 'b' ? 'new' : ''), cache);
  expect(renamed.map((node, index) => node === before[index])).toEqual([true, false]);
  const dragged = inHand(renamed, new Map([['a', { x: 40, y: 8 }]]), new Map());
  expect(dragged.map((node, index) => node === renamed[index])).toEqual([false, true]);
  expect(dragged[0]?.position).toEqual({ x: 40, y: 8 });
  expect(inHand(renamed, new Map(), new Map([['b', { x: 8, y: 8, width: 320, height: 80 }]]))[1]).toMatchObject({ position: { x: 8, y: 8 }, width: 320, measured: { width: 320, height: 80 } });
});

const frame: FlowFrame = { id: 'frame', title: 'Till', color: 'blue', position: { x: -24, y: -48 }, size: { width: 576, height: 144 } };

test('an open frame lies under the cards and lets the pointer through; a folded one is as large as a card', () => {
  const frames = (collapsed: boolean) => toFrameNodes([{ ...frame, collapsed }], () => 'a b', ({ title }) => title, makeDrawer(new Map(), none))[0]!;
  expect(frames(false)).toMatchObject({ width: 576, zIndex: -2, style: { pointerEvents: 'none' }, dragHandle: '.frame-title', data: { inside: 'a b' } });
  expect(frames(true)).toMatchObject({ width: 220, height: 72, handles: [{ type: 'target' }, { type: 'source' }] });
  expect(frames(true).zIndex).toBeUndefined();
});

const facts = { selected: [], types: new Map(), off: none, foldedInto: new Map<string, string>(), label: () => '' };
const lines = (flow: Pick<FlowDocument, 'nodes' | 'edges'>, more: Partial<Parameters<typeof toCanvasEdges>[1]> = {}, drawn = new Map<string, CanvasEdge>()) => toCanvasEdges({ fluxo: 1, id: 'f', name: 'f', ...flow }, { ...facts, ...more }, drawn);

test('a line to a node that is not there is not drawn, and a line that did not change keeps its object', () => {
  const flow = { nodes: [flowNode('a'), flowNode('b')], edges: [{ from: 'a.kept', to: 'b.records' }, { from: 'a.kept', to: 'gone.records' }] };
  const cache = new Map<string, CanvasEdge>();
  const [edge, ...others] = lines(flow, {}, cache);
  expect([edge?.source, edge?.sourceHandle, edge?.target, edge?.targetHandle, others.length]).toEqual(['a', 'kept', 'b', 'records', 0]);
  expect(lines(flow, {}, cache)[0]).toBe(edge);
  expect(lines(flow, { off: new Set(['a']) }, cache)[0]?.data?.off).toBe(true);
});

test('lines inside a folded frame are not drawn, and those across its border meet at the frame, one for each place they lead to', () => {
  const flow = {
    nodes: ['a', 'b', 'c', 'd'].map((id) => flowNode(id)),
    edges: [{ from: 'a.kept', to: 'b.records' }, { from: 'a.dropped', to: 'c.records' }, { from: 'b.kept', to: 'c.records' }, { from: 'd.kept', to: 'a.records' }],
  };
  const drawn = lines(flow, { foldedInto: new Map([['a', 'frame'], ['b', 'frame']]), selected: [flow.edges[2]!] });
  expect(drawn.map((edge) => [edge.source, edge.target, edge.data?.lines.length, edge.selected])).toEqual([['frame', 'c', 2, true], ['d', 'frame', 1, false]]);
});
