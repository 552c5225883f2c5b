import { expect, test } from 'vitest';
import { columnKey, filledRows, withColumn, withColumnAsKey, withColumnNamed, withoutColumn } from './columns.ts';
import { TableDocumentSchema, type CountriesTable } from './table.ts';

const table: CountriesTable = {
  fluxo: 1,
  id: 'tax',
  name: 'Tax',
  kind: 'countries',
  columns: [{ key: 'taxRate', label: 'Rate', isKey: true }, { key: 'taxCode', label: 'Tax code' }],
  rows: [{ country: 'NL', keys: { taxRate: '21' }, values: { taxCode: 'hoog' } }, { country: '*', values: { taxCode: 'rest' } }],
};

test('a column gets a key that files and CSV headers can hold, unlike the others', () => {
  expect(['Tax code', 'Belastinggroep – België', '21 %', 'Country', '', 'taxcode'].map((label) => columnKey(label, ['taxCode']))).toEqual(['taxCode2', 'belastinggroepBelgie', 'column', 'country2', 'column', 'taxcode2']);
});

test('a column is added at the end, once', () => {
  const more = withColumn(table, { key: 'account', label: 'Account' });
  expect(more.columns.map(({ key }) => key)).toEqual(['taxRate', 'taxCode', 'account']);
  expect(withColumn(more, { key: 'account', label: 'Other' })).toBe(more);
  expect(TableDocumentSchema.parse(more)).toEqual(more);
});

test('a column gets another name and keeps its key, by which settings find it', () => {
  expect(withColumnNamed(table, 'taxCode', ' Code of the books ').columns[1]).toEqual({ key: 'taxCode', label: 'Code of the books' });
  expect(withColumnNamed(table, 'taxCode', ' ')).toBe(table);
  expect(withColumnNamed(table, 'taxCode', 'Tax code')).toBe(table);
});

test('a column is removed with what stood in it, but never the last one', () => {
  const less = withoutColumn(table, 'taxRate');
  expect(less.columns.map(({ key }) => key)).toEqual(['taxCode']);
  expect(less.rows).toEqual([{ country: 'NL', values: { taxCode: 'hoog' } }, { country: '*', values: { taxCode: 'rest' } }]);
  expect(withoutColumn(less, 'taxCode')).toBe(less);
});

test('a column becomes one that rows are found by and back, and what stands in it stays', () => {
  const found = withColumnAsKey(table, 'taxCode', true);
  expect(found.rows[0]).toEqual({ country: 'NL', keys: { taxRate: '21', taxCode: 'hoog' }, values: {} });
  expect(withColumnAsKey(found, 'taxCode', false)).toEqual(table);
  expect(withColumnAsKey(table, 'taxCode', false)).toBe(table);
  expect(filledRows(table, 'taxRate')).toBe(1);
});
