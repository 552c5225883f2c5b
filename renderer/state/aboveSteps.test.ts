import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectBridge } from '#renderer/bridge.ts';
import { asFluxoError } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { renameFlow } from '#shared/flow/edit.ts';
import type { AboveChange } from '#shared/flow/history/history.ts';
import type { Bridge, Input } from '#shared/ipc/contract.ts';
import { followAbove } from './aboveSteps.ts';
import { useEditor } from './editorStore.ts';

const flow = (name: string): FlowDocument => ({ fluxo: 1, id: 'f', name, nodes: [], edges: [] });
const editor = () => useEditor.getState();
/** What the places hold, as the main side would keep it. */
let held: Map<string, unknown>;
let told: string[];
let stop: () => void;
const nameOf = (place: AboveChange['place']) => (place.level === 'workspace' ? 'workspace' : place.connectionId);

/** Gives a value as the screen does: the place has it already, then the step is noted. */
function give(place: AboveChange['place'], to: string | undefined, change: (document: FlowDocument) => FlowDocument = (document) => document, also: readonly AboveChange[] = []): void {
  const from = held.get(nameOf(place)) as string | undefined;
  set(place, to);
  for (const other of also) set(other.place, other.to);
  editor().edit(change, undefined, [{ place, owner: 'quickbooks.sales', key: 'memo', ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, ...also]);
}
const set = (place: AboveChange['place'], value: unknown) => void (value === undefined ? held.delete(nameOf(place)) : held.set(nameOf(place), value));
const books = { level: 'connection', connectionId: 'books' } as const;
const workspace = { level: 'workspace' } as const;
const all = () => Object.fromEntries(held);
/** Once everything that was asked of the main side is done. */
const settled = () => new Promise((done) => setTimeout(done, 5));

beforeEach(() => {
  held = new Map();
  told = [];
  const calls = {
    'settings.put': async ({ place, value, insteadOf }: Input<'settings.put'>) => {
      if (held.get(nameOf(place)) !== insteadOf?.value) return { ok: false, error: { code: `changed ${nameOf(place)}`, kind: 'setup', what: 'Changed.' } };
      set(place, value);
      return { ok: true, data: { saved: true } };
    },
  };
  connectBridge({ calls, on: () => () => {} } as unknown as Bridge);
  editor().openFlow({ document: flow('first'), revision: '1', steps: [], done: 0, place: null });
  stop = followAbove((refused) => told.push(asFluxoError(refused).code));
});
afterEach(() => {
  stop();
  editor().closeFlow();
});

test('undo gives the connection back what it had, redo gives it again, however fast the keys are pressed', async () => {
  held.set('books', 'of others');
  give(books, 'mine', (document) => renameFlow(document, 'second'));
  editor().undo();
  editor().redo();
  editor().undo();
  await settled();
  expect([all(), editor().flow?.name]).toEqual([{ books: 'of others' }, 'first']);
  editor().redo();
  await settled();
  expect([all(), editor().flow?.name, told]).toEqual([{ books: 'mine' }, 'second', []]);
});

test('what had no value before has none after undo, and moving from the connection to the workspace is one step', async () => {
  give(books, 'mine');
  give(workspace, 'mine', undefined, [{ place: books, owner: 'quickbooks.sales', key: 'memo', from: 'mine' }]);
  expect(all()).toEqual({ workspace: 'mine' });
  editor().undo();
  await settled();
  expect(all()).toEqual({ books: 'mine' });
  editor().undo();
  await settled();
  expect([all(), told]).toEqual([{}, []]);
});

test('a value that somebody changed meanwhile stays and is told, the drawing and the other places come back', async () => {
  give(books, 'mine');
  give(workspace, 'mine', (document) => renameFlow(document, 'second'), [{ place: books, owner: 'quickbooks.sales', key: 'memo', from: 'mine' }]);
  held.set('workspace', 'theirs');
  editor().undo();
  await settled();
  expect([all(), editor().flow?.name, told]).toEqual([{ books: 'mine', workspace: 'theirs' }, 'first', ['changed workspace']]);
});

test('a step that cannot be done again is not: the value stays where undo had brought it', async () => {
  give(books, 'mine', (document) => renameFlow(document, 'second'));
  editor().undo();
  await settled();
  held.set('books', 'theirs');
  editor().redo();
  await settled();
  expect([all(), editor().flow?.name, told]).toEqual([{ books: 'theirs' }, 'first', ['changed books']]);
  // Once they took it back, it can be.
  held.delete('books');
  editor().redo();
  await settled();
  expect([all(), editor().flow?.name]).toEqual([{ books: 'mine' }, 'second']);
});

test('a flow that is opened anew, with other steps, gives nobody anything', async () => {
  give(books, 'mine');
  const steps = editor().history!.steps;
  editor().reopenFlow({ document: flow('elsewhere'), revision: '2', steps, done: 0, place: null });
  await settled();
  expect(all()).toEqual({ books: 'mine' });
});
