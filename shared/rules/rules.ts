import * as z from 'zod';
import { IdSchema } from '../flow/id.ts';
import { LookupRowSchema, unmappedPolicies } from '../mapping/mapping.ts';
import { ConditionSchema } from '../records/conditions.ts';

/**
 * Rule blocks: each works out one field of a record from conditions and actions. A path such as `lines[].sku` names a field of every item
 * of a list; a block for such a field is worked off item by item, and reads fields of the same list from the same item.
 */
export const OperandSchema = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('text'), text: z.string().max(2000) }), z.strictObject({ kind: z.literal('field'), path: z.string().min(1) })]);
export type Operand = z.infer<typeof OperandSchema>;

export const listTakes = ['first', 'last', 'nth', 'count', 'sum'] as const;

/** What an action begins with. */
export const ValueSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('field'), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(2000) }),
  /** TRUE where the row's conditions hold; a row without another choice is FALSE where they do not. */
  z.strictObject({ kind: z.literal('yesNo') }),
  /** Of `lines` (how many) or `lines[].quantity` (of each item). `nth` counts from 1. */
  z.strictObject({ kind: z.literal('list'), path: z.string().min(1), take: z.enum(listTakes), nth: z.number().int().min(1).optional() }),
  z.strictObject({ kind: z.literal('empty') }),
  /** The record goes no further; it counts as skipped. */
  z.strictObject({ kind: z.literal('skip'), reason: z.string().max(200).optional() }),
  /** The record goes to the problems. */
  z.strictObject({ kind: z.literal('fail'), reason: z.string().max(200).optional() }),
]);
export type ValueSource = z.infer<typeof ValueSourceSchema>;

const lookup = { rows: z.array(LookupRowSchema), sharedTable: IdSchema.optional(), unmapped: z.enum(unmappedPolicies), exact: z.boolean().optional() };

/** A function of the mapper with its arguments, or `lookup` with its table. */
export const RuleStepSchema = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  args: z.array(OperandSchema).optional(),
  table: z.strictObject(lookup).optional(),
});
export type RuleStep = z.infer<typeof RuleStepSchema>;

export const RuleActionSchema = z.strictObject({ from: ValueSourceSchema, steps: z.array(RuleStepSchema).optional() });
export type RuleAction = z.infer<typeof RuleActionSchema>;

export const RuleRowSchema = z.strictObject({
  /** Switched off: as if it were not there. */
  off: z.literal(true).optional(),
  /** Absent or without rows: it always holds. */
  if: z.strictObject({ join: z.enum(['all', 'any']), rows: z.array(ConditionSchema) }).optional(),
  use: RuleActionSchema,
  otherwise: RuleActionSchema.optional(),
});
export type RuleRow = z.infer<typeof RuleRowSchema>;

export const RuleBlockSchema = z.strictObject({
  id: IdSchema,
  /** The field it writes. */
  field: z.string(),
  name: z.string().max(120).optional(),
  off: z.literal(true).optional(),
  default: z.strictObject({ on: z.boolean(), value: z.string(), force: z.boolean() }).optional(),
  /** `all` (the default): the results of all rows, joined with `|`; `first`: that of the first row that holds, and the field as it is when none does. */
  take: z.literal('first').optional(),
  rows: z.array(RuleRowSchema),
  map: z.strictObject({ on: z.boolean(), ...lookup }).optional(),
});
export type RuleBlock = z.infer<typeof RuleBlockSchema>;
export type RuleMap = NonNullable<RuleBlock['map']>;

export const RulesSettingsSchema = z.strictObject({ blocks: z.array(RuleBlockSchema) });
export type RulesSettings = z.infer<typeof RulesSettingsSchema>;

/** What a person calls a block: its name, else its field. */
export const blockName = ({ name, field }: Pick<RuleBlock, 'name' | 'field'>): string => name?.trim() || field;
