import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Cursor, Page } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { fromCents } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { documentRecord } from './documentRecord.ts';
import { openTill } from '../testing/openTill.ts';
import type { OpenTill } from '../testing/openTill.ts';
import { invoices } from './invoices.ts';

const map = compileMapping(invoices.defaultMapping);

describe('the invoices of a shop', () => {
  let till: OpenTill;
  beforeAll(async () => {
    till = await openTill({ shop: { invoices: 20 }, unsortedPages: true });
  });
  afterEach(() => till.served.setFaults([]));
  afterAll(() => till.stop());

  async function read(settings: Record<string, unknown> = {}, cursor: Cursor | null = null): Promise<Page[]> {
    const pages: Page[] = [];
    for await (const page of invoices.read({ client: till.client, settings: withDefaults(invoices.settings, settings), cursor, signal: new AbortController().signal })) pages.push(page);
    return pages;
  }
  const recordsOf = (pages: readonly Page[]) => pages.flatMap((page) => page.records);
  const numbersOf = (pages: readonly Page[]) => recordsOf(pages).map((record) => Number(invoices.describe(record).title.split('-')[1])).toSorted();
  const planted = (name: string) => till.shop.invoices.find(({ plant }) => plant === name)!;
  const one = async (number: string) => map((await invoices.readOne!({ client: till.client, settings: {}, cursor: null, signal: new AbortController().signal }, number))!).value as unknown as Order;

  test('every invoice is an order of Fluxo, to the cent', async () => {
    const records = recordsOf(await read({ pageSize: 6 }));
    expect(records).toHaveLength(till.shop.invoices.length);
    for (const record of records.filter((each) => invoices.describe(each).title !== `${planted('unknownCountry').year}-${planted('unknownCountry').number}`)) {
      const sold = till.shop.invoices.find(({ year, number }) => invoices.describe(record).title === `${year}-${number}`)!;
      const order = map(record).value as unknown as Order;
      expect(order).toMatchObject({
        number: `${sold.year}-${sold.number}`,
        kind: sold.type,
        fullyPaid: sold.fullyPaid,
        totalIncl: fromCents(sold.totalInclCents),
        totalExcl: fromCents(sold.totalExclCents),
        taxMethod: sold.vatMethod.toLowerCase(),
        customer: { sourceId: String(sold.relationNumber) },
        dueDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
      expect(order.lines.map(({ quantity, totalIncl }) => [quantity, totalIncl])).toEqual(sold.lines.map((line) => [line.quantity, fromCents(line.totalInclCents)]));
    }
  });

  test('a credit invoice is a credit with negative amounts, and says which invoice it takes back', async () => {
    const credit = planted('credit');
    const order = await one(`${credit.year}-${credit.number}`);
    expect(order.kind).toBe('credit');
    expect(order.totalIncl).toBe(fromCents(credit.totalInclCents));
    expect(order.totalIncl).toMatch(/^-/);
    expect(order.lines[0]!.quantity).toMatch(/^-/);
    const record = recordsOf(await read()).find((each) => invoices.describe(each).title === order.number)!;
    expect(record['creditedInvoiceId']).toBe(till.rows('invoices').find(({ invoiceNumber }) => invoiceNumber.number === credit.creditOf)!['invoiceId']);
  });

  test('only final ones, only some kinds, only from a day on: each as the settings say', async () => {
    const numbers = (keep: (invoice: (typeof till.shop.invoices)[number]) => boolean) => till.shop.invoices.filter(keep).map(({ number }) => number).toSorted();
    expect(numbersOf(await read({ onlyFinal: true }))).toEqual(numbers(({ isFinal }) => isFinal));
    expect(numbersOf(await read({ invoiceTypes: ['INVOICE-TYPE-CREDIT-INVOICE'] }))).toEqual(numbers(({ type }) => type === 'credit'));
    expect(numbersOf(await read({ branches: ['2'] }))).toEqual([]);
    const { date } = till.shop.invoices[9]!;
    const day = `${date.year}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;
    const after = numbersOf(await read({ fromDate: day }));
    expect(after).toContain(till.shop.invoices[9]!.number);
    expect(after.length).toBeLessThan(till.shop.invoices.length);
    expect(after).toEqual(numbers((invoice) => Date.UTC(invoice.date.year, invoice.date.month, invoice.date.day) >= Date.UTC(date.year, date.month, date.day)));
  });

  test('reading makes no invoice final, and the call that would cannot be written', async () => {
    await read();
    await one(`${planted('notFinal').year}-${planted('notFinal').number}`);
    expect(till.rows('invoices').filter(({ finalized }) => finalized === false)).toHaveLength(1);
    for (const { operation, requestBody } of till.served.journal()) if (operation === 'getInvoices') expect(requestBody).not.toContain('finalizeInvoices');
    const call = till.client.call('getInvoices', { request: { finalizeInvoices: true } }, { signal: new AbortController().signal });
    await expect(call).rejects.toBeInstanceOf(FluxoError);
    await expect(call).rejects.toMatchObject({ code: 'mplus.unknown_field', kind: 'bug' });
    expect(till.rows('invoices').filter(({ finalized }) => finalized === false)).toHaveLength(1);
  });

  test('an invoice the till changes between two pages comes again, with another version, and none is lost', async () => {
    till.served.setFaults([{ operation: 'getInvoices', after: 1, fault: { kind: 'changeAfter' } }]);
    const records = recordsOf(await read({ pageSize: 4 }));
    expect(new Set(records.map(invoices.key)).size).toBe(till.shop.invoices.length);
    expect(records).toHaveLength(till.shop.invoices.length + 1);
    expect(new Set(records.map((record) => `${invoices.key(record)} ${invoices.version(record)}`)).size).toBe(records.length);
  });

  test('a page that gives an invoice twice, or comes slowly, is read as it is', async () => {
    till.served.setFaults([{ operation: 'getInvoices', fault: { kind: 'duplicate' } }, { operation: 'getInvoices', fault: { kind: 'slowBody', ms: 40 } }]);
    const records = recordsOf(await read({ pageSize: 8 }));
    expect(records).toHaveLength(till.shop.invoices.length + 1);
    // The same record with the same version: the engine tells by both.
    expect(new Set(records.map((record) => `${invoices.key(record)} ${invoices.version(record)}`)).size).toBe(till.shop.invoices.length);
  });

  test('one can be asked for by the number people know, and one nobody has is no error', async () => {
    const context = { client: till.client, settings: {}, cursor: null, signal: new AbortController().signal };
    const { year } = planted('paid');
    expect((await one(`${year}.${planted('paid').number}`)).fullyPaid).toBe(true);
    expect(await invoices.readOne!(context, `${year}-99999`)).toBeNull();
    expect(await invoices.readOne!(context, 'no-such-id')).toBeNull();
  });
});

const words = { kind: 'invoice', creditType: 'INVOICE-TYPE-CREDIT-INVOICE', numberOf: () => '' } as const;
test.each<[string, SourceRecord, boolean]>([
  ['the till says it is paid', { state: 'INVOICE-STATE-PAID', totalInclAmount: '10.00', paidAmount: '0.00' }, true],
  ['it was set off against a credit and no money came in', { state: 'INVOICE-STATE-HANDLED', totalInclAmount: '10.00', paidAmount: '0.00' }, false],
  ['all of it was paid', { state: 'INVOICE-STATE-HANDLED', totalInclAmount: '10.00', paidAmount: '10.00' }, true],
  ['part of it was paid', { state: 'INVOICE-STATE-PARTLY-PAID', totalInclAmount: '10.00', paidAmount: '9.99' }, false],
  ['a credit was paid out', { state: 'INVOICE-STATE-OUTSTANDING-CREDIT', totalInclAmount: '-10.00', paidAmount: '-10.00' }, true],
  ['a credit still stands', { state: 'INVOICE-STATE-OUTSTANDING-CREDIT', totalInclAmount: '-10.00', paidAmount: '0.00' }, false],
  ['the till tells payments only', { totalInclAmount: '10.00', paymentList: [{ amount: '4.00' }, { amount: '6.00' }] }, true],
])('when %s, Fluxo knows', (_when, document, isPaid) => {
  expect(documentRecord(document, undefined, words)['isPaid']).toBe(isPaid);
});

test('a negative total is a credit, whatever the till calls it', () => {
  expect(documentRecord({ invoiceType: 'INVOICE-TYPE-INVOICE', totalInclAmount: '-1.00' }, undefined, words)['documentKind']).toBe('credit');
  expect(documentRecord({ invoiceType: 'INVOICE-TYPE-CREDIT-INVOICE', totalInclAmount: '0.00' }, undefined, words)['documentKind']).toBe('credit');
  expect(documentRecord({ invoiceType: 'INVOICE-TYPE-DIRECT-INVOICE', totalInclAmount: '1.00' }, undefined, words)['documentKind']).toBe('invoice');
});
