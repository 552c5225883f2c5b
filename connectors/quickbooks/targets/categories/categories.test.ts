import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { TargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import { profiles } from '#sandbox/quickbooks/options.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { openBooks } from '../../testing/bench.ts';
import type { Books } from '../../testing/bench.ts';
import { categories } from './categories.ts';

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.stop());

const open = (settings: Settings = {}, ledger?: TargetDesk['ledger']) => openTargetDesk(categories, { client: books.client, settings, ...(ledger && { ledger }) });
const category = (sourceId: string, path: string, more: object = {}) => ({ sourceId, path, name: path.split(' > ').at(-1), ...more });
const paths = async (top: string) => (await books.rows('Item')).filter((item) => item['Type'] === 'Category' && String(item['FullyQualifiedName']).split(':')[0] === top).map((item) => item['FullyQualifiedName']);

test('a category is made below its parents, which are made on the way', async () => {
  const run = await open();
  const told = await run.apply(category('1', 'Drank > Warm > Thee'));
  expect(told).toMatchObject({ outcome: 'created', target: { type: 'Category', label: 'Drank > Warm > Thee' }, effects: ['createCategory', 'createCategory', 'createCategory'] });
  expect(await paths('Drank')).toEqual(['Drank', 'Drank:Warm', 'Drank:Warm:Thee']);
  expect(await run.apply(category('2', 'Drank > Warm'))).toMatchObject({ outcome: 'unchanged', effects: [] });
  expect(await run.apply(category('1', 'Drank > Warm > Thee'))).toMatchObject({ outcome: 'unchanged' });
});

test('one that is there already is taken, whatever the case of its name', async () => {
  const known = await books.write('Item', { Name: 'Bekende groep', Type: 'Category' });
  expect(await (await open()).apply(category('k', 'BEKENDE GROEP'), {})).toMatchObject({ target: { id: known.Id }, outcome: 'updated' });
  expect(await paths('BEKENDE GROEP')).toEqual(['BEKENDE GROEP']);
});

test('a renamed one is renamed with everything in it, also when what is in it comes first', async () => {
  const run = await open();
  await run.apply(category('top', 'Oud'));
  const { target } = await run.apply(category('in', 'Oud > Binnen', { parentId: 'top' }));
  expect(await run.apply(category('in', 'Nieuw > Binnen', { parentId: 'top' }))).toMatchObject({ outcome: 'unchanged' });
  expect(await run.apply(category('top', 'Nieuw'))).toMatchObject({ outcome: 'updated', effects: ['updateCategory'] });
  expect(await paths('Nieuw')).toEqual(['Nieuw', 'Nieuw:Binnen']);
  expect(await run.apply(category('in', 'Nieuw > Binnen', { parentId: 'top' }))).toMatchObject({ outcome: 'unchanged', target: { id: target!.id, label: 'Nieuw > Binnen' } });
});

test('one that moved is moved, to the top as well', async () => {
  const run = await open();
  await run.apply(category('a', 'Hier'));
  await run.apply(category('b', 'Daar'));
  await run.apply(category('c', 'Hier > Beweegt', { parentId: 'a' }));
  await run.apply(category('c', 'Daar > Beweegt', { parentId: 'b' }));
  expect(await paths('Daar')).toEqual(['Daar', 'Daar:Beweegt']);
  expect(await run.apply(category('c', 'Beweegt'))).toMatchObject({ outcome: 'updated', text: 'Daar > Beweegt became Beweegt.' });
  expect(await paths('Beweegt')).toEqual(['Beweegt']);
});

test('levels deeper than QuickBooks has are joined, and that is said', async () => {
  const told = await (await open()).apply(category('d', 'L1 > L2 > L3 > L4 > L5'));
  expect(told).toMatchObject({ outcome: 'created', warningCodes: ['quickbooks.category_too_deep'] });
  expect(await paths('L1')).toContain('L1:L2:L3:L4 > L5');
});

test('nothing is deleted: an inactive one is skipped, and so are changes where they are not wanted', async () => {
  const run = await open({ updateKnown: false });
  const { target } = await run.apply(category('i', 'Slaapt'));
  expect(await run.apply(category('i', 'Slaapt', { active: false }))).toMatchObject({ outcome: 'skipped', code: 'quickbooks.category_inactive' });
  expect(await run.apply(category('i', 'Anders'))).toMatchObject({ outcome: 'skipped', code: 'quickbooks.category_left', target: { id: target!.id } });
  expect(await (await open({ createNew: false })).apply(category('n', 'Niet gemaakt'))).toMatchObject({ outcome: 'skipped', code: 'quickbooks.category_not_there' });
});

test('a name that an item has in the same place is refused', async () => {
  await books.write('Item', { Name: 'Losse kaas', Type: 'NonInventory', IncomeAccountRef: { value: await books.idOf('Account', 'Omzet NL 9%') } });
  expect(await (await open()).apply(category('x', 'Losse kaas'))).toMatchObject({ outcome: 'rejected', code: 'quickbooks.category_name_taken' });
});

test('a dry run makes nothing', async () => {
  const told = await (await open()).apply(category('t', 'Droog > Run'), { dryRun: true });
  expect(told).toMatchObject({ outcome: 'created', target: { label: expect.stringContaining('Run') } });
  expect(await paths('Droog')).toEqual([]);
});

test('a record without a name says so', async () => {
  expect(await (await open()).apply({ sourceId: 'q', path: ' > ' })).toMatchObject({ outcome: 'invalid', code: 'record.missing' });
});

test('a company whose plan has no categories stops the run', async () => {
  const small = await openBooks({ quickbooks: profiles.withoutInventory });
  try {
    await expect(openTargetDesk(categories, { client: small.client })).rejects.toMatchObject({ code: 'quickbooks.no_categories', kind: 'setup' });
  } finally {
    await small.stop();
  }
});
