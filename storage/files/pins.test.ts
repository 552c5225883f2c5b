import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePinFiles, type PinFiles } from './pins.ts';

let folder: string;
let pins: PinFiles;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-pins-'));
  pins = makePinFiles(folder, (_name, work) => work());
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const pin = (key: string, nodeId = 'map') => ({ flowId: 'orders', nodeId, key, title: `Order ${key}`, record: { number: key, lines: [{ sku: 'A' }] } });

test('a pin is a readable file for its owner alone, kept out of version control', async () => {
  await pins.save(pin('1'));
  const file = path.join(folder, 'pins/orders/map.pins.json');
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ fluxo: 1, flow: 'orders', node: 'map', records: [{ key: '1', title: 'Order 1', record: { number: '1', lines: [{ sku: 'A' }] } }] });
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(path.join(folder, 'pins/.gitignore'), 'utf8')).toContain('*');
});

test('the newest stands first, the same record once; taken away the last leaves no file', async () => {
  for (const key of ['1', '2', '1']) await pins.save(pin(key));
  await pins.save(pin('9', 'sales'));
  expect((await pins.list('orders')).map(({ nodeId, key }) => `${nodeId} ${key}`)).toEqual(['map 1', 'map 2', 'sales 9']);
  await pins.remove('orders', 'sales', '9');
  await expect(stat(path.join(folder, 'pins/orders/sales.pins.json'))).rejects.toThrow('ENOENT');
  await pins.remove('orders');
  expect(await pins.list()).toEqual([]);
});

test('a file somebody broke is passed over, and a name that leads elsewhere is refused', async () => {
  await pins.save(pin('1'));
  await writeFile(path.join(folder, 'pins/orders/map.pins.json'), '{ "fluxo": 1, ');
  expect(await pins.list('orders')).toEqual([]);
  await expect(pins.save({ ...pin('1'), flowId: '../flows' })).rejects.toThrow();
});
