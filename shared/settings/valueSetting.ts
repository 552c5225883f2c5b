import * as z from 'zod';
import { FluxoError } from '../errors.ts';
import { IdSchema } from '../flow/id.ts';
import { unmappedPolicies } from '../mapping/mapping.ts';

/**
 * The default-setting primitive: one component for payment method, terms, shipping method, tax code,
 * revenue account, branch, employee, debtor … A value comes in from the mapping, a value of the
 * target goes out.
 */
export const ValueSettingSchema = z.strictObject({
  enabled: z.boolean(),
  /** Always use `default`, whatever came in. */
  force: z.boolean(),
  default: z.string(),
  /** Absent = no table: the value itself, or `default` when it is empty. A last row `*` catches everything. */
  table: z.array(z.strictObject({ from: z.string(), to: z.string() })).optional(),
  /** Id of a table of the workspace, in the place of `table`; see shared/tables/. */
  sharedTable: IdSchema.optional(),
  unmapped: z.enum(unmappedPolicies),
  /** Compare letter by letter instead of trimmed and case-insensitive. */
  exact: z.boolean().optional(),
});

export type ValueSetting = z.infer<typeof ValueSettingSchema>;

export const offValueSetting: ValueSetting = { enabled: false, force: false, default: '', unmapped: 'park' };

/**
 * What the setting makes of `value`. `key` and `label` name the setting in the error or on the problem.
 * Throws a `data` FluxoError: with `parkedOn` for the policy `park`, without for `fail`.
 */
export function applyValueSetting(setting: ValueSetting, value: string, key: string, label: string): string {
  if (!setting.enabled) return value;
  if (setting.force) return setting.default;
  if (!setting.table) return value.trim() === '' ? setting.default : value;

  const { plain, exact, rest } = indexOf(setting.table);
  const found = (setting.exact ? exact.get(value) : plain.get(value.trim().toLowerCase())) ?? (value.trim() === '' ? undefined : rest);
  if (found !== undefined) return found;
  if (value.trim() === '') return setting.default;

  switch (setting.unmapped) {
    case 'keepSource':
      return value;
    case 'useDefault':
      return setting.default;
    case 'leaveEmpty':
      return '';
    case 'fail':
      throw new FluxoError({ code: 'mapping.unmapped', kind: 'data', what: `${label}: “${value}” is not in the table.`, where: { field: key }, params: { label, value }, fix: 'Add a row for it, or choose another policy for values that are not in the table.' });
    case 'park':
      throw new FluxoError({ code: 'mapping.parked', kind: 'data', what: `${label}: “${value}” is not in the table yet.`, where: { field: key }, params: { label, value }, parkedOn: { setting: key, value }, fix: 'Add a row for it; the waiting records then go on in the next run.' });
  }
}

interface Index {
  readonly plain: ReadonlyMap<string, string>;
  readonly exact: ReadonlyMap<string, string>;
  /** Of the row `*`. */
  readonly rest: string | undefined;
}

const indexes = new WeakMap<readonly object[], Index>();

/** The rows by what they are found by; a table may have thousands and is asked for every record. Of two rows for the same the first counts. */
function indexOf(table: NonNullable<ValueSetting['table']>): Index {
  let index = indexes.get(table);
  if (!index) {
    const rows = table.filter(({ from }) => from !== '*').toReversed();
    index = { plain: new Map(rows.map(({ from, to }) => [from.trim().toLowerCase(), to])), exact: new Map(rows.map(({ from, to }) => [from, to])), rest: table.find(({ from }) => from === '*')?.to };
    indexes.set(table, index);
  }
  return index;
}

/** Everything the setting can give out of its own, for checking it before a run. */
export function outputsOf(setting: ValueSetting): readonly string[] {
  if (!setting.enabled) return [];
  const rows = setting.force ? [] : (setting.table ?? []).map((row) => row.to);
  return [...new Set([setting.default, ...rows].filter((told) => told.trim() !== ''))];
}
