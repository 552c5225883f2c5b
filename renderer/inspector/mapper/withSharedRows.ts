import type { FieldRule, Mapping } from '#shared/mapping/mapping.ts';
import type { TableDocument } from '#shared/tables/table.ts';

/** Ids of the tables the look-ups of a mapping take their rows from. */
export const tablesOf = (mapping: Mapping | undefined): readonly string[] => [...new Set([mapping?.fields ?? [], ...(mapping?.lists ?? []).map(({ fields }) => fields)].flat().flatMap(({ lookup }) => lookup?.sharedTable ?? []))];

/** The rule with the rows of the shared table it looks values up in; undefined while that is not read, or when it is not there. */
export function withSharedRows(rule: FieldRule | undefined, tables: ReadonlyMap<string, TableDocument>): FieldRule | undefined {
  if (rule?.lookup?.sharedTable === undefined) return rule;
  const { sharedTable, ...own } = rule.lookup;
  const table = tables.get(sharedTable);
  return table?.kind === 'pairs' ? { ...rule, lookup: { ...own, rows: table.rows } } : undefined;
}
