import { mkdir, open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { FluxoError } from '#shared/errors.ts';
import { FlowDocumentSchema, type FlowDocument } from '#shared/flow/document.ts';
import type { Step } from '#shared/flow/history/history.ts';
import { JournalEntrySchema, JournalHeadSchema, replay, type JournalEntry, type JournalHead, type Replayed } from '#shared/flow/history/journal.ts';
import { diff, sameJson } from '#shared/flow/history/patch.ts';
import { cleanFiles, type CleanText } from '#storage/privacy/cleanText.ts';
import { atomicWrite } from './atomicWrite.ts';

const fileName = 'edits.jsonl';
/** A journal beyond this is set aside: reading it would keep the flow from opening. Millions of edits fit. */
const mostBytes = 32 * 1024 * 1024;
/** From here on the journal is written anew when the flow is opened: its steps stay, the letters that led to them go. */
const entriesToCompact = 400;
const mostSetAside = 3;

export interface OpenedEdits {
  /** What to show: the file's flow, or the flow as it was edited when Fluxo was cut off. */
  readonly document: FlowDocument;
  readonly steps: readonly Step[];
  readonly done: number;
  /** Where the journal ends, in bytes; the next entries go after it. Null when nothing can be kept of what is edited. */
  readonly place: number | null;
  /** `recovered`: holds edits that are not in the file yet; `elsewhere`: the file was changed by somebody else, as one step; `setAside`: the journal was no use. */
  readonly note?: 'recovered' | 'elsewhere' | 'setAside';
}

/** The command logs of a workspace's flows: `.fluxo/flows/<id>/edits.jsonl`, one line an edit. */
export interface FlowEdits {
  /** The log of a flow whose file holds `flow`. Never throws: without a usable log the flow opens with none. */
  open(flow: FlowDocument, revision: string, now: number): Promise<OpenedEdits>;
  /** Adds entries behind `after` and returns where the journal ends now. Throws `flow.history_moved` when another window has added to it meanwhile. */
  append(flowId: string, after: number, entries: readonly JournalEntry[]): Promise<number>;
  /** Takes a person out of the flow's log and of those that were set aside; the steps stay. Returns how many files name them. */
  clean(flowId: string, person: CleanText, only?: 'look'): Promise<number>;
  /** Forgets the flow: its log and its kept versions. */
  remove(flowId: string): Promise<void>;
}

export function makeFlowEdits(folderOf: (flowId: string) => string): FlowEdits {
  const fileOf = (flowId: string) => path.join(folderOf(flowId), fileName);
  // One after the other per flow, so that no two lines run into each other.
  const queues = new Map<string, Promise<unknown>>();
  const inTurn = <T>(flowId: string, work: () => Promise<T>): Promise<T> => {
    const next = (queues.get(flowId) ?? Promise.resolve()).then(work, work);
    queues.set(flowId, next);
    const leave = () => void (queues.get(flowId) === next && queues.delete(flowId));
    next.then(leave, leave);
    return next;
  };

  async function begin(flow: FlowDocument, revision: string, steps: readonly Step[] = [], done = 0): Promise<number> {
    const file = fileOf(flow.id);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const text = lines([{ fluxoHistory: 1, document: flow, steps, done }, { saved: revision }]);
    await atomicWrite(file, text, 0o600);
    return Buffer.byteLength(text);
  }

  async function openNow(flow: FlowDocument, revision: string, now: number): Promise<OpenedEdits> {
    const file = fileOf(flow.id);
    let found: (Replayed & { readonly place: number; readonly entries: number }) | null;
    try {
      found = await readJournal(file, flow);
    } catch {
      await setAside(file, now);
      return { document: flow, steps: [], done: 0, place: await begin(flow, revision), note: 'setAside' };
    }
    if (!found) return { document: flow, steps: [], done: 0, place: await begin(flow, revision) };
    const { document, steps, done, place } = found;
    if (sameJson(document, flow)) {
      if (found.entries > entriesToCompact) return { document, steps, done, place: await begin(document, revision, steps, done) };
      return { document, steps, done, place: found.saved === revision ? place : await write(file, [{ saved: revision }]) };
    }
    if (found.saved === revision && found.unsaved > 0) return { document, steps, done, place, note: 'recovered' };
    const step: Step = { changes: diff(document, flow), at: now, tag: 'elsewhere' };
    return { document: flow, steps: [...steps.slice(0, done), step], done: done + 1, place: await write(file, [{ do: step }, { saved: revision }]), note: 'elsewhere' };
  }

  return {
    open: (flow, revision, now) => inTurn(flow.id, () => openNow(flow, revision, now)).catch((): OpenedEdits => ({ document: flow, steps: [], done: 0, place: null })),
    append: (flowId, after, entries) =>
      inTurn(flowId, async () => {
        const file = fileOf(flowId);
        const size = await stat(file).then((found) => found.size, () => -1);
        if (size !== after) throw new FluxoError({ code: 'flow.history_moved', kind: 'setup', what: 'This flow is being edited in another window as well.', where: { flow: flowId }, fix: 'Load it again to go on with what was done there.' });
        return write(file, entries);
      }),
    clean: (flowId, person, only) =>
      inTurn(flowId, async () => {
        const names = (await readdir(folderOf(flowId)).catch(() => [])).filter((name) => name.startsWith('edits.') && name.endsWith('.jsonl'));
        return cleanFiles(names.map((name) => path.join(folderOf(flowId), name)), person, only);
      }),
    remove: (flowId) => inTurn(flowId, () => rm(folderOf(flowId), { recursive: true, force: true })),
  };
}

const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** Puts lines behind the others and waits until they are on the disk. */
async function write(file: string, entries: readonly JournalEntry[]): Promise<number> {
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.writeFile(lines(entries), 'utf8');
    await handle.datasync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/** Null when there is none. A last line that was cut off by a crash is taken away; anything else that is wrong throws. */
async function readJournal(file: string, flow: FlowDocument): Promise<(Replayed & { readonly place: number; readonly entries: number }) | null> {
  const size = await stat(file).then((found) => found.size, (thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return null;
    throw thrown;
  });
  if (size === null) return null;
  if (size > mostBytes) throw new RangeError('The journal has outgrown its use.');
  const text = await readFile(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const place = Buffer.byteLength(whole);
  if (place < size) await truncate(file, place);
  const [first, ...others] = whole.split('\n').slice(0, -1).map((line): unknown => JSON.parse(line));
  const entries = others.map((entry) => JournalEntrySchema.parse(entry));
  const replayed = replay(readHead(first, flow), entries);
  if (replayed.document !== flow) FlowDocumentSchema.parse(replayed.document);
  return { ...replayed, place, entries: entries.length };
}

const HeadWithoutDocument = JournalHeadSchema.omit({ document: true });

/** The first line, checked. A journal that begins with what the file holds needs no second check of the same flow: of thousands of nodes that takes a quarter of a second. */
function readHead(first: unknown, flow: FlowDocument): JournalHead {
  if (typeof first !== 'object' || first === null || !('document' in first) || !sameJson(first.document, flow)) return JournalHeadSchema.parse(first);
  const { document: _same, ...rest } = first;
  return { ...HeadWithoutDocument.parse(rest), document: flow };
}

async function setAside(file: string, now: number): Promise<void> {
  const folder = path.dirname(file);
  const isOld = (name: string) => name.startsWith('edits.set-aside-');
  await rename(file, path.join(folder, `edits.set-aside-${now}.jsonl`));
  const old = (await readdir(folder)).filter(isOld).toSorted();
  for (const name of old.slice(0, -mostSetAside)) await rm(path.join(folder, name), { force: true });
}
