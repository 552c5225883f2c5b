import * as z from 'zod';

export const conditionOps = ['equals', 'notEquals', 'contains', 'startsWith', 'endsWith', 'inList', 'isEmpty', 'hasValue', 'greater', 'atLeast', 'less', 'atMost', 'between', 'before', 'after', 'matches', 'inEu', 'formula'] as const;
export type ConditionOp = (typeof conditionOps)[number];

export const ConditionSchema = z.strictObject({
  /** Path into the record, such as `customer.country`; empty for a formula. */
  field: z.string(),
  op: z.enum(conditionOps),
  /** Compared as decimal when both sides are decimals, else as text, case-insensitive, trimmed; a comma list for `inList`; the text of a formula, which is met when it is true as JSONata's $boolean has it. */
  value: z.string().optional(),
  /** Upper end of `between`; both ends count. */
  to: z.string().optional(),
  /** Path of a field whose value takes the place of `value`. */
  other: z.string().optional(),
});

export const ConditionsSchema = z.strictObject({
  join: z.enum(['all', 'any']),
  rows: z.array(ConditionSchema),
});

export type Condition = z.infer<typeof ConditionSchema>;
export type Conditions = z.infer<typeof ConditionsSchema>;
