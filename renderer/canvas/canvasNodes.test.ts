import { expect, test } from 'vitest';
import type { FlowNode } from '#shared/flow/document.ts';
import { toCanvasEdges, toCanvasNodes, type CardData } from './canvasNodes.ts';

const flowNode = (id: string, x = 0): FlowNode => ({ id, kind: 'filter', settings: {}, position: { x, y: 0 } });
const card = (name: string, summary = ''): CardData => ({ kind: 'filter', name, summary, detail: '', connector: '', missing: false, disabled: false, inType: 'any', outType: 'any' });
const none = new Set<string>();
const still = new Map();

test('cards come with their size and the places of their ports, so nothing has to be measured', () => {
  const [drawn] = toCanvasNodes([flowNode('a')], (node) => card(node.id), none, still, new Map());
  expect(drawn).toMatchObject({ width: 220, height: 72, measured: { width: 220, height: 72 } });
  expect(drawn?.handles?.map((handle) => [handle.id, handle.type, handle.x + 6, handle.y + 6])).toEqual([['records', 'target', 0, 36], ['kept', 'source', 220, 24], ['dropped', 'source', 220, 48]]);
});

test('only the card that changed gets a new object', () => {
  const cache = new Map();
  const nodes = [flowNode('a'), flowNode('b', 300)];
  const before = toCanvasNodes(nodes, (node) => card(node.id), none, still, cache);
  const same = toCanvasNodes(nodes, (node) => card(node.id), none, still, cache);
  expect(same.map((node, index) => node === before[index])).toEqual([true, true]);
  const renamed = toCanvasNodes(nodes, (node) => card(node.id, node.id === 'b' ? 'new' : ''), none, still, cache);
  expect(renamed.map((node, index) => node === before[index])).toEqual([true, false]);
  const dragged = toCanvasNodes(nodes, (node) => card(node.id, node.id === 'b' ? 'new' : ''), none, new Map([['a', { x: 40, y: 8 }]]), cache);
  expect(dragged.map((node, index) => node === renamed[index])).toEqual([false, true]);
  expect(dragged[0]?.position).toEqual({ x: 40, y: 8 });
});

test('a line to a node that is not there is not drawn', () => {
  const edges = toCanvasEdges({ fluxo: 1, id: 'f', name: 'f', nodes: [flowNode('a'), flowNode('b')], edges: [{ from: 'a.kept', to: 'b.records' }, { from: 'a.kept', to: 'gone.records' }] }, [], new Map(), () => '');
  expect(edges.map((edge) => [edge.source, edge.sourceHandle, edge.target, edge.targetHandle])).toEqual([['a', 'kept', 'b', 'records']]);
});
