import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mplus } from '#connectors/mplus/index.ts';
import { quickbooks } from '#connectors/quickbooks/index.ts';
import type { Books, Row } from '#connectors/quickbooks/testing/bench.ts';
import type { Told } from '#connectors/sdk/testing/targetDesk.ts';
import { openBooks, openSales, realClock } from '#connectors/quickbooks/testing/bench.ts';
import { FluxoError } from '#shared/errors.ts';
import { FlowDocumentSchema } from '#shared/flow/document.ts';
import { checkFlow } from '#shared/flow/check.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { defaultSalesSettings } from './defaultSettings.ts';

/** The orders of the demo shop's till through the till's own mapping into the books, with the template's settings. */
const orderCount = 160;
let books: Books;
const told = new Map<number, Told>();

async function sendAll(): Promise<Map<number, Told>> {
  const { baseUrl, ident, secret } = books.sandbox.mplus;
  const orders = mplus.streams.find((stream) => stream.name === 'orders')!;
  const client = mplus.connect({ id: 'till', name: 'Till', settings: mplus.tidySettings({ baseUrl, ident }), secret: { read: async () => ({ secret }), update: async (change) => change({ secret }) }, clock: realClock });
  const map = compileMapping(orders.defaultMapping);
  const run = await openSales(books, defaultSalesSettings);
  const all = new Map<number, Told>();
  for await (const page of orders.read({ client, settings: withDefaults(orders.settings, {}), cursor: null, signal: new AbortController().signal })) {
    const mapped = page.records.map((record) => {
      try {
        return map(record).value;
      } catch (thrown) {
        return thrown;
      }
    });
    await run.lookAhead(mapped.filter((value) => !(value instanceof Error)));
    for (const [index, value] of mapped.entries()) {
      const number = Number(/-(\d+)/.exec(orders.describe(page.records[index]!).title)?.[1] ?? 0);
      if (value instanceof FluxoError) all.set(number, { outcome: value.data.parkedOn ? 'parked' : 'invalid', code: value.code, text: value.data.what, notes: [], noteCodes: [], warnings: [], warningCodes: [], effects: [], writes: [] });
      else all.set(number, await run.apply(value));
    }
  }
  return all;
}

/** Without what the bookkeeper booked by hand. */
const documents = async (): Promise<readonly Row[]> => [...(await books.rows('SalesReceipt')), ...(await books.rows('Invoice'))].filter((document) => !document['DocNumber'].startsWith('KK-'));

beforeAll(async () => {
  books = await openBooks({ orders: orderCount, customers: 40, products: 40 });
  for (const [number, end] of await sendAll()) told.set(number, end);
});
afterAll(() => books.stop());

describe('the demo shop', () => {
  test('every ordinary order is booked, and the planted troubles end as they should', () => {
    expect(told.size).toBe(orderCount);
    const expected: Readonly<Record<string, string>> = { missingProduct: 'invalid', unmappedPayment: 'parked', cancelled: 'skipped', nonNumericQuantity: 'invalid', unknownCountry: 'parked', sharedEmail: 'parked', supplierName: 'created', noEmail: 'created' };
    for (const order of books.sandbox.shop.orders) {
      const { outcome, text } = told.get(order.number)!;
      // Customers who share an address, or have a country nobody knows, may also buy without being planted.
      const wanted = order.trouble ? expected[order.trouble] : 'created';
      expect(`${order.number} ${outcome} ${outcome === wanted ? '' : text}`).toBe(`${order.number} ${wanted} `);
    }
  });

  test('each booked order stands in the books once, with the till’s total and tax to the cent', async () => {
    const byNumber = new Map<string, Row[]>();
    for (const document of await documents()) byNumber.set(document['DocNumber'], [...(byNumber.get(document['DocNumber']) ?? []), document]);
    let booked = 0;
    for (const order of books.sandbox.shop.orders) {
      const own = byNumber.get(`MPL-${order.year}-${order.number}`) ?? [];
      const isBooked = told.get(order.number)!.outcome === 'created';
      expect(own, String(order.number)).toHaveLength(isBooked ? 1 : 0);
      if (!own[0]) continue;
      booked += 1;
      expect(Math.round(own[0]['TotalAmt'] * 100), String(order.number)).toBe(order.totalInclCents);
      expect(Math.round((own[0]['TxnTaxDetail']?.['TotalTax'] ?? 0) * 100), String(order.number)).toBe(order.totalInclCents - order.totalExclCents);
      expect(own[0]['PrivateNote']).toMatch(/^fluxo:till:\S+/);
    }
    expect(booked).toBe((await documents()).length);
    expect(booked).toBeGreaterThan(orderCount * 0.9);
  });

  test('paid ones are receipts, the others invoices', async () => {
    for (const order of books.sandbox.shop.orders) {
      const end = told.get(order.number)!;
      if (end.outcome === 'created') expect(end.target?.type, String(order.number)).toBe(order.fullyPaid ? 'SalesReceipt' : 'Invoice');
    }
  });

  test('a second time nothing is created, even when the ledger was lost', async () => {
    const before = (await documents()).length;
    const again = await sendAll();
    expect([...again.values()].filter((end) => end.outcome === 'created')).toEqual([]);
    expect((await documents()).length).toBe(before);
    for (const [number, end] of told) if (end.outcome === 'created') expect(again.get(number), String(number)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.adopted', target: { id: end.target!.id } });
  });

  test('no id is a number anywhere', async () => {
    for (const document of await documents()) expect(JSON.stringify(document)).not.toMatch(/"(value|Id|SyncToken|TxnId)":\d/);
  });
});

test('the template is a flow that only lacks its connections, and its settings are the default ones', async () => {
  const file = path.join(import.meta.dirname, '../../../../resources/templates/mplus-orders-to-quickbooks.flow.json');
  const flow = FlowDocumentSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const target = flow.nodes.find((node) => node.kind === 'target')!;
  const { target: name, ...settings } = target.settings;
  expect(name).toBe('quickbooks.sales');
  expect(settings).toEqual(JSON.parse(JSON.stringify(defaultSalesSettings)));
  const catalog = {
    connectors: [mplus, quickbooks].map((connector) => ({
      ...connector,
      lists: Object.keys(connector.lists),
      streams: connector.streams.map((stream) => ({ ...stream, id: `${connector.name}.${stream.name}` })),
      targets: connector.targets.map((one) => ({ ...one, id: `${connector.name}.${one.name}` })),
    })),
  };
  expect(checkFlow(flow, catalog, [{ id: 'mplus', connector: 'mplus' }, { id: 'quickbooks', connector: 'quickbooks' }])).toEqual([]);
  expect(JSON.stringify(settings)).not.toMatch(/"\d{2,}"\s*:\s*"\d+"/);
});
