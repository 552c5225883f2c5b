import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align, alignments, distribute } from './arrange.ts';
import { addBookmark, removeBookmark, renameBookmark } from './bookmarks.ts';
import { FlowDocumentSchema, type FlowDocument } from './document.ts';
import { addNode, moveNodes, nudgeNodes, removeNodes, setDisabled, type Edit } from './edit.ts';
import { copyNodes, pasteNodes } from './fragment.ts';
import { addFrame, asFramesSay, boxRect, changeFrame, frameRect, growFrames, nodeRect, resizeBox, settle, switchedOff, withMembers } from './frames.ts';
import { addNote, changeNote } from './notes.ts';

const node = (id: string, x: number, y = 0) => ({ id, kind: 'filter' as const, settings: {}, position: { x, y } });
const bare: FlowDocument = { fluxo: 1, id: 'flow', name: 'Flow', nodes: [node('a', 0), node('b', 304), node('c', 1000, 400)], edges: [{ from: 'a.kept', to: 'b.records' }] };
const framed = addFrame(bare, ['a', 'b'], { title: ' Till ', color: 'blue' }).flow;
const frameIn = (flow: FlowDocument, at = 0) => flow.frames![at]!;
const placeOf = (flow: FlowDocument, id: string) => flow.nodes.find((one) => one.id === id)!.position;

describe('frames', () => {
  test('a frame holds the chosen nodes with room around them and for its title', () => {
    expect(frameIn(framed)).toMatchObject({ id: 'frame', title: 'Till', color: 'blue', position: { x: -24, y: -48 }, size: { width: 576, height: 144 } });
    expect(framed.nodes.map(({ frame }) => frame)).toEqual(['frame', 'frame', undefined]);
    expect(FlowDocumentSchema.parse(framed)).toEqual(framed);
  });

  test('a node put into a frame belongs to it, one taken out does not, one over the edge by less than half still does', () => {
    const into = settle(moveNodes(framed, new Map([['c', { x: 100, y: 8 }]])), ['c']);
    expect(into.nodes[2]?.frame).toBe('frame');
    const over = settle(moveNodes(into, new Map([['c', { x: 440, y: 8 }]])), ['c']);
    expect(over.nodes[2]?.frame).toBe('frame');
    expect(settle(moveNodes(into, new Map([['c', { x: 640, y: 8 }]])), ['c']).nodes[2]).not.toHaveProperty('frame');
    expect(settle(framed, ['a', 'c'])).toBe(framed);
  });

  test('what is folded away keeps its frame and its place', () => {
    const folded = changeFrame(framed, 'frame', { collapsed: true });
    expect(frameRect(frameIn(folded))).toEqual({ x: -24, y: -48, width: 220, height: 72 });
    const moved = nudgeNodes(folded, withMembers(folded, ['frame']), { x: 800, y: 0 });
    expect(settle(moved, ['a', 'b'])).toBe(moved);
    expect(placeOf(moved, 'b')).toEqual({ x: 1104, y: 0 });
    expect(changeFrame(folded, 'frame', { collapsed: false })).toEqual(framed);
  });

  test('switching a frame off switches off the nodes in it, and on again leaves each as it was', () => {
    const off = setDisabled(setDisabled(framed, ['b'], true), ['frame'], true);
    expect([...switchedOff(off)]).toEqual(['a', 'b']);
    expect(asFramesSay(off).nodes.map(({ disabled }) => disabled ?? false)).toEqual([true, true, false]);
    const on = setDisabled(off, ['frame'], false);
    expect([...switchedOff(on)]).toEqual(['b']);
    expect(asFramesSay(on)).toBe(on);
  });

  test('a deleted frame leaves what was in it, and no trace of itself', () => {
    const gone = removeNodes(framed, ['frame']);
    expect(gone).toEqual(bare);
    expect(JSON.stringify(gone)).not.toContain('frame');
    expect(removeNodes(framed, withMembers(framed, ['frame'])).nodes.map(({ id }) => id)).toEqual(['c']);
  });

  test('a frame grows when something in it would stick out, and by hand takes in what then lies in it', () => {
    const wide = growFrames(moveNodes(framed, new Map([['b', { x: 500, y: 40 }]])));
    expect(frameIn(wide).size.width).toBe(776);
    expect(growFrames(wide)).toBe(wide);
    const all = resizeBox(framed, 'frame', { x: -24, y: -48, width: 1400, height: 600 });
    expect(all.nodes.map(({ frame }) => frame)).toEqual(['frame', 'frame', 'frame']);
    expect(resizeBox(all, 'frame', { x: -24, y: -48, width: 280, height: 160 }).nodes.map(({ frame }) => frame)).toEqual(['frame', undefined, undefined]);
  });

  test('a frame is copied with what is in it, under new ids that hang together', () => {
    const { flow, ids } = pasteNodes(framed, copyNodes(framed, ['frame'])!);
    expect(ids).toHaveLength(3);
    const copies = flow.nodes.filter(({ id }) => ids.includes(id));
    expect(copies.map(({ frame }) => frame)).toEqual(['frame2', 'frame2']);
    expect(flow.edges).toHaveLength(2);
    expect(frameIn(flow, 1).position).toEqual({ x: 8, y: -16 });
    expect(FlowDocumentSchema.parse(flow)).toEqual(flow);
  });
});

describe('notes and bookmarks', () => {
  test('a note is written, coloured, moved, copied and deleted like anything else', () => {
    const { flow, id } = addNote(bare, { color: 'yellow', at: { x: 13, y: 21 } });
    const said = changeNote(flow, id, { text: 'Ask Ana about returns', color: 'pink' });
    expect(said.notes).toEqual([{ id: 'note', text: 'Ask Ana about returns', color: 'pink', position: { x: 16, y: 24 }, size: { width: 208, height: 120 } }]);
    expect(changeNote(said, id, { text: 'Ask Ana about returns' })).toBe(said);
    expect(pasteNodes(said, copyNodes(said, ['note'])!).flow.notes?.map((note) => note.id)).toEqual(['note', 'note2']);
    expect(removeNodes(nudgeNodes(said, ['note'], { x: 8, y: 0 }), ['note'])).toEqual(bare);
  });

  test('a bookmark gets the first digit that is free', () => {
    const view = { position: { x: 10.4, y: 0 }, zoom: 0.51234 };
    const two = addBookmark(addBookmark(bare, { name: 'Start', ...view }), { name: 'End', ...view });
    expect(two.bookmarks?.map(({ name, key }) => [name, key])).toEqual([['Start', 1], ['End', 2]]);
    expect(two.bookmarks?.[0]).toMatchObject({ position: { x: 10, y: 0 }, zoom: 0.512 });
    const one = removeBookmark(two, two.bookmarks![0]!.id);
    expect(addBookmark(one, { name: 'Third', ...view }).bookmarks?.map(({ key }) => key)).toEqual([2, 1]);
    expect(renameBookmark(one, one.bookmarks![0]!.id, '  ')).toBe(one);
    expect(removeBookmark(one, one.bookmarks![0]!.id)).toEqual(bare);
  });
});

describe('align and distribute', () => {
  const rects = (flow: FlowDocument) => [...flow.nodes.map(nodeRect), ...(flow.notes ?? []).map(boxRect)];
  test('cards line up along an edge or their middle; frames take along what is in them', () => {
    expect(align(bare, ['a', 'b', 'c'], 'top').nodes.map(({ position }) => position.y)).toEqual([0, 0, 0]);
    expect(align(bare, ['a', 'c'], 'right').nodes.map(({ position }) => position.x)).toEqual([1000, 304, 1000]);
    expect(align(bare, ['a'], 'right')).toBe(bare);
    const moved = align(framed, ['frame', 'a', 'c'], 'left');
    expect(placeOf(moved, 'c').x).toBe(-24);
    expect(placeOf(moved, 'a')).toEqual(placeOf(framed, 'a'));
    const down = align(framed, ['frame', 'c'], 'bottom');
    expect(placeOf(down, 'b').y - frameIn(down).position.y).toBe(48);
  });

  test('distributed things have equal gaps, whatever their sizes, to within the grid', () => {
    const flow = addNote(bare, { color: 'grey', at: { x: 400, y: 0 } }).flow;
    const across = distribute(flow, ['a', 'b', 'c', 'note'], 'across');
    const sorted = rects(across).sort((one, other) => one.x - other.x);
    const gaps = sorted.slice(1).map((rect, at) => rect.x - sorted[at]!.x - sorted[at]!.width);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(8);
    expect([sorted[0]!.x, sorted.at(-1)!.x]).toEqual([0, 1000]);
    expect(distribute(bare, ['a', 'b'], 'down')).toBe(bare);
  });
});

test('any sequence of edits of frames, notes and places leaves a document the schema takes, and ids stay apart', () => {
  const thing = fc.constantFrom('a', 'b', 'c', 'frame', 'frame2', 'note', 'note2');
  const some = fc.array(thing, { maxLength: 4 });
  const at = fc.record({ x: fc.integer({ min: -2000, max: 2000 }), y: fc.integer({ min: -2000, max: 2000 }) });
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    some.map((ids): Edit => (flow) => addFrame(flow, ids, { title: 'F', color: 'green' }).flow),
    at.map((place): Edit => (flow) => addNote(flow, { color: 'pink', at: place }).flow),
    fc.tuple(some, at).map(([ids, by]): Edit => (flow) => settle(nudgeNodes(flow, withMembers(flow, ids), by), ids)),
    some.map((ids): Edit => (flow) => removeNodes(flow, ids)),
    fc.tuple(some, fc.boolean()).map(([ids, off]): Edit => (flow) => setDisabled(flow, ids, off)),
    fc.tuple(thing, fc.boolean()).map(([id, collapsed]): Edit => (flow) => changeFrame(flow, id, { collapsed })),
    fc.tuple(thing, at, fc.integer({ min: 1, max: 900 })).map(([id, { x, y }, side]): Edit => (flow) => resizeBox(flow, id, { x, y, width: side, height: side })),
    some.map((ids): Edit => (flow) => { const fragment = copyNodes(flow, ids); return fragment && flow.nodes.length < 40 ? pasteNodes(flow, fragment).flow : flow; }),
    fc.tuple(some, fc.constantFrom(...alignments)).map(([ids, to]): Edit => (flow) => align(flow, ids, to)),
    some.map((ids): Edit => (flow) => distribute(flow, ids, 'down')),
    at.map((place): Edit => (flow) => addNode(flow, { kind: 'map', settings: {} }, `m${flow.nodes.length}x${place.x}`.replace('-', '_'), place)),
    fc.constant<Edit>(growFrames),
  );
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 15 }), (edits) => {
      const before = JSON.stringify(framed);
      const end = edits.reduce((flow, one) => one(flow), framed);
      expect(FlowDocumentSchema.parse(end)).toEqual(end);
      const ids = [...(end.frames ?? []), ...(end.notes ?? [])].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const frames = new Set(end.frames?.map(({ id }) => id));
      expect([...end.nodes, ...(end.notes ?? [])].every(({ frame }) => frame === undefined || frames.has(frame))).toBe(true);
      expect(JSON.stringify(framed)).toBe(before);
    }),
    { numRuns: 200 },
  );
});
