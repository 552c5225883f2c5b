import * as z from 'zod';
import { IdSchema } from '../flow/id.ts';

/**
 * A mapping is data: which field of the entity is filled from what. Connectors ship one per stream as
 * the default, the map node holds the user's own, and both engine and preview evaluate the same tree.
 * Order inside a rule: value → lookup → functions → default → length check.
 */
export const FieldSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('path'), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('constant'), value: z.string() }),
  /** Text with paths in braces: `{orderNumber.year}-{orderNumber.number}`. Empty when every path in it is empty. */
  z.strictObject({ kind: z.literal('template'), text: z.string().min(1) }),
  /** The first of several paths that has a value. */
  z.strictObject({ kind: z.literal('firstOf'), paths: z.array(z.string().min(1)).min(1) }),
  /** A formula in JSONata over the record, inside a list over its item: `price * 1.21`. See docs/formulas.md. */
  z.strictObject({ kind: z.literal('formula'), text: z.string().min(1).max(4000) }),
]);

export const FunctionCallSchema = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  args: z.array(z.string()).optional(),
});

export const LookupRowSchema = z.strictObject({ from: z.string(), to: z.string() });
export const unmappedPolicies = ['keepSource', 'useDefault', 'leaveEmpty', 'fail', 'park'] as const;
export type UnmappedPolicy = (typeof unmappedPolicies)[number];

export const writeModes = ['create', 'update', 'both', 'ifEmpty'] as const;
export type WriteMode = (typeof writeModes)[number];

export const FieldRuleSchema = z.strictObject({
  /** Path of the entity's field; inside a list rule relative to the list's item. */
  target: z.string().min(1),
  from: FieldSourceSchema,
  /** With `sharedTable` (the id of a table of the workspace) its rows count, and `rows` is empty. */
  lookup: z.strictObject({ rows: z.array(LookupRowSchema), sharedTable: IdSchema.optional(), unmapped: z.enum(unmappedPolicies) }).optional(),
  functions: z.array(FunctionCallSchema).optional(),
  default: z.string().optional(),
  maxLength: z.number().int().min(1).optional(),
  tooLong: z.enum(['cut', 'fail']).optional(),
  /** When the target's record already exists: write on create only, on update only, on both, or only into an empty field. Default `both`. */
  write: z.enum(writeModes).optional(),
});

export const ListRuleSchema = z.strictObject({
  /** Path of the entity's list, such as `lines`. */
  target: z.string().min(1),
  /** Path of the source's list. */
  source: z.string().min(1),
  fields: z.array(FieldRuleSchema),
});

export const MappingSchema = z.strictObject({
  /** The entity it makes, such as `order`. */
  entity: z.string().min(1),
  fields: z.array(FieldRuleSchema),
  lists: z.array(ListRuleSchema),
});

export type FieldSource = z.infer<typeof FieldSourceSchema>;
export type FunctionCall = z.infer<typeof FunctionCallSchema>;
export type FieldRule = z.infer<typeof FieldRuleSchema>;
export type ListRule = z.infer<typeof ListRuleSchema>;
export type Mapping = z.infer<typeof MappingSchema>;

/** Settings of a `map` node: only what differs from the default is stored. */
export const MapSettingsSchema = z.strictObject({
  /** Absent = the default mapping of the stream that feeds the node. */
  mapping: MappingSchema.optional(),
  /** What the default was for the fields the own mapping differs in, by path; null = not filled. A later default is then told apart from own changes. */
  base: z.record(z.string(), FieldRuleSchema.nullable()).optional(),
});

/** The write modes a mapping chooses, by field of the entity (`lines[].sku` for a field of a list); fields that are not in it are written always. */
export function writeModesOf(mapping: Mapping): ReadonlyMap<string, WriteMode> {
  const of = (rules: readonly FieldRule[], before: string) => rules.flatMap((rule) => (rule.write ? [[before + rule.target, rule.write] as const] : []));
  return new Map([...of(mapping.fields, ''), ...mapping.lists.flatMap((list) => of(list.fields, `${list.target}[].`))]);
}
