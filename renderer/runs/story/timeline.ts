import type { ErrorData } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { notMadeYet, type Decision } from '#shared/records/plan.ts';
import type { Exchange, RecordStory } from '#shared/records/story.ts';

/** One row of a record's timeline: a sentence with the calls that led to it, or calls that led to none. */
export type TimelineRow = { readonly id: string; readonly at: number; readonly node: string; readonly exchanges: readonly Exchange[] } & (
  | { readonly kind: 'read' }
  | { readonly kind: 'mapped' }
  | { readonly kind: 'note' | 'warning'; readonly text: Reason }
  | { readonly kind: 'error'; readonly error: ErrorData }
  | { readonly kind: 'plan'; readonly decision: Decision }
  | { readonly kind: 'exchange' }
  /** What Fluxo remembers of it, and its other runs; asked for when it is opened. */
  | { readonly kind: 'life' }
);

/**
 * The story as a person reads it: read (with the call that got the page) → mapped → one row per sub-step. Calls are gathered under the sentence of
 * their node that follows them ("found customer 58" explains the query before it); calls after the last sentence
 * stand alone, so that nothing that left the machine is hidden.
 */
export function timeline(story: RecordStory): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  const firstAt = story.steps[0]?.at ?? story.row.at;
  // How the page was read belongs to the reading: it needs no row of its own.
  const reading: Exchange[] = [];
  rows.push({ id: 'read', kind: 'read', at: firstAt, node: story.row.nodeId, exchanges: reading });

  let waiting: Exchange[] = [];
  let waitingNode = '';
  let waitingAt = 0;
  const flush = () => {
    if (waiting.length > 0) rows.push({ id: `call-${rows.length}`, kind: 'exchange', at: waitingAt, node: waitingNode, exchanges: waiting });
    waiting = [];
  };
  for (const step of story.steps) {
    if (step.kind === 'exchange' && step.node === story.row.nodeId && rows.length === 1 && waiting.length === 0) {
      reading.push(step.exchange);
      continue;
    }
    if (step.kind === 'exchange') {
      if (step.node !== waitingNode) flush();
      if (waiting.length === 0) [waitingNode, waitingAt] = [step.node, step.at];
      waiting.push(step.exchange);
      continue;
    }
    // What a write would have given back: nothing was made, and that is said already.
    if (step.kind === 'note' && waiting.length === 0 && Object.values(step.text.params ?? {}).includes(notMadeYet)) continue;
    if (step.node !== waitingNode) flush();
    const shared = { id: `step-${rows.length}`, at: step.at, node: step.node, exchanges: waiting };
    waiting = [];
    if (step.kind === 'error') rows.push({ ...shared, kind: 'error', error: step.error });
    else if (step.kind === 'plan') rows.push({ ...shared, kind: 'plan', decision: step.decision });
    else rows.push({ ...shared, kind: step.kind, text: step.text });
  }
  flush();
  return withMapped(rows, story);
}

/** The mapping writes no step of its own: its row stands after everything the source did. */
function withMapped(rows: readonly TimelineRow[], story: RecordStory): readonly TimelineRow[] {
  if (!story.mapped) return rows;
  const after = rows.findLastIndex((row) => row.node === story.row.nodeId) + 1;
  const at = rows[after - 1]?.at ?? story.row.at;
  const mapped: TimelineRow = { id: 'mapped', kind: 'mapped', at, node: '', exchanges: [] };
  return [...rows.slice(0, after), mapped, ...rows.slice(after)];
}
