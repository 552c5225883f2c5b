import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import type { MplusClient } from '../client.ts';
import { openTill } from '../testing/openTill.ts';
import type { OpenTill } from '../testing/openTill.ts';
import { makeArticleFinder } from './articleFinder.ts';
import { findArticle, lookAheadForArticles } from './articleSettings.ts';

const call = { signal: new AbortController().signal };
let till: OpenTill;
let asked: string[];
let client: MplusClient;
beforeAll(async () => {
  till = await openTill();
  const add = (articleNumber: string, more: Record<string, string | boolean>) => till.ask('createProduct', { product: { description: 'Proef', articleList: [{ articleNumber, description: 'Proef', vatCode: '1', active: true, ...more }] } });
  await add('60001', { barcode: '8710000000017', extArticleId: 'EXT-1' });
  await add('60002', { barcode: '8710000000024' });
  await add('60003', { barcode: '8710000000024' });
  await add('60004', { barcode: '8710000000031', active: false });
  await add('60005', { barcode: '8710000000031' });
  asked = [];
  client = { ...till.client, call: (operation, request, context) => (asked.push(operation), till.client.call(operation, request, context)) };
});
afterAll(() => till.stop());

const settings = { matchBy: 'number', nonNumeric: 'report' } as const;
const numberOf = async (sku: string, more: object = {}) => (await findArticle(makeArticleFinder(client), sku, { ...settings, ...more }, call))?.articleNumber ?? null;

test('articles are found by number, PLU, barcode and external id', async () => {
  expect(await numberOf('4004')).toBe('4004');
  expect(await numberOf('KK-PROEF-1', { matchBy: 'plu' })).toBe('90021');
  expect(await numberOf('8710000000017', { matchBy: 'barcode' })).toBe('60001');
  expect(await numberOf('EXT-1', { matchBy: 'externalId' })).toBe('60001');
  expect(await numberOf('KK-PROEF-1', { nonNumeric: 'plu' })).toBe('90021');
  expect(await numberOf('4711')).toBeNull();
});

test('a colour or size is found under its product, and only itself', async () => {
  const found = await findArticle(makeArticleFinder(client), '90005', settings, call);
  expect(found).toMatchObject({ articleNumber: '90005', productNumber: '90000' });
});

test('of two articles with one barcode the one still sold counts; two that are sold wait for a person', async () => {
  expect(await numberOf('8710000000031', { matchBy: 'barcode' })).toBe('60005');
  expect(await errorOf(numberOf('8710000000024', { matchBy: 'barcode' }))).toMatchObject({ code: 'mplus.several_articles', params: { numbers: '60002, 60003' }, parkedOn: { setting: 'matchBy', value: '8710000000024' } });
});

test('a page of SKUs is looked up in one call, also those that are not there, and each way of looking once', async () => {
  const finder = makeArticleFinder(client);
  asked.length = 0;
  const skus = ['4004', '4005', '4711', 'KK-PROEF-1', 'geen', ''];
  await lookAheadForArticles(finder, skus, { matchBy: 'number', nonNumeric: 'plu' }, call);
  expect(asked).toEqual(['getProducts', 'getProducts']);
  for (const sku of skus.slice(0, 5)) await findArticle(finder, sku, { matchBy: 'number', nonNumeric: 'plu' }, call);
  expect(asked).toHaveLength(2);
  finder.forget('4711');
  await findArticle(finder, '4711', settings, call);
  expect(asked).toHaveLength(3);
});

test('for barcodes all articles are read, once a run', async () => {
  const finder = makeArticleFinder(client);
  asked.length = 0;
  await finder.find('8710000000017', 'barcode', call);
  const calls = asked.length;
  await finder.find('8710000000024', 'barcode', call);
  await finder.find('EXT-1', 'externalId', call);
  expect(asked).toHaveLength(calls);
});
