import * as z from 'zod';
import { outcomes } from './outcomes.ts';

const RunIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** Which records of a run; all that is given must hold. */
const RecordFilterSchema = z.strictObject({
  outcomes: z.array(z.enum(outcomes)).optional(),
  /** Looks where the log's search looks. */
  search: z.string().max(200).optional(),
  /** Codes of errors or reasons. */
  reasons: z.array(z.string().max(100)).max(50).optional(),
  /** Nodes the record was read by, or stopped at. */
  nodes: z.array(z.string().max(64)).max(50).optional(),
  /** Ended from this moment on, and before that one; milliseconds. */
  from: z.number().int().min(0).optional(),
  until: z.number().int().min(0).optional(),
  /** Only records that stand in the list of problems with one of these causes. */
  causes: z.array(z.string().max(500)).max(200).optional(),
});

/**
 * Records of the log: those of a run (named one by one, or all that meet a filter), or a flow's open problems. A dry run may be named as well, so that
 * exactly what it showed can be done.
 */
export const RecordChoiceSchema = z.union([
  z.strictObject({ runId: RunIdSchema, seqs: z.array(z.number().int().min(1)).min(1).max(100_000).optional(), filter: RecordFilterSchema.optional() }),
  z.strictObject({ problems: z.strictObject({ causes: z.array(z.string().max(500)).max(200).optional() }) }),
]);
export type RecordChoice = z.infer<typeof RecordChoiceSchema>;

/**
 * How a record of the log is run again. `recorded`: as it was read then, and what was done for it is not done again. `read`: as its source has it now. `new`:
 * as it was read then, and sent as if it never had been.
 */
export const waysAgain = ['recorded', 'read', 'new'] as const;
export type WayAgain = (typeof waysAgain)[number];
