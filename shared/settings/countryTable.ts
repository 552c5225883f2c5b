import * as z from 'zod';
import { FluxoError } from '../errors.ts';
import { IdSchema } from '../flow/id.ts';
import { sameText } from '../plainText.ts';

/** A row holds for one country (`NL`), for `EU` (the other member states), for `non-EU`, or for `*`; further key columns narrow it. */
export const CountryRowSchema = z.strictObject({
  country: z.string().min(1),
  /** Values of the table's key columns; an absent or empty one matches anything. */
  keys: z.record(z.string(), z.string()).optional(),
  values: z.record(z.string(), z.string()),
});
export const CountryTableSchema = z.array(CountryRowSchema);
/** As a node holds it: rows of its own, or a table of the workspace. */
export const CountrySettingSchema = z.union([CountryTableSchema, z.strictObject({ sharedTable: IdSchema })]);
export type CountryRow = z.infer<typeof CountryRowSchema>;

/** Member states of the European Union, ISO 3166-1 alpha-2 (Greece is GR here, EL in VAT numbers). */
export const euCountries: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

function specificity(row: CountryRow, country: string, keys: Readonly<Record<string, string>>): number | null {
  const byCountry =
    row.country.toUpperCase() === country ? 3
    : row.country === 'EU' && euCountries.has(country) ? 2
    : row.country.toLowerCase() === 'non-eu' && country !== '' && !euCountries.has(country) ? 2
    : row.country === '*' ? 1
    : null;
  if (byCountry === null) return null;
  let matchedKeys = 0;
  for (const [key, wanted] of Object.entries(row.keys ?? {})) {
    if (wanted === '') continue;
    if (!sameText(wanted, keys[key] ?? '')) return null;
    matchedKeys += 1;
  }
  return byCountry * 10 + matchedKeys;
}

/**
 * The most specific row for a country (upper-case ISO code or empty) and key values: country before group
 * before `*`, more key columns before fewer, earlier rows before later ones. Null when none fits.
 */
export function findCountryRow(table: readonly CountryRow[], country: string, keys: Readonly<Record<string, string>>): CountryRow | null {
  let best: CountryRow | null = null;
  let bestScore = -1;
  for (const row of table) {
    const score = specificity(row, country.toUpperCase(), keys);
    if (score !== null && score > bestScore) [best, bestScore] = [row, score];
  }
  return best;
}

/** Like `findCountryRow`, but a missing row parks the record: a wrong tax code is expensive. */
export function requireCountryRow(table: readonly CountryRow[], country: string, keys: Readonly<Record<string, string>>, key: string, label: string): CountryRow {
  const row = findCountryRow(table, country, keys);
  if (row) return row;
  const value = [country || '?', ...Object.values(keys).filter((text) => text !== '')].join(' · ');
  throw new FluxoError({ code: 'mapping.parked', kind: 'data', what: `${label}: no row for ${value}.`, where: { field: key }, params: { label, value }, parkedOn: { setting: key, value, row: { country, keys } }, fix: 'Add a row for it; the waiting records then go on in the next run.' });
}
