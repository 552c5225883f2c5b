import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlowDocument } from '../document.ts';
import * as edits from '../edit.ts';
import { copyNodes, pasteNodes } from '../fragment.ts';
import { moveSetting, setFlowSetting } from '../levels.ts';
import { Misfit, apply, inverse } from './apply.ts';
import { canRedo, canUndo, mergeWithin, record, redo, startHistory, undo, type History } from './history.ts';
import { JournalEntrySchema, entriesBetween, replay, type JournalEntry } from './journal.ts';
import { diff, type Json } from './patch.ts';

const named = (name: string): FlowDocument => ({ fluxo: 1, id: 'f', name, nodes: [], edges: [] });
const bytes = (value: unknown) => JSON.stringify(value, null, 2);

describe('a single change', () => {
  const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

  test('leads from any document to any other and back, byte for byte', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        // What a file can hold: no minus zero, no hostile member.
        const [before, after] = [one, other].map((value) => JSON.parse(JSON.stringify(value), (key, inner: unknown) => (key === '__proto__' ? undefined : inner)) as Json);
        const changes = diff(before, after);
        expect(bytes(apply(before, changes))).toBe(bytes(after));
        expect(bytes(apply(after, inverse(changes)))).toBe(bytes(before));
      }),
      { numRuns: 500 },
    );
  });

  test('of something with a member named like the inside of an object is taken back as well', () => {
    const [before, after] = [{ a: { prototype: '' }, b: [{ constructor: 1 }] }, { a: { prototype: { deep: 1 } }, b: [{ constructor: 2, c: 3 }] }];
    expect(apply(before, diff(before, after))).toEqual(after);
    expect(apply(after, inverse(diff(before, after)))).toEqual(before);
    expect(diff(before, structuredClone(before))).toEqual([]);
  });

  test('of one node among many says only that', () => {
    const nodes = Array.from({ length: 5000 }, (_, index) => ({ id: `n${index}`, kind: 'map' as const, settings: {}, position: { x: 0, y: 8 * index } }));
    const flow = { ...named('many'), nodes };
    expect(diff(flow, edits.renameNode(flow, 'n2500', 'Here'))).toEqual([{ op: 'add', at: ['nodes', 2500], key: 'name', index: 4, value: 'Here' }]);
    expect(diff(flow, edits.removeNodes(flow, ['n7', 'n4000']))).toHaveLength(2);
  });

  test('that does not fit is refused and leaves the document as it was', () => {
    const flow = named('a');
    for (const changes of [diff(named('b'), named('c')), [{ op: 'cut', at: ['nodes'], index: 0, value: {} }], [{ op: 'set', at: ['__proto__', 'polluted'], from: 1, to: 2 }]] as const) expect(() => apply(flow, changes as never)).toThrow(Misfit);
    expect(flow).toEqual(named('a'));
  });
});

describe('undo', () => {
  test('takes edits back one by one and redo brings them again', () => {
    const begin = startHistory(named('a'));
    const edited = record(record(begin, named('Beta'), 0), named('Gamma'), 1);
    expect(undo(edited).present.name).toBe('Beta');
    expect(undo(undo(edited)).present.name).toBe('a');
    expect(redo(redo(undo(undo(edited)))).present.name).toBe('Gamma');
    expect([canUndo(edited), canRedo(edited), canUndo(begin), canRedo(undo(edited))]).toEqual([true, false, false, true]);
  });

  test('at the beginning and redo at the end change nothing', () => {
    const begin = startHistory(named('a'));
    expect(undo(begin)).toBe(begin);
    expect(redo(begin)).toBe(begin);
  });

  test('knows no step for an edit that changed nothing', () => {
    const begin = startHistory(named('a'));
    expect(record(begin, begin.present, 5)).toBe(begin);
    expect(record(begin, named('a'), 5)).toBe(begin);
  });

  test('a new edit after it drops what was undone', () => {
    const undone = undo(record(startHistory(named('a')), named('Beta'), 0));
    expect(canRedo(record(undone, named('x'), 1))).toBe(false);
  });

  test('nudges shortly after each other are one step, a later one is a new step', () => {
    const first = record(startHistory(named('a')), named('b'), 1000, 'nudge');
    const second = record(first, named('c'), 1000 + mergeWithin - 1, 'nudge');
    expect(undo(second).present.name).toBe('a');
    const later = record(second, named('d'), 1000 + 3 * mergeWithin, 'nudge');
    expect(undo(later).present.name).toBe('c');
  });

  test('one visit to a text field is one step, whatever was typed and however long it took', () => {
    const first = record(startHistory(named('a')), named('orders'), 1000, 'typing 7');
    const second = record(first, named('sales'), 600_000, 'typing 7');
    expect(undo(second).present.name).toBe('a');
    expect(undo(record(second, named('x'), 600_001, 'typing 8')).present.name).toBe('sales');
  });

  test('the first nudge after it is a step of its own', () => {
    const nudged = record(startHistory(named('a')), named('b'), 1000, 'nudge');
    const again = record(redo(undo(nudged)), named('c'), 1001, 'nudge');
    expect(undo(again).present.name).toBe('b');
  });

  test('typing in one text is one step; choosing something else, or typing elsewhere, is another', () => {
    let history = startHistory(named('a'));
    for (const [index, name] of ['ab', 'abc', 'abcd', 'abd'].entries()) history = record(history, named(name), index * 300);
    expect(history.steps).toHaveLength(1);
    expect(undo(history).present.name).toBe('a');
    expect(record(history, named('orders'), 1300).steps).toHaveLength(2);
    expect(record(history, edits.describeFlow(history.present, 'x'), 1300).steps).toHaveLength(2);
    expect(record(history, named('abde'), 60_000).steps).toHaveLength(2);
  });

  test('a step that gave a setting to a connection stands alone, also where the drawing stayed as it was, and comes back from the journal', () => {
    const above = [{ place: { level: 'connection', connectionId: 'books' }, owner: 'quickbooks.sales', key: 'memo', from: 'before', to: 'after' }] as const;
    const typed = record(startHistory(named('a')), named('ab'), 0);
    const given = record(typed, typed.present, 100, undefined, above);
    const more = record(given, named('abc'), 200);
    expect(more.steps.map((step) => [step.changes.length, step.above?.length ?? 0])).toEqual([[1, 0], [0, 1], [1, 0]]);
    expect(undo(undo(more)).present.name).toBe('ab');
    const entries = [...entriesBetween(typed, given), ...entriesBetween(given, undo(given))];
    expect(entries).toEqual([{ do: { changes: [], at: 100, above } }, { to: 1 }]);
    const again = replay({ fluxoHistory: 1, document: typed.present, steps: [...typed.steps], done: 1 }, JSON.parse(JSON.stringify(entries)).map((entry: unknown) => JournalEntrySchema.parse(entry)));
    expect(again).toMatchObject({ document: { name: 'ab' }, done: 1, steps: [{}, { above }] });
    expect(JournalEntrySchema.safeParse({ do: { changes: [], at: 0 } }).success).toBe(false);
  });

  test('typing that was taken back letter by letter leaves no step', () => {
    const typed = record(startHistory(named('a')), named('ab'), 0);
    expect(record(typed, named('a'), 200)).toMatchObject({ steps: [], done: 0 });
  });
});

/** What a person does, drawn at random; where it makes no sense for the flow at hand nothing happens. */
const act = fc.oneof(
  fc.record({ do: fc.constant('add' as const), kind: fc.constantFrom('source', 'map', 'filter', 'limit', 'target'), x: fc.integer({ min: -900, max: 900 }) }),
  fc.record({ do: fc.constantFrom('remove', 'disable', 'nudge', 'duplicate' as const), which: fc.array(fc.nat(9), { maxLength: 4 }) }),
  fc.record({ do: fc.constantFrom('connect', 'cut' as const), from: fc.nat(9), to: fc.nat(9) }),
  fc.record({ do: fc.constant('set' as const), which: fc.nat(9), key: fc.constantFrom('count', 'mapping', 'conditions', 'table', '2', 'note'), value: fc.option(fc.jsonValue({ maxDepth: 3 }), { nil: undefined }) }),
  fc.record({ do: fc.constantFrom('give', 'move' as const), which: fc.nat(9), owner: fc.constantFrom('books.sales', 'till.orders'), key: fc.constantFrom('note', 'count'), value: fc.option(fc.constantFrom('x', '', 7), { nil: undefined }) }),
  fc.record({ do: fc.constantFrom('rename', 'describe', 'renameNode', 'connection' as const), which: fc.nat(9), text: fc.constantFrom('', 'o', 'or', 'ord', 'Orders', 'of the shop', '10') }),
  fc.record({ do: fc.constant('policy' as const), records: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }) }),
  fc.record({ do: fc.constant('schedule' as const), minutes: fc.constantFrom(5, 15), on: fc.boolean() }),
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

function perform(flow: FlowDocument, what: Act): FlowDocument {
  const id = (index: number) => flow.nodes[index % Math.max(1, flow.nodes.length)]?.id ?? 'nobody';
  switch (what.do) {
    case 'add':
      return edits.addNode(flow, { kind: what.kind as 'map', settings: {} }, edits.idFor(flow, { kind: what.kind as 'map', settings: {} }), { x: what.x, y: 0 });
    case 'remove':
      return edits.removeNodes(flow, what.which.map(id));
    case 'disable':
      return edits.setDisabled(flow, what.which.map(id), what.which.length % 2 === 0);
    case 'nudge':
      return edits.nudgeNodes(flow, what.which.map(id), { x: 8, y: -8 });
    case 'duplicate': {
      const fragment = copyNodes(flow, what.which.map(id));
      return fragment ? pasteNodes(flow, fragment).flow : flow;
    }
    case 'connect':
      return edits.connect(flow, { from: `${id(what.from)}.records`, to: `${id(what.to)}.records` });
    case 'cut':
      return edits.removeEdges(flow, flow.edges.slice(what.from, what.to));
    case 'set':
      return edits.setSetting(flow, id(what.which), what.key, what.value === undefined ? undefined : (JSON.parse(JSON.stringify(what.value), (key, inner: unknown) => (key === '__proto__' ? undefined : inner)) as never));
    case 'give':
      return setFlowSetting(flow, what.owner, what.key, what.value);
    case 'move':
      return moveSetting(flow, id(what.which), what.owner, what.key, what.value, what.value === 7 ? 'connection' : 'flow');
    case 'rename':
      return edits.renameFlow(flow, what.text);
    case 'describe':
      return edits.describeFlow(flow, what.text);
    case 'renameNode':
      return edits.renameNode(flow, id(what.which), what.text);
    case 'connection':
      return edits.setConnection(flow, id(what.which), what.text.replaceAll(' ', '-') || undefined);
    case 'policy':
      return edits.setPolicy(flow, 'maxRecords', what.records);
    case 'schedule':
      return edits.setSchedule(flow, { enabled: what.on, when: { kind: 'interval', minutes: what.minutes } });
  }
}

/** Acts with the pause after each, an undo or a redo in between. */
const session = fc.array(fc.oneof({ weight: 8, arbitrary: fc.record({ act, pause: fc.constantFrom(50, 900, 5000), tag: fc.constantFrom(undefined, 'nudge') }) }, { weight: 1, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) }), { maxLength: 60 });

function live(first: FlowDocument, moves: typeof session extends fc.Arbitrary<infer S> ? S : never): { readonly history: History; readonly entries: readonly JournalEntry[] } {
  let history = startHistory(first);
  let now = 1000;
  const entries: JournalEntry[] = [];
  for (const move of moves) {
    const before = history;
    if (move === 'undo') history = undo(history);
    else if (move === 'redo') history = redo(history);
    else history = record(history, perform(history.present, move.act), (now += move.pause), move.tag);
    entries.push(...entriesBetween(before, history));
  }
  return { history, entries };
}

describe('any sequence of edits', () => {
  const first = named('First');

  test('undone fully gives the first document byte for byte; redone, the last', () => {
    fc.assert(
      fc.property(session, (moves) => {
        let { history } = live(first, moves);
        while (canRedo(history)) history = redo(history);
        const last = bytes(history.present);
        while (canUndo(history)) history = undo(history);
        expect(bytes(history.present)).toBe(bytes(first));
        while (canRedo(history)) history = redo(history);
        expect(bytes(history.present)).toBe(last);
      }),
      { numRuns: 300 },
    );
  });

  test('comes back from its journal with every step, also when the journal ends anywhere before', () => {
    fc.assert(
      fc.property(session, fc.nat(60), (moves, cut) => {
        const { history, entries } = live(first, moves);
        const written = JSON.parse(JSON.stringify(entries)) as JournalEntry[];
        const head = { fluxoHistory: 1 as const, document: first, steps: [], done: 0 };
        const again = replay(head, written);
        expect(bytes(again.document)).toBe(bytes(history.present));
        expect(again.done).toBe(history.done);
        expect(bytes(again.steps)).toBe(bytes(history.steps));
        // After a crash: what had been written by then, and all of it can be undone.
        let crashed: History = startHistory(first);
        const part = replay(head, written.slice(0, cut));
        crashed = startHistory(part.document, part.steps, part.done);
        while (canUndo(crashed)) crashed = undo(crashed);
        expect(bytes(crashed.present)).toBe(bytes(first));
      }),
      { numRuns: 300 },
    );
  });
});
