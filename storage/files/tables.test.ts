import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TableDocument } from '#shared/tables/table.ts';
import { makeTableFiles, type TableFiles } from './tables.ts';

let folder: string;
let tables: TableFiles;
const file = (id: string) => path.join(folder, 'tables', `${id}.table.json`);
const payments: TableDocument = { fluxo: 1, id: 'payments', name: 'Payment methods', kind: 'pairs', rows: [{ from: 'PIN', to: 'Maestro' }, { from: 'say ":" or ","', to: '"' }] };
const taxes: TableDocument = { fluxo: 1, id: 'taxes', name: 'Taxes', kind: 'countries', columns: [{ key: 'rate', label: 'Rate', isKey: true }, { key: 'code', label: 'Tax code' }], rows: [{ country: 'NL', keys: { rate: '21' }, values: { code: 'hoog' } }, { country: 'EU', values: {} }] };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-tables-'));
  tables = makeTableFiles(folder, (_name, work) => work());
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a table is a file with one line a row, and comes back as it went in', async () => {
  await tables.save(payments, null);
  await tables.save(taxes, null);
  expect(await readFile(file('payments'), 'utf8')).toBe(`{
  "fluxo": 1,
  "id": "payments",
  "name": "Payment methods",
  "kind": "pairs",
  "rows": [
    { "from": "PIN", "to": "Maestro" },
    { "from": "say \\":\\" or \\",\\"", "to": "\\"" }
  ]
}
`);
  expect((await readFile(file('taxes'), 'utf8')).split('\n').filter((line) => line.startsWith('    { "country"'))).toEqual(['    { "country": "NL", "keys": { "rate": "21" }, "values": { "code": "hoog" } },', '    { "country": "EU", "values": {} }']);
  expect((await tables.get('payments')).document).toEqual(payments);
  expect((await tables.get('taxes')).document).toEqual(taxes);
  expect((await tables.list()).map(({ id, kind, rowCount }) => `${id} ${kind} ${rowCount}`)).toEqual(['payments pairs 2', 'taxes countries 2']);
});

test('saving over what somebody else saved is refused, and saving what was just saved is not', async () => {
  const { revision } = await tables.save(payments, null);
  const next = await tables.save({ ...payments, rows: [] }, revision);
  await expect(tables.save(payments, revision)).rejects.toMatchObject({ data: { code: 'table.changed_elsewhere' } });
  await expect(tables.save(payments, null)).rejects.toMatchObject({ data: { code: 'table.changed_elsewhere' } });
  await expect(tables.save({ ...payments, rows: [] }, next.revision)).resolves.toEqual(next);
});

test('a broken file is listed, and reading it names file and line or place', async () => {
  await mkdir(path.dirname(file('x')), { recursive: true });
  await writeFile(file('line'), '{\n  "fluxo": 1,\n  "id" "line"\n}');
  await writeFile(file('place'), '{ "fluxo": 1, "id": "place", "name": "P", "kind": "pairs", "rows": [{ "from": 1, "to": "x" }] }');
  await writeFile(file('other'), '{ "fluxo": 1, "id": "another", "name": "P", "kind": "pairs", "rows": [] }');
  await expect(tables.get('line')).rejects.toMatchObject({ data: { code: 'table.broken_file', kind: 'setup', where: { file: 'tables/line.table.json' }, params: { line: '3' } } });
  await expect(tables.get('place')).rejects.toMatchObject({ data: { code: 'table.broken_file', where: { field: 'rows[0].from' } } });
  await expect(tables.get('other')).rejects.toMatchObject({ data: { code: 'table.wrong_id' } });
  await expect(tables.get('nowhere')).rejects.toMatchObject({ data: { code: 'table.not_found', params: { file: 'tables/nowhere.table.json' } } });
  await expect(tables.get('../flows/x')).rejects.toMatchObject({ data: { code: 'table.not_found' } });
  expect((await tables.list()).map(({ id, broken }) => `${id} ${broken?.code}`)).toEqual(['line table.broken_file', 'other table.wrong_id', 'place table.broken_file']);
});
