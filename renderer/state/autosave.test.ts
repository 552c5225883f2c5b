import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectBridge } from '#renderer/bridge.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { renameFlow } from '#shared/flow/edit.ts';
import type { Bridge, EventName, Input } from '#shared/ipc/contract.ts';
import { autosave, keepMine, saveNow, takeTheirs } from './autosave.ts';
import { useEditor } from './editorStore.ts';

/** The flow's file on the main side, as far as saving needs it. */
let file: { document: FlowDocument; revision: number };
let saves: string[];
let listeners: Map<EventName, (payload: unknown) => void>;
/** Called while a save is under way. */
let during: () => void;
let stop: () => void;

const flow = (name: string): FlowDocument => ({ fluxo: 1, id: 'f', name, nodes: [], edges: [] });
const changedElsewhere: ErrorData = { code: 'flow.changed_elsewhere', kind: 'setup', what: 'Changed.' };
const rename = (name: string) => useEditor.getState().edit((document) => renameFlow(document, name));
const saveKind = () => useEditor.getState().save.kind;
const elsewhere = (name: string) => {
  file = { document: flow(name), revision: file.revision + 1 };
  listeners.get('flows.changed')?.({ flowId: 'f' });
};

beforeEach(() => {
  vi.useFakeTimers();
  file = { document: flow('first'), revision: 1 };
  saves = [];
  during = () => {};
  listeners = new Map();
  const calls = {
    'flows.get': async () => ({ ok: true, data: { document: file.document, revision: String(file.revision) } }),
    'flows.save': async ({ document, revision }: Input<'flows.save'>) => {
      during();
      if (revision !== String(file.revision)) return { ok: false, error: changedElsewhere };
      file = { document, revision: file.revision + 1 };
      saves.push(document.name);
      return { ok: true, data: { revision: String(file.revision) } };
    },
  };
  connectBridge({ calls, on: (event: EventName, listener: (payload: never) => void) => (listeners.set(event, listener as never), () => listeners.delete(event)) } as unknown as Bridge);
  useEditor.getState().openFlow(file.document, '1');
  stop = autosave();
});
afterEach(() => {
  stop();
  useEditor.getState().closeFlow();
  vi.useRealTimers();
});

test('typing is saved once, a moment after the last letter', async () => {
  rename('a');
  await vi.advanceTimersByTimeAsync(200);
  rename('ab');
  expect(saveKind()).toBe('waiting');
  await vi.advanceTimersByTimeAsync(2000);
  expect(saves).toEqual(['ab']);
  expect(saveKind()).toBe('saved');
});

test('an edit made while the file is being written is saved after it', async () => {
  during = () => {
    during = () => {};
    rename('second');
  };
  rename('once');
  await vi.advanceTimersByTimeAsync(500);
  expect(saves).toEqual(['once']);
  expect(saveKind()).toBe('waiting');
  await vi.advanceTimersByTimeAsync(2000);
  expect(saves).toEqual(['once', 'second']);
  expect(saveKind()).toBe('saved');
});

test('a file that changed elsewhere is never overwritten without being asked', async () => {
  file = { document: flow('theirs'), revision: 7 };
  rename('mine');
  await vi.advanceTimersByTimeAsync(2000);
  rename('mine still');
  await vi.advanceTimersByTimeAsync(2000);
  expect(saveKind()).toBe('conflict');
  expect(file.document.name).toBe('theirs');
});

test('at a conflict mine can be kept, or theirs taken', async () => {
  file = { document: flow('theirs'), revision: 7 };
  rename('mine');
  await vi.advanceTimersByTimeAsync(2000);
  expect(await keepMine()).toBe(true);
  expect(file.document.name).toBe('mine');

  file = { document: flow('theirs again'), revision: 20 };
  rename('mine again');
  await vi.advanceTimersByTimeAsync(2000);
  await takeTheirs();
  expect(useEditor.getState().flow?.name).toBe('theirs again');
  expect(saveKind()).toBe('saved');
});

test('a change made elsewhere shows by itself while nothing is unsaved here, and can be undone', async () => {
  elsewhere('from the editor');
  await vi.advanceTimersByTimeAsync(1000);
  expect(useEditor.getState().flow?.name).toBe('from the editor');
  expect(saves).toEqual([]);
  useEditor.getState().undo();
  await vi.advanceTimersByTimeAsync(2000);
  expect(saves).toEqual(['first']);
});

test('a run waits for the save and hears when it failed', async () => {
  rename('run me');
  expect(await saveNow()).toBe(true);
  expect(saves).toEqual(['run me']);
  file = { document: flow('theirs'), revision: 99 };
  rename('not this');
  expect(await saveNow()).toBe(false);
});
