import { appendFile, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordKinds } from '#connectors/sdk/anyRecord/stream.ts';
import type { Cursor, Page } from '#connectors/sdk/connector.ts';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { describeConnector } from '#connectors/sdk/testing/conformance.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { insideFolder } from './folder.ts';
import type { Folder } from './folder.ts';
import { file } from './index.ts';

const lists: Readonly<Record<string, string>> = {
  orders: `id;date;email;total;sku;qty;price;line total\r\n${Array.from({ length: 9 }, (_, index) => [1, 2].map((line) => `W-${index};2026-06-0${1 + index};koper${index}@postvak.example;30,00;40${line};1;${line}0,00;${line}0,00`).join('\r\n')).join('\r\n')}\r\n`,
  customers: `Klantnummer,Naam,E-mail,Plaats\n${Array.from({ length: 9 }, (_, index) => `${2001 + index},"Bakker, ${index}",b${index}@postvak.example,Utrecht`).join('\n')}\n`,
  products: `[\n${Array.from({ length: 9 }, (_, index) => JSON.stringify({ sku: String(4001 + index), name: `Pan ${index}`, price: 10.5 + index, colour: 'rood' })).join(',\n')}\n]\n`,
  stock: `${Array.from({ length: 9 }, (_, index) => JSON.stringify({ sku: String(4001 + index), stock: index })).join('\n')}\n`,
};
const names: Readonly<Record<string, string>> = { orders: 'orders.csv', customers: 'customers.csv', products: 'products.json', stock: 'stock.ndjson' };
const longAgo = new Date('2026-06-01T00:00:00Z');

const planSale = { sourceId: 'p-1', number: 'P-1', date: '2026-06-10', totalIncl: '12.10', totalExcl: '10.00', taxes: [{ rate: '21', net: '10.00', tax: '2.10' }], payments: [{ method: 'PIN', amount: '12.10' }], lines: [{ sku: '4001', quantity: '1', totalIncl: '6.05' }, { sku: '4002', quantity: '1', totalIncl: '6.05' }] };

describeConnector(file, async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-files-'));
  for (const [kind, name] of Object.entries(names)) await writeFile(path.join(dir, name), lists[kind]!);
  const keys: Readonly<Record<string, readonly string[]>> = { orders: Array.from({ length: 9 }, (_, index) => `W-${index}`), customers: Array.from({ length: 9 }, (_, index) => String(2001 + index)), products: Array.from({ length: 9 }, (_, index) => String(4001 + index)), stock: Array.from({ length: 9 }, (_, index) => String(4001 + index)) };
  const payload = (kind: string) => ({ file: `out-${kind}.ndjson`, format: 'ndjson', key: 'k', version: 'v', start: '', text: `${JSON.stringify({ sourceId: 'k', name: kind })}\n` });
  const lines = async (kind: string) => (await readFile(path.join(dir, `out-${kind}.ndjson`), 'utf8').catch(() => '')).split('\n').filter(Boolean).length;
  return {
    isLocal: true,
    settings: { folder: dir },
    secret: {},
    wrongSecret: {},
    secretTexts: [],
    setFaults: () => undefined,
    stop: () => rm(dir, { recursive: true }),
    streams: Object.fromEntries(recordKinds.map(({ name }) => [name, { settings: { file: names[name]!, pageSize: 2 }, keys: keys[name]! }])),
    plans: {
      orderFile: { settings: { file: 'plan-orders.csv', onChanged: 'again' }, record: planSale, changed: { record: { ...planSale, lines: [{ ...planSale.lines[0]!, quantity: '3' }, planSale.lines[1]!] }, path: 'rows[0].line.quantity', from: '1', to: '3' } },
      customerFile: { settings: { file: 'plan-customers.csv', onChanged: 'again', decimalMark: ',' }, record: { sourceId: 'c-1', name: 'Anna', email: 'anna@postvak.example' }, changed: { record: { sourceId: 'c-1', name: 'Anna' }, path: 'email', from: 'anna@postvak.example', to: '' } },
      productFile: { settings: { file: 'plan-products.json', format: 'json', onChanged: 'again' }, record: { sourceId: 'p-1', name: 'Pan' }, changed: { record: { sourceId: 'p-1', name: 'Grote pan' }, path: 'name', from: 'Pan', to: 'Grote pan' } },
      stockFile: { settings: { file: 'plan-stock.ndjson', format: 'ndjson', onChanged: 'again' }, record: { sourceId: 's-1', sku: '4001', free: '7' }, changed: { record: { sourceId: 's-1', sku: '4001', free: '9' }, path: 'free', from: '7', to: '9' } },
    },
    effects: Object.fromEntries(recordKinds.map(({ entity, name }) => [`${entity}File`, { append: { payload: payload(name), operation: 'append', count: () => lines(name) } }])),
  };
});

let dir: string;
let folder: Folder;
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-files-'));
  folder = { path: dir, connection: 'Files', now: () => Date.now() };
});
afterEach(() => rm(dir, { recursive: true }));

const put = async (name: string, text: string | Uint8Array, isOld = true) => {
  await writeFile(path.join(dir, name), text);
  if (isOld) await utimes(path.join(dir, name), longAgo, longAgo);
};
const get = (name: string) => readFile(path.join(dir, name), 'utf8');
const stream = (name: string) => file.streams.find((each) => each.name === name)!;
async function read(name: string, settings: Settings, cursor: Cursor | null = null): Promise<{ records: SourceRecord[]; pages: Page[]; cursor: Cursor | null }> {
  const pages: Page[] = [];
  for await (const page of stream(name).read({ client: folder, settings: withDefaults(stream(name).settings, settings), cursor, signal: new AbortController().signal })) pages.push(page);
  return { records: pages.flatMap((page) => page.records), pages, cursor: pages.at(-1)?.cursor ?? cursor };
}
const mapped = (name: string, records: readonly SourceRecord[]) => records.map((record) => compileMapping(stream(name).defaultMapping)(record).value as Record<string, unknown>);

describe('reading', () => {
  test.each([
    ['semicolons and decimal commas', 'sku;naam;prijs\r\n1;Kaas;12,50\r\n'],
    ['commas and quotes', 'sku,naam,prijs\n1,Kaas,"12,50"\n'],
    ['tabs', 'sku\tnaam\tprijs\n1\tKaas\t12,50\n'],
    ['bars and single quotes', "sku|naam|prijs\n'1'|'Kaas'|'12,50'\n"],
    ['a byte order mark', '\uFEFFsku;naam;prijs\n1;Kaas;12,50\n'],
    ['no line end behind the last row', 'sku;naam;prijs\n1;Kaas;12,50'],
  ])('finds out how a CSV is written: %s', async (_what, text) => {
    await put('list.csv', text);
    const { records } = await read('products', { file: 'list.csv' });
    expect(records[0]!['columns']).toEqual({ sku: '1', naam: 'Kaas', prijs: '12,50' });
    expect(mapped('products', records)).toEqual([expect.objectContaining({ sku: '1', name: 'Kaas', priceIncl: '12.5' })]);
  });

  test('reads Windows-1252 with its own signs, and UTF-8 with accents', async () => {
    await put('old.csv', Buffer.concat([Buffer.from('sku;naam\n1;Cr'), Buffer.from([0xe8]), Buffer.from('me '), Buffer.from([0x80]), Buffer.from('\n')]));
    await put('new.csv', 'sku;naam\n1;Crème €\n');
    for (const name of ['old.csv', 'new.csv']) expect(mapped('products', (await read('products', { file: name })).records)[0]!['name']).toBe('Crème €');
  });

  test('letters of another encoding far down are told, not guessed', async () => {
    await put('mixed.csv', Buffer.concat([Buffer.from(`sku;naam\n${'1;Kaas\n'.repeat(12_000)}2;Cr`), Buffer.from([0xe8, 0x6d, 0x65, 0x0a])]));
    expect(await errorOf(read('products', { file: 'mixed.csv' }))).toMatchObject({ code: 'file.not_utf8', kind: 'setup' });
    await put('wide.csv', Buffer.from('\uFEFFsku;naam\n', 'utf16le'));
    expect(await errorOf(read('products', { file: 'wide.csv' }))).toMatchObject({ code: 'file.utf16' });
  });

  test('an unchanged file gives nothing, an added row only itself, a rewritten file all of it', async () => {
    for (const [name, row] of [['a.csv', '3;Ham\n'], ['a.ndjson', '{"sku":"3","naam":"Ham"}\n']] as const) {
      const isCsv = name.endsWith('csv');
      await put(name, isCsv ? 'sku;naam\n1;Kaas\n2;Worst\n' : '{"sku":"1","naam":"Kaas"}\n{"sku":"2","naam":"Worst"}\n');
      const first = await read('products', { file: name });
      expect(first.records.map((record) => record['key'])).toEqual(['1', '2']);
      expect((await read('products', { file: name }, first.cursor)).pages).toEqual([]);
      await appendFile(path.join(dir, name), row);
      const added = await read('products', { file: name }, first.cursor);
      expect(mapped('products', added.records)).toEqual([expect.objectContaining({ sku: '3', name: 'Ham' })]);
      await put(name, isCsv ? 'sku;naam\n1;Brie\n2;Worst\n' : '{"sku":"1","naam":"Brie"}\n{"sku":"2","naam":"Worst"}\n');
      const anew = await read('products', { file: name }, added.cursor);
      expect(anew.records.map((record) => record['key'])).toEqual(['1', '2']);
      expect(anew.records[1]!['version']).toBe(first.records[1]!['version']);
      expect(anew.records[0]!['version']).not.toBe(first.records[0]!['version']);
    }
  });

  test('a row that is being written waits until it is whole', async () => {
    await put('a.csv', 'sku;naam\n1;Kaas\n2;Wor', false);
    const first = await read('products', { file: 'a.csv' });
    expect(first.records.map((record) => record['key'])).toEqual(['1']);
    await appendFile(path.join(dir, 'a.csv'), 'st\n');
    expect(mapped('products', (await read('products', { file: 'a.csv' }, first.cursor)).records)).toEqual([expect.objectContaining({ sku: '2', name: 'Worst' })]);
  });

  test('a list somewhere inside JSON is found, or taken from the path told, with numbers as they were written', async () => {
    await put('a.json', '{"meta":{"count":2},"data":{"old":[{"sku":"9"}],"items":[{"sku":1,"price":0.10},{"sku":12345678901234567890,"price":19.90}]}}');
    expect((await read('products', { file: 'a.json' })).records.map((record) => record['key'])).toEqual(['9']);
    const { records } = await read('products', { file: 'a.json', listPath: 'data.items' });
    expect(mapped('products', records)).toEqual([expect.objectContaining({ sku: '1', priceIncl: '0.1' }), expect.objectContaining({ sku: '12345678901234567890', priceIncl: '19.9' })]);
  });

  test('all files that fit are read in order, and a new one later', async () => {
    await put('p-1.csv', 'sku\n1\n');
    await put('p-2.csv', 'sku\n2\n');
    const first = await read('products', { file: 'p-*.csv' });
    expect(first.records.map((record) => record['key'])).toEqual(['1', '2']);
    await put('p-0.csv', 'sku\n0\n');
    expect((await read('products', { file: 'p-*.csv' }, first.cursor)).records.map((record) => record['key'])).toEqual(['0']);
    expect((await read('products', { file: 'none-*.csv' })).pages).toEqual([]);
    expect(await errorOf(read('products', { file: 'none.csv' }))).toMatchObject({ code: 'file.not_found' });
  });

  test('a line that is no JSON is one bad record among good ones; a broken file says where', async () => {
    await put('a.ndjson', '{"sku":"1"}\nnot json\n{"sku":"2"}\n');
    expect((await read('products', { file: 'a.ndjson' })).records.map((record) => record['columns'])).toEqual([{ sku: '1' }, { unreadableLine: 'not json' }, { sku: '2' }]);
    await put('a.json', '[{"sku":"1"},{"sku":');
    expect(await errorOf(read('products', { file: 'a.json' }))).toMatchObject({ code: 'file.broken' });
    await put('b.csv', 'sku,naam\n1,"Kaas\n2,Worst\n');
    expect(await errorOf(read('products', { file: 'b.csv' }))).toMatchObject({ code: 'file.broken' });
  });

  test('a file of many rows is read without being held', async () => {
    const rows = 60_000;
    await put('big.csv', `sku;naam\n${Array.from({ length: rows }, (_, index) => `${index};${'x'.repeat(400)}`).join('\n')}\n`);
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let seen = 0;
    let most = 0;
    for await (const page of stream('products').read({ client: folder, settings: withDefaults(stream('products').settings, { file: 'big.csv' }), cursor: null, signal: new AbortController().signal })) {
      seen += page.records.length;
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    expect(seen).toBe(rows);
    expect(most).toBeLessThan(200 * 1024 * 1024);
  });
});

describe('the folder', () => {
  test.each(['../up.csv', '/etc/passwd', 'a/../../b.csv', 'C:\\x.csv', '', '..\\up.csv', 'a//b'])('%j leads out of it and is refused', async (name) => {
    expect(await errorOf(insideFolder(folder, name))).toMatchObject({ code: 'file.outside', kind: 'setup' });
  });

  test('a link to somewhere else leads out of it, for reading and for writing', async () => {
    const outside = await mkdtemp(path.join(os.tmpdir(), 'fluxo-outside-'));
    try {
      await writeFile(path.join(outside, 'secret.csv'), 'sku\n1\n');
      await symlink(outside, path.join(dir, 'link'));
      await symlink(path.join(outside, 'secret.csv'), path.join(dir, 'secret.csv'));
      await symlink(path.join(outside, 'not-there.csv'), path.join(dir, 'new.csv'));
      for (const name of ['link/secret.csv', 'secret.csv', 'link/new/deep.csv', 'new.csv']) expect(await errorOf(insideFolder(folder, name)), name).toMatchObject({ code: 'file.outside' });
      await mkdir(path.join(dir, 'own'));
      expect(await insideFolder(folder, 'own/new.csv')).toMatch(/own.new\.csv$/);
    } finally {
      await rm(outside, { recursive: true });
    }
  });
});

describe('writing', () => {
  const customers = file.targets.find((target) => target.name === 'customerFile')!;
  const customer = (id: string, more: Record<string, unknown> = {}) => ({ sourceId: id, name: `Klant ${id}`, email: `k${id}@postvak.example`, billing: { city: 'Utrecht' }, ...more });

  test('each record stands there once, also when the ledger was lost, and what was written is read again as it was', async () => {
    for (const format of ['csv', 'json', 'ndjson'] as const) {
      const settings = { file: `out.${format}`, format };
      const first = await openTargetDesk(customers, { client: folder, settings });
      const made = [await first.apply(customer('1')), await first.apply(customer('2')), await first.apply(customer('2'))];
      expect(made.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'unchanged']);
      const again = await openTargetDesk(customers, { client: folder, settings });
      expect([(await again.apply(customer('1'))).outcome, (await again.apply(customer('3'))).outcome]).toEqual(['unchanged', 'created']);
      const { records } = await read('customers', { file: `out.${format}` });
      expect(mapped('customers', records)).toEqual(['1', '2', '3'].map((id) => expect.objectContaining(customer(id))));
      // The other way round: what comes back goes by the id and version its writer told.
      expect(stream('customers').id!(records[0]!)).toBe(made[0]!.target!.id);
      expect(stream('customers').version(records[0]!)).toBe(first.ledger.get(`row out.${format} 1`)!.targetVersion);
    }
  });

  test('an order is as many rows as it has lines, and comes back whole and to the cent', async () => {
    const orders = file.targets.find((target) => target.name === 'orderFile')!;
    const order = { sourceId: 'o-1', number: '2026-1001', date: '2026-06-14', totalIncl: '33.58', customer: { name: 'Truus Aalberts' }, lines: [{ sku: '4001', description: 'Kaas', quantity: '0.530', totalIncl: '11.63' }, { sku: '4004', quantity: '1', totalIncl: '21.95' }] };
    const desk = await openTargetDesk(orders, { client: folder, settings: { file: 'orders.csv', decimalMark: ',' } });
    expect((await desk.apply(order)).outcome).toBe('created');
    expect((await get('orders.csv')).trim().split('\r\n')).toHaveLength(3);
    expect(await get('orders.csv')).toContain('0,530');
    const [back] = mapped('orders', (await read('orders', { file: 'orders.csv' })).records);
    expect(back).toMatchObject({ sourceId: 'o-1', number: '2026-1001', totalIncl: '33.58', customer: { name: 'Truus Aalberts' }, lines: [{ sku: '4001', description: 'Kaas', quantity: '0.53', totalIncl: '11.63' }, { sku: '4004', quantity: '1', totalIncl: '21.95' }] });
  });

  test('a changed record is left, or written once more below', async () => {
    const desk = await openTargetDesk(customers, { client: folder, settings: { file: 'a.csv' } });
    await desk.apply(customer('1'));
    expect(await desk.apply(customer('1', { name: 'Anders' }))).toMatchObject({ outcome: 'skipped', code: 'file.left' });
    const other = await openTargetDesk(customers, { client: folder, settings: { file: 'a.csv', onChanged: 'again' } });
    expect((await other.apply(customer('1', { name: 'Anders' }))).outcome).toBe('updated');
    expect((await get('a.csv')).match(/k1@/g)).toHaveLength(2);
  });

  test('columns stay as the file has them, and chosen ones stand in their order', async () => {
    const desk = await openTargetDesk(customers, { client: folder, settings: { file: 'a.csv', columns: 'email, name', byteOrderMark: false } });
    await desk.apply(customer('1'));
    const other = await openTargetDesk(customers, { client: folder, settings: { file: 'a.csv', columns: 'phone', delimiter: ',' } });
    await other.apply(customer('2', { phone: '030' }));
    expect(await get('a.csv')).toBe('sourceId;email;name\r\n1;k1@postvak.example;Klant 1\r\n2;k2@postvak.example;Klant 2\r\n');
    expect(await errorOf(openTargetDesk(customers, { client: folder, settings: { file: 'b.csv', columns: 'nonsense' } }))).toMatchObject({ code: 'file.unknown_column' });
    await put('foreign.csv', 'name;city\nA;B\n');
    expect(await errorOf(openTargetDesk(customers, { client: folder, settings: { file: 'foreign.csv' } }))).toMatchObject({ code: 'file.no_key_column' });
  });

  test('nothing that a spreadsheet would run gets in, numbers stay numbers, and reading gives back what was meant', async () => {
    const dangerous = ['=HYPERLINK("http://x")', '+31 30 555', '@SUM(A1)', '-2+3', "'=quoted", '\tx'];
    const desk = await openTargetDesk(customers, { client: folder, settings: { file: 'a.csv' } });
    for (const [index, name] of dangerous.entries()) await desk.apply(customer(String(index), { name, note: '-5.00' }));
    const text = await get('a.csv');
    expect(text).toContain("'=HYPERLINK");
    expect(text).toContain(';-5.00');
    const { records } = await read('customers', { file: 'a.csv' });
    expect(records.map((record) => record['name'])).toEqual(dangerous);
  });

  test('what a crash left half written is written over, whatever the format', async () => {
    for (const format of ['csv', 'json', 'ndjson'] as const) {
      const settings = { file: `torn.${format}`, format };
      await (await openTargetDesk(customers, { client: folder, settings })).apply(customer('1'));
      const before = await get(settings.file);
      await (await openTargetDesk(customers, { client: folder, settings })).apply(customer('2'));
      const whole = await get(settings.file);
      const common = [...whole].findIndex((letter, index) => letter !== before[index]);
      for (let length = common + 1; length < whole.length; length += 7) {
        await put(settings.file, whole.slice(0, length), false);
        const desk = await openTargetDesk(customers, { client: folder, settings });
        await desk.apply(customer('2'));
        expect(await get(settings.file), `${format} ${length}`).toBe(whole);
      }
    }
  });

  test('each run can have a file of its own', async () => {
    const now = Date.UTC(2026, 5, 14, 9, 30, 15);
    const client = { ...folder, now: () => now };
    for (const expected of ['klanten-20260614-093015.csv', 'klanten-20260614-093015-2.csv']) {
      const desk = await openTargetDesk(customers, { client, settings: { file: 'klanten.csv', mode: 'perRun' } });
      await desk.apply(customer('1'));
      expect(await get(expected)).toContain('k1@postvak.example');
    }
  });
});
