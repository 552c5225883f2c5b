import type { FlowDocument } from '../document.ts';
import { apply, inverse } from './apply.ts';
import { diff, type Change, type Json } from './patch.ts';

/** What a step changed outside the drawing: a setting that a connection or the workspace gives to nodes. Without `from` there was none before, without `to` there is none after. */
export interface AboveChange {
  readonly place: { readonly level: 'connection'; readonly connectionId: string } | { readonly level: 'workspace' };
  readonly owner: string;
  readonly key: string;
  readonly from?: Json | undefined;
  readonly to?: Json | undefined;
}

/** One step of undo. */
export interface Step {
  readonly changes: readonly Change[];
  /** Milliseconds since the epoch of its last edit. */
  readonly at: number;
  /** Edits with the same tag shortly after each other are one step: arrow keys, a slider. A tag that begins with `typing` is one visit to a text field, however long. */
  readonly tag?: string | undefined;
  /** In the order in which it was done. Who undoes the step does so with these too; applying the step changes the drawing alone. */
  readonly above?: readonly AboveChange[] | undefined;
}

/** The command log of a flow: its document with every step that led to it, and those that were undone. */
export interface History {
  readonly present: FlowDocument;
  readonly steps: readonly Step[];
  /** So many of the steps are done; the ones after them can be done again. */
  readonly done: number;
  /** False until the first edit after opening, undo or redo: it never belongs to what was there before. */
  readonly mayMerge: boolean;
}

/** How long after an edit the next one still belongs to it, in milliseconds, when they have the same tag or type in the same text. */
export const mergeWithin = 800;
/** While somebody types in one text, a longer pause does not end the step. */
const typingWithin = 2500;

export function startHistory(present: FlowDocument, steps: readonly Step[] = [], done = steps.length): History {
  return { present, steps, done, mayMerge: false };
}

export const canUndo = (history: History | null): boolean => history !== null && history.done > 0;
export const canRedo = (history: History | null): boolean => history !== null && history.done < history.steps.length;

/** Records an edit made at `at`; one that changed nothing leaves no trace. What was undone before it is gone. One that reached beyond the drawing (`above`) is a step of its own. */
export function record(history: History, next: FlowDocument, at: number, tag?: string, above: readonly AboveChange[] = []): History {
  if (next === history.present && above.length === 0) return history;
  const changes = diff(history.present, next);
  if (above.length > 0) return { present: next, steps: [...history.steps.slice(0, history.done), { changes, at, above }], done: history.done + 1, mayMerge: false };
  if (changes.length === 0) return history;
  const last = history.mayMerge ? history.steps[history.done - 1] : undefined;
  if (last && belongs(last, changes, at, tag)) {
    const steps = history.steps.slice(0, history.done - 1);
    const merged = diff(apply(history.present, inverse(last.changes)), next);
    // Typed and taken back: nothing happened.
    if (merged.length === 0) return { present: next, steps, done: steps.length, mayMerge: false };
    return { present: next, steps: [...steps, stepOf(merged, at, tag)], done: history.done, mayMerge: true };
  }
  return { present: next, steps: [...history.steps.slice(0, history.done), stepOf(changes, at, tag)], done: history.done + 1, mayMerge: true };
}

const stepOf = (changes: readonly Change[], at: number, tag: string | undefined): Step => ({ changes, at, ...(tag !== undefined && { tag }) });

function belongs(last: Step, changes: readonly Change[], at: number, tag: string | undefined): boolean {
  if (tag !== undefined || last.tag !== undefined) return tag === last.tag && (tag?.startsWith('typing ') === true || at - last.at < mergeWithin);
  const [before, now] = [textTyped(last.changes), textTyped(changes)];
  return before !== null && before === now && at - last.at < typingWithin;
}

/** The place of the one text that was changed, or null when something else happened. */
function textTyped(changes: readonly Change[]): string | null {
  const [change] = changes;
  if (changes.length !== 1 || !change) return null;
  // A text that was not there before its first letter, or is gone after its last.
  if (change.op !== 'set') return change.key !== undefined && typeof change.value === 'string' ? JSON.stringify([...change.at, change.key]) : null;
  return typeof change.from === 'string' && typeof change.to === 'string' && isTyping(change.from, change.to) ? JSON.stringify(change.at) : null;
}

/** True when letters were put in or taken out at one place; choosing something else is a step of its own. */
function isTyping(before: string, after: string): boolean {
  const [short, long] = before.length < after.length ? [before, after] : [after, before];
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  return long.endsWith(short.slice(start));
}

export function undo(history: History): History {
  const step = history.steps[history.done - 1];
  return step ? { ...history, present: apply(history.present, inverse(step.changes)), done: history.done - 1, mayMerge: false } : history;
}

export function redo(history: History): History {
  const step = history.steps[history.done];
  return step ? { ...history, present: apply(history.present, step.changes), done: history.done + 1, mayMerge: false } : history;
}
