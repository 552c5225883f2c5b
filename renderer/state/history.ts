import type { FlowDocument } from '#shared/flow/document.ts';

/** Undo as a list of documents. They share all that did not change, so a long session costs little. */
export interface History {
  readonly past: readonly FlowDocument[];
  readonly present: FlowDocument;
  readonly future: readonly FlowDocument[];
  /** Edits with the same tag shortly after each other are one step: arrow keys, a slider. */
  readonly lastTag?: string | undefined;
  readonly lastAt: number;
}

/** How long after an edit the next one with the same tag still belongs to it, in milliseconds. */
export const mergeWithin = 800;

export function startHistory(present: FlowDocument): History {
  return { past: [], present, future: [], lastAt: 0 };
}

/** Records an edit made at `at`; one that changed nothing leaves no trace. */
export function record(history: History, next: FlowDocument, at: number, tag?: string): History {
  if (next === history.present) return history;
  const merges = tag !== undefined && tag === history.lastTag && at - history.lastAt < mergeWithin && history.past.length > 0;
  return { past: merges ? history.past : [...history.past, history.present], present: next, future: [], lastTag: tag, lastAt: at };
}

export function undo(history: History): History {
  const before = history.past.at(-1);
  return before ? { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], lastAt: 0 } : history;
}

export function redo(history: History): History {
  const [after, ...future] = history.future;
  return after ? { past: [...history.past, history.present], present: after, future, lastAt: 0 } : history;
}
