import type { CountryRow } from '../settings/countryTable.ts';
import type { CountriesTable, TableColumn } from './table.ts';

/** A key for a column that is called so, unlike those that are taken: letters and digits, as files and CSV headers name it. */
export function columnKey(label: string, taken: readonly string[]): string {
  const words = label.normalize('NFD').replaceAll(/\p{M}/gu, '').split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const told = words.map((word, index) => (index === 0 ? word[0]!.toLowerCase() : word[0]!.toUpperCase()) + word.slice(1)).join('').replace(/^\d+/, '').slice(0, 36);
  const base = /^[A-Za-z]/.test(told) ? told : 'column';
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? base : `${base}${number}`;
    if (!taken.some((one) => one.toLowerCase() === key.toLowerCase()) && key !== 'country') return key;
  }
}

/** The table with a column more. One whose key is there already leaves the table as it is. */
export function withColumn(table: CountriesTable, { key, label, isKey }: TableColumn): CountriesTable {
  if (table.columns.some((column) => column.key === key)) return table;
  return { ...table, columns: [...table.columns, { key, label, ...(isKey && { isKey }) }] };
}

/** The same column under another name; settings find it by its key, which stays. */
export function withColumnNamed(table: CountriesTable, key: string, label: string): CountriesTable {
  const name = label.trim();
  if (name === '' || table.columns.every((column) => column.key !== key || column.label === name)) return table;
  return { ...table, columns: table.columns.map((column) => (column.key === key ? { ...column, label: name } : column)) };
}

/** The table without a column and all that stood in it. The last one stays: a table by country gives something. */
export function withoutColumn(table: CountriesTable, key: string): CountriesTable {
  if (table.columns.length < 2 || table.columns.every((column) => column.key !== key)) return table;
  return { ...table, columns: table.columns.filter((column) => column.key !== key), rows: table.rows.map((row) => rowOf(row.country, without(row.keys, key), without(row.values, key))) };
}

/** Whether rows are found by the column, or it is what they give; what stands in it goes along. */
export function withColumnAsKey(table: CountriesTable, key: string, isKey: boolean): CountriesTable {
  if (table.columns.every((column) => column.key !== key || (column.isKey ?? false) === isKey)) return table;
  return {
    ...table,
    columns: table.columns.map((column) => (column.key === key ? { key, label: column.label, ...(isKey && { isKey }) } : column)),
    rows: table.rows.map((row) => {
      const value = (isKey ? row.values[key] : row.keys?.[key]) ?? '';
      const put = (part: Readonly<Record<string, string>> | undefined, here: boolean) => ({ ...without(part, key), ...(here && value !== '' && { [key]: value }) });
      return rowOf(row.country, put(row.keys, isKey), put(row.values, !isKey));
    }),
  };
}

/** In how many rows something stands in the column. */
export const filledRows = (table: CountriesTable, key: string): number => table.rows.filter((row) => (row.keys?.[key] ?? row.values[key] ?? '') !== '').length;

function rowOf(country: string, keys: Readonly<Record<string, string>>, values: Readonly<Record<string, string>>): CountryRow {
  return { country, ...(Object.keys(keys).length > 0 && { keys: { ...keys } }), values: { ...values } };
}

const without = (part: Readonly<Record<string, string>> | undefined, key: string): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(part ?? {}).filter(([own]) => own !== key));
