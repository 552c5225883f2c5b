import ElkBundled from 'elkjs/lib/elk.bundled.js';
import type { ELK } from 'elkjs/lib/elk-api.js';
import { expect, test } from 'vitest';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import { addFrame, boxRect, changeFrame, frameRect, nodeRect, type Rect } from '#shared/flow/frames.ts';
import { addNote } from '#shared/flow/notes.ts';
import { layoutFlow } from './layoutFlow.ts';

// The package's own types say it is a namespace; what it exports is the class.
const elk = new (ElkBundled as unknown as new () => ELK)();
const node = (id: string, kind: FlowNode['kind'], x: number, y: number): FlowNode => ({ id, kind, settings: {}, position: { x, y } });
const edges = [['a', 'b'], ['b', 'c'], ['b', 'd'], ['x', 'd']].map(([from, to]) => ({ from: `${from}.${from === 'b' ? 'kept' : 'records'}`, to: `${to}.records` }));
const flow: FlowDocument = { fluxo: 1, id: 'f', name: 'f', nodes: [node('a', 'source', 400, 0), node('b', 'filter', 0, 8), node('c', 'map', 16, 16), node('d', 'map', 24, 0), node('x', 'source', 40, 40)], edges };
const overlap = (a: Rect, b: Rect) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const pairs = (rects: readonly Rect[]) => rects.flatMap((one, at) => rects.slice(at + 1).map((other) => [one, other] as const));
const place = (document: FlowDocument, id: string) => document.nodes.find((each) => each.id === id)!.position;

test('a heap of cards becomes rows from left to right in which none covers another, on the grid', async () => {
  const laid = await layoutFlow(elk, flow);
  expect(pairs(laid.nodes.map(nodeRect)).filter(([one, other]) => overlap(one, other))).toEqual([]);
  for (const { from, to } of flow.edges) expect(place(laid, from.split('.')[0]!).x).toBeLessThan(place(laid, to.split('.')[0]!).x);
  expect(laid.nodes.every(({ position }) => position.x % 8 === 0 && position.y % 8 === 0)).toBe(true);
});

test('frames stay around what is in them and around nothing else; a folded one is one card and keeps its order inside', async () => {
  const framed = addFrame(flow, ['a', 'b'], { title: 'Till', color: 'blue' }).flow;
  const laid = await layoutFlow(elk, framed);
  const frame = frameRect(laid.frames![0]!);
  for (const each of laid.nodes) expect(overlap(frame, nodeRect(each)), each.id).toBe(each.frame === 'frame');
  expect(Math.min(...laid.nodes.filter((each) => each.frame).map((each) => each.position.y)) - frame.y).toBeGreaterThanOrEqual(40);

  const folded = changeFrame(laid, 'frame', { collapsed: true });
  const again = await layoutFlow(elk, folded);
  const by = (document: FlowDocument) => ({ x: place(document, 'b').x - place(document, 'a').x, y: place(document, 'b').y - place(document, 'a').y });
  expect(by(again)).toEqual(by(folded));
  expect(again.frames![0]!.size).toEqual(folded.frames![0]!.size);
  expect(again.nodes.filter((each) => !each.frame).some((each) => overlap(frameRect(again.frames![0]!), nodeRect(each)))).toBe(false);
});

test('a note stays beside what it lies next to', async () => {
  const noted = addNote(flow, { color: 'pink', at: { x: 400, y: -130 } }).flow;
  const laid = await layoutFlow(elk, noted);
  const [note, a] = [boxRect(laid.notes![0]!), place(laid, 'a')];
  expect([note.x - a.x, note.y - a.y]).toEqual([0, -128]);
});

test('only the chosen nodes are laid out when there are several, where they are', async () => {
  const laid = await layoutFlow(elk, flow, ['b', 'c', 'd']);
  expect([place(laid, 'a'), place(laid, 'x')]).toEqual([place(flow, 'a'), place(flow, 'x')]);
  expect(pairs(laid.nodes.filter(({ id }) => 'bcd'.includes(id)).map(nodeRect)).filter(([one, other]) => overlap(one, other))).toEqual([]);
  expect(await layoutFlow(elk, laid, [])).not.toBe(laid);
});
