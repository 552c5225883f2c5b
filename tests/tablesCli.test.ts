import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '#cli/main.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { RuleMap } from '#shared/rules/rules.ts';
import { openWorkspace } from '#storage/workspace.ts';

/** `fluxo tables` in a workspace whose flow looks ways of payment up in a shared table, and has read four records. */
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'fluxo-tables-'));
  const workspace = await openWorkspace(dir, { inThisThread: true });
  const { fence } = (await workspace.leases.take('flow:sales', 'test'))!;
  await workspace.store.startRun({ runId: 'r', flow: flowWith('park'), dryRun: false, trigger: 'user', at: 1000, resume: { notFrom: [] } }, fence);
  await workspace.store.takePage('r', 'till', { records: ['PIN', 'TIKKIE', 'tikkie', 'BON'].map((method, index) => ({ key: String(index), version: '1', title: `Order ${index}`, source: { method } })), cursor: '4', dedupe: true, steps: [] }, fence);
  await workspace.close();
  await write('flows/sales.flow.json', JSON.stringify(flowWith('park')));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function flowWith(unmapped: RuleMap['unmapped']): FlowDocument {
  const rules = { blocks: [{ id: 'way', field: 'way', rows: [{ use: { from: { kind: 'field', path: 'method' } } }], map: { on: true, rows: [], sharedTable: 'ways-to-pay', unmapped } }] };
  return {
    fluxo: 1,
    id: 'sales',
    name: 'Sales of the till',
    nodes: [{ id: 'till', kind: 'source', connection: 'shop', settings: { stream: 'mplus.orders' }, position: { x: 0, y: 0 } }, { id: 'rules', kind: 'rules', settings: rules, position: { x: 300, y: 0 } }],
    edges: [{ from: 'till.records', to: 'rules.records' }],
  };
}

const write = async (file: string, text: string) => {
  await writeFile(path.join(dir, file), text);
  return path.join(dir, file);
};

async function run(...args: string[]) {
  let [stdout, stderr] = ['', ''];
  const out = (text: string) => void (stdout += `${text}\n`);
  const code = await main(['tables', ...args, '--workspace', dir], { say: (line = '') => void (stderr += `${line}\n`), tell: out, result: out, isTerminal: false }, new AbortController().signal);
  return { code, stdout, stderr };
}

test('a table a flow names and nobody has is told, with the place that uses it', async () => {
  expect(await run('list')).toMatchObject({ code: 0, stdout: expect.stringContaining('No shared table yet') as string });
  expect(await run('check')).toMatchObject({ code: 1, stdout: expect.stringMatching(/✗ There is no table “ways-to-pay”.*\n(.*\n)*.*✗ Sales of the till, rules\.blocks\.0\.map uses it/) as string });
});

test('a CSV makes a table; lines that cannot become a row are told and end with exit code 1, and a dry run changes nothing', async () => {
  const csv = await write('ways.csv', 'from;to\nPIN;Card\n;Cash\npin;iDEAL\n');
  expect(await run('import', '--new', 'Ways to pay', csv, '--dry-run')).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was changed') as string, stderr: expect.stringMatching(/line 3: .*\n.*line 4: /) as string });
  expect(JSON.parse((await run('list', '--json')).stdout)).toEqual({ tables: [] });
  const { code, stdout } = await run('import', '--new', 'Ways to pay', csv, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ table: 'ways-to-pay', read: 1, changed: 1, rows: 1, dryRun: false, faults: [{ line: 3 }, { line: 4 }] });
});

test('values that came by and have no row are told with their number, and are a problem where their records wait', async () => {
  expect(await run('check', 'ways TO pay')).toMatchObject({ code: 1, stdout: expect.stringMatching(/! Sales of the till, rules\.blocks\.0\.map: without a row in the last 4 records: TIKKIE \(2\), BON \(1\)|.*tikkie \(2\).*; such a record waits\n {4}→ .*fluxo tables import ways-to-pay/) as string });
  expect(JSON.parse((await run('check', '--json')).stdout)).toMatchObject({ tables: [{ id: 'ways-to-pay', rows: 1, places: [{ flowId: 'sales', nodeId: 'rules', setting: 'blocks.0.map', unmapped: 'park', records: 4, missing: [{ count: 2 }, { value: 'BON', count: 1 }] }] }] });
  await write('flows/sales.flow.json', JSON.stringify(flowWith('keepSource')));
  expect(await run('check')).toMatchObject({ code: 0, stdout: expect.stringContaining('· Sales of the till') as string });
});

test('rows are added to a table or take the place of all', async () => {
  const more = await write('more.csv', 'TIKKIE,App\nPIN,Debit card\n');
  expect(await run('import', 'ways-to-pay', more)).toMatchObject({ code: 0, stdout: 'Ways to pay: 2 rows read, 2 new or changed, 2 in all.\n' });
  const rest = await write('rest.csv', 'PIN,Card\n*,Cash\n');
  expect(await run('import', 'ways-to-pay', rest, '--replace')).toMatchObject({ code: 0, stdout: expect.stringContaining('2 in all') as string });
  expect(await run('check')).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ Sales of the till, rules.blocks.0.map: all of the last 4 records have a row') as string });
});

test('a table is shown, and written as CSV to stdout or to a file a spreadsheet opens', async () => {
  expect(await run('show', 'ways-to-pay')).toMatchObject({ code: 0, stdout: 'from  to\n────  ────\nPIN   Card\n*     Cash\n', stderr: expect.stringContaining('used by Sales of the till') as string });
  expect((await run('export', 'ways-to-pay')).stdout).toBe('from,to\nPIN,Card\n*,Cash\n');
  const out = path.join(dir, 'out', 'ways.csv');
  expect(await run('export', 'ways-to-pay', '--out', out, '--json')).toMatchObject({ code: 0 });
  expect(await readFile(out, 'utf8')).toBe('\uFEFFfrom,to\nPIN,Card\n*,Cash\n');
});

test('a table by country takes its columns from the header', async () => {
  const csv = await write('taxes.csv', 'Country,Rate,Tax code\nNederland,21,hoog\nEU,,eu\n');
  expect((await run('import', '--new', 'Taxes', csv, '--countries', '--key', 'Rate')).stdout).toContain('Its id is taxes.');
  expect(JSON.parse((await run('show', 'taxes', '--json')).stdout)).toMatchObject({ table: { columns: [{ key: 'rate', label: 'Rate', isKey: true }, { key: 'taxCode', label: 'Tax code' }], rows: [{ country: 'NL', keys: { rate: '21' }, values: { taxCode: 'hoog' } }, { country: 'EU', values: { taxCode: 'eu' } }] }, usedBy: [] });
  expect(await run('import', '--new', 'Taxes', csv, '--countries', '--key', 'Colour')).toMatchObject({ code: 2, stderr: expect.stringContaining('no column “Colour”') as string });
});

test.each([
  [['show'], 'Name a table'],
  [['show', 'nowhere'], 'There is no table “nowhere”'],
  [['import', 'taxes'], 'Name the CSV file'],
  [['import', 'taxes', '/no/such/file.csv'], 'cannot be read'],
  [['import', 'taxes', '-', '--countries'], 'together with --new'],
  [['list', 'one', 'two'], 'one word too many'],
  [['paint'], 'none of list, show'],
])('a wrong call is told and ends with exit code 2: %s', async (args, told) => {
  expect(await run(...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(told) as string });
});
