import { expect, test } from 'vitest';
import type { TableDocument } from '#shared/tables/table.ts';
import { readTableCsv, tableCsv } from './csv.ts';

const pairs = { kind: 'pairs', columns: [] } as const;
const columns = [{ key: 'taxRate', label: 'Rate', isKey: true }, { key: 'taxCode', label: 'Tax code' }];
const countries = { kind: 'countries', columns } as const;
const faultsOf = (text: string, shape: Parameters<typeof readTableCsv>[1]) => readTableCsv(text, shape).faults.map(({ line, reason }) => `${line} ${reason.code}`);

test.each([
  ['commas and a header', 'from,to\nPIN,Maestro\n"Cash, coins",Kas\n'],
  ['semicolons, as a Dutch spreadsheet writes them', 'from;to\r\nPIN;Maestro\r\n"Cash, coins";Kas'],
  ['tabs, as a spreadsheet puts them on the clipboard', 'PIN\tMaestro\nCash, coins\tKas'],
  ['columns in another order, and one too many', 'note,to,from\nx,Maestro,PIN\n,Kas,"Cash, coins"'],
  ['a mark of the byte order', '\uFEFFfrom,to\nPIN,Maestro\n"Cash, coins",Kas'],
])('pairs are read from %s', (_name, text) => {
  expect(readTableCsv(text, pairs)).toEqual({ pairs: [{ from: 'PIN', to: 'Maestro' }, { from: 'Cash, coins', to: 'Kas' }], countries: [], faults: [] });
});

test('lines that cannot become a row are told by their number, and the others are read', () => {
  expect(faultsOf('from,to\nPIN,1\n,2\npin,3\n\nCASH,4', pairs)).toEqual(['3 table.csv_no_value', '4 table.csv_twice']);
  expect(readTableCsv('PIN,1\nCASH,2,3', pairs).faults).toMatchObject([{ line: 2, reason: { code: 'table.csv_too_many', params: { given: '3', wanted: '2' } } }]);
  expect(faultsOf('country,taxRate,taxCode\nNL,21,hoog\nAtlantis,21,x\nnl,21,laag', countries)).toEqual(['3 table.csv_no_country', '4 table.csv_twice']);
  expect(faultsOf('from,to\nPIN,1\nCASH,"2\nB,3', pairs)).toEqual(['3 table.csv_unreadable']);
  expect(readTableCsv('from,to\n5" pipe,2', pairs).pairs).toEqual([{ from: '5" pipe', to: '2' }]);
});

test('countries are read by code, name or group', () => {
  const { countries: rows } = readTableCsv('Country;Rate;Tax code\nDuitsland;19;de19\neu;;eu\nNon-EU;;export\n*;;rest', countries);
  expect(rows).toEqual([{ country: 'DE', keys: { taxRate: '19' }, values: { taxCode: 'de19' } }, { country: 'EU', values: { taxCode: 'eu' } }, { country: 'non-EU', values: { taxCode: 'export' } }, { country: '*', values: { taxCode: 'rest' } }]);
});

test('a text without a row is refused and says which columns it wants', () => {
  expect(() => readTableCsv('\n', countries)).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'table.csv_empty', params: { columns: 'country, taxRate, taxCode' } }) }));
});

test('what is written is read again as it was', () => {
  const table: TableDocument = { fluxo: 1, id: 't', name: 'T', kind: 'countries', columns, rows: [{ country: 'NL', keys: { taxRate: '21' }, values: { taxCode: 'hoog, "21"' } }, { country: '*', values: {} }] };
  expect(readTableCsv(tableCsv(table), countries).countries).toEqual(table.rows);
  const plain: TableDocument = { fluxo: 1, id: 't', name: 'T', kind: 'pairs', rows: [{ from: 'a\nb', to: '' }, { from: '*', to: 'x' }] };
  expect(readTableCsv(tableCsv(plain), pairs).pairs).toEqual(plain.rows);
});
