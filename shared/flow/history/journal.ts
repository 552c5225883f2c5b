import * as z from 'zod';
import { FlowDocumentSchema, type FlowDocument } from '../document.ts';
import { apply, inverse } from './apply.ts';
import type { AboveChange, History, Step } from './history.ts';
import type { Change } from './patch.ts';

const PathSchema = z.array(z.union([z.string().max(200), z.number().int().min(0)])).max(60);
const ChangeSchema: z.ZodType<Change> = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('set'), at: PathSchema, from: z.json(), to: z.json() }),
  z.strictObject({ op: z.literal('add'), at: PathSchema, key: z.string().max(200).optional(), index: z.number().int().min(0), value: z.json() }),
  z.strictObject({ op: z.literal('cut'), at: PathSchema, key: z.string().max(200).optional(), index: z.number().int().min(0), value: z.json() }),
]);
const NameSchema = z.string().min(1).max(100);
const AboveChangeSchema: z.ZodType<AboveChange> = z.strictObject({
  place: z.discriminatedUnion('level', [z.strictObject({ level: z.literal('connection'), connectionId: NameSchema }), z.strictObject({ level: z.literal('workspace') })]),
  owner: NameSchema,
  key: NameSchema,
  from: z.json().optional(),
  to: z.json().optional(),
});
export const StepSchema: z.ZodType<Step> = z
  .strictObject({ changes: z.array(ChangeSchema), at: z.number(), tag: z.string().max(100).optional(), above: z.array(AboveChangeSchema).min(1).optional() })
  .refine(({ changes, above }) => changes.length > 0 || above !== undefined, 'a step changes something');

/** The first line of a journal: where it begins. Lines after it are entries. */
export const JournalHeadSchema = z.strictObject({ fluxoHistory: z.literal(1), document: FlowDocumentSchema, steps: z.array(StepSchema), done: z.number().int().min(0) });
export type JournalHead = z.infer<typeof JournalHeadSchema>;

/** One line of a journal: what happened to the command log, in the words of the smallest number of bytes. */
export const JournalEntrySchema = z.union([
  /** A new step; what was undone before it is gone. */
  z.strictObject({ do: StepSchema }),
  /** The last step grew: this one stands in its place. */
  z.strictObject({ instead: StepSchema }),
  /** The last step came to nothing. */
  z.strictObject({ drop: z.literal(1) }),
  /** Undone or done again, up to so many steps. */
  z.strictObject({ to: z.number().int().min(0) }),
  /** The document is in its file, which then has this revision; `since` entries before this one were made while it was being written. */
  z.strictObject({ saved: z.string().max(100), since: z.number().int().min(0).optional() }),
]);
export type JournalEntry = z.infer<typeof JournalEntrySchema>;

export interface Replayed {
  readonly document: FlowDocument;
  readonly steps: readonly Step[];
  readonly done: number;
  /** Revision of the file at the last save, and how many entries came after it. */
  readonly saved: string | null;
  readonly unsaved: number;
}

/** The entries that lead from one state of the command log to the next one; empty when nothing was edited. */
export function entriesBetween(before: History, after: History): readonly JournalEntry[] {
  if (after.steps === before.steps) return after.done === before.done ? [] : [{ to: after.done }];
  const last = after.steps[after.done - 1];
  if (last && after.done === before.done + 1) return [{ do: last }];
  if (last && after.done === before.done && after.steps.length === after.done) return [{ instead: last }];
  return [{ drop: 1 }];
}

/** Does the entries of a journal again, from its head on. Throws `Misfit` when they do not belong together. */
export function replay(head: JournalHead, entries: readonly JournalEntry[]): Replayed {
  let { document, done } = head;
  let steps: Step[] = [...head.steps];
  let saved: string | null = null;
  let unsaved = 0;
  const goTo = (wanted: number) => {
    for (; done > wanted; done -= 1) document = apply(document, inverse(stepAt(steps, done - 1)));
    for (; done < wanted; done += 1) document = apply(document, stepAt(steps, done));
  };
  for (const entry of entries) {
    unsaved += 1;
    if ('to' in entry) goTo(entry.to);
    else if ('saved' in entry) [saved, unsaved] = [entry.saved, entry.since ?? 0];
    else {
      if (!('do' in entry)) goTo(done - 1);
      steps = steps.slice(0, done);
      if (!('drop' in entry)) {
        steps.push('do' in entry ? entry.do : entry.instead);
        goTo(done + 1);
      }
    }
  }
  return { document, steps, done, saved, unsaved };
}

function stepAt(steps: readonly Step[], index: number): readonly Change[] {
  const step = steps[index];
  if (!step) throw new RangeError(`There is no step ${index}.`);
  return step.changes;
}
