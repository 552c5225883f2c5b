import * as z from 'zod';
import { IdSchema } from '../flow/id.ts';
import { plainText, sameText } from '../plainText.ts';
import { countryCodeOf } from '../mapping/countries.ts';
import { CountryRowSchema, type CountryRow } from '../settings/countryTable.ts';

/** The version of the table file this build writes. */
export const tableVersion = 1;

/** What comes in and what it becomes; a row `*` catches everything else. */
export const PairRowSchema = z.strictObject({ from: z.string(), to: z.string() });
export type PairRow = z.infer<typeof PairRowSchema>;

export const TableColumnSchema = z.strictObject({
  key: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/),
  label: z.string().min(1).max(120),
  /** Part of what a row is found by, beside the country. */
  isKey: z.boolean().optional(),
});
export type TableColumn = z.infer<typeof TableColumnSchema>;

const base = { fluxo: z.literal(tableVersion), id: IdSchema, name: z.string().min(1).max(120), description: z.string().max(2000).optional() };

/** A mapping table of the workspace, shared by any number of flows: `tables/<id>.table.json`. */
export const TableDocumentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('pairs'), rows: z.array(PairRowSchema) }),
  z.strictObject({ ...base, kind: z.literal('countries'), columns: z.array(TableColumnSchema).min(1), rows: z.array(CountryRowSchema) }),
]);
export type TableDocument = z.infer<typeof TableDocumentSchema>;
export type PairTable = Extract<TableDocument, { kind: 'pairs' }>;
export type CountriesTable = Extract<TableDocument, { kind: 'countries' }>;
export type TableKind = TableDocument['kind'];

/** The rows with one in its place; the row for everything else stays the last one. */
export function withPair(rows: readonly PairRow[], row: PairRow, same: (from: string) => boolean = (from) => sameText(from, row.from)): PairRow[] {
  const others = rows.filter(({ from }) => !same(from));
  // A known value keeps its place: a changed row is one changed line in the file.
  const at = rows.findIndex(({ from }) => same(from));
  if (at >= 0) return rows.flatMap((old, index) => (index === at ? [row] : same(old.from) ? [] : [old]));
  return [...others.filter(({ from }) => from !== '*'), row, ...others.filter(({ from }) => from === '*')];
}

/** True when two rows by country are found by the same. */
export function isSameCountryRow(row: Pick<CountryRow, 'country' | 'keys'>, wanted: Pick<CountryRow, 'country' | 'keys'>): boolean {
  const filled = (keys: Readonly<Record<string, string>> = {}) => JSON.stringify(Object.entries(keys).filter(([, value]) => value !== '').map(([key, value]) => [key, plainText(value)]).toSorted());
  return sameText(row.country, wanted.country) && filled(row.keys) === filled(wanted.keys);
}

export function withCountryRow(rows: readonly CountryRow[], row: CountryRow): CountryRow[] {
  const at = rows.findIndex((candidate) => isSameCountryRow(candidate, row));
  return at < 0 ? [...rows, row] : rows.map((old, index) => (index === at ? row : old));
}

/** Where a table is kept in the workspace. */
export const tableFile = (tableId: string): string => `tables/${tableId}.table.json`;

/** Rows that were read for a table. */
export interface RowsRead {
  readonly pairs: readonly PairRow[];
  readonly countries: readonly CountryRow[];
}

/** The table with rows that were read: one that is there already is changed in its place; with `replace` only what was read remains. */
export function withRowsRead(table: TableDocument, { pairs, countries }: RowsRead, how: 'add' | 'replace'): TableDocument {
  if (table.kind === 'pairs') return { ...table, rows: pairs.reduce((rows, row) => withPair(rows, row), how === 'replace' ? [] : table.rows) };
  return { ...table, rows: countries.reduce((rows, row) => withCountryRow(rows, row), how === 'replace' ? [] : table.rows) };
}

const groups: ReadonlyMap<string, string> = new Map([['eu', 'EU'], ['non-eu', 'non-EU'], ['*', '*']]);

/** What a row's country may be written as: a code, a name, `EU`, `non-EU` or `*`. Null for anything else. */
export const countryOf = (told: string): string | null => groups.get(plainText(told)) ?? countryCodeOf(told);
