import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cursor, StreamDefinition } from '#connectors/sdk/connector.ts';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { sum } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { QuickBooksClient } from '../client.ts';
import { openBooks } from '../testing/bench.ts';
import type { Books, Row } from '../testing/bench.ts';
import { customerList } from './customers.ts';
import { itemList } from './items.ts';
import { salesDocuments } from './sales.ts';
import { stockLevels } from './stock.ts';

let books: Books;
beforeEach(async () => {
  books = await openBooks({ quickbooks: { beyondTill: false } });
});
afterEach(() => books.stop());

interface Reading {
  readonly records: readonly SourceRecord[];
  readonly cursor: Cursor | null;
  /** What was asked, such as `GET cdc`. */
  readonly operations: readonly string[];
}

/** Reads in the quiet: what changed in the last minutes is asked for again next time, and the engine passes over it. */
async function read(stream: StreamDefinition<QuickBooksClient>, cursor: Cursor | null = null, settings: Settings = {}, limit?: number): Promise<Reading> {
  minutes(10);
  const records: SourceRecord[] = [];
  const operations: string[] = [];
  let last = cursor;
  const context = { client: books.client, settings, cursor, signal: new AbortController().signal, noteExchange: ({ operation }: { operation: string }) => void operations.push(operation), ...(limit !== undefined && { limit }) };
  for await (const page of stream.read(context)) {
    records.push(...page.records);
    last = JSON.parse(JSON.stringify(page.cursor)) as Cursor;
  }
  return { records, cursor: last, operations };
}

const minutes = (count: number) => books.sandbox.clock.set(books.sandbox.clock.now() + count * 60_000);
const mapped = (stream: StreamDefinition, record: SourceRecord) => compileMapping(stream.defaultMapping)(record).value as { readonly [key: string]: any };
const names = (records: readonly SourceRecord[]) => records.map((record) => record['DisplayName'] ?? record['Name']);
const rename = async (row: Row, DisplayName: string) => books.write('Customer', { Id: row.Id, SyncToken: row['SyncToken'], sparse: true, DisplayName });

describe('changes', () => {
  test('the first run reads all pages, later ones ask once what changed', async () => {
    const first = await read(customerList);
    expect(names(first.records).toSorted()).toEqual((await books.rows('Customer')).map((row) => row['DisplayName']).toSorted());
    expect((await read(customerList, first.cursor)).records).toEqual([]);
    await rename((await books.rows('Customer'))[0]!, 'Nieuwe naam');
    const changed = await read(customerList, first.cursor);
    expect(names(changed.records)).toEqual(['Nieuwe naam']);
    expect(changed.operations.filter((operation) => !/preferences|batch/.test(operation))).toEqual(['GET cdc']);
    expect((await read(customerList, changed.cursor)).records).toEqual([]);
  });

  test('a flow that lay still for longer than QuickBooks looks back queries what changed instead', async () => {
    const first = await read(customerList);
    minutes(40 * 24 * 60);
    await rename((await books.rows('Customer'))[0]!, 'Na veertig dagen');
    const late = await read(customerList, first.cursor);
    expect(names(late.records)).toEqual(['Na veertig dagen']);
    expect(late.operations).toContain('query Customer');
    expect((await read(customerList, late.cursor)).records).toEqual([]);
  });

  test('more changes than one answer holds are all read', async () => {
    const first = await read(itemList);
    const income = await books.idOf('Account', 'Omzet NL 21%');
    for (let index = 0; index < 1005; index += 1) await books.write('Item', { Name: `Bulk ${index}`, Sku: `B-${index}`, Type: 'NonInventory', IncomeAccountRef: { value: income } });
    const changed = await read(itemList, first.cursor);
    expect(new Set(changed.records.map(itemList.key)).size).toBe(1005);
    expect((await read(itemList, changed.cursor)).records).toEqual([]);
  });

  test('a limit far below what changed at once gets through all of it, run by run', async () => {
    const first = await read(customerList);
    for (let index = 0; index < 17; index += 1) await books.write('Customer', { DisplayName: `Klant ${index}` });
    const seen = new Set<string>();
    let cursor = first.cursor;
    for (let run = 0; run < 8; run += 1) {
      const part = await read(customerList, cursor, {}, 4);
      part.records.forEach((record) => seen.add(customerList.key(record)));
      cursor = part.cursor;
    }
    expect(seen.size).toBe(17);
  });

  test('a row that changes while pages are read hides no other', async () => {
    const context = { client: books.client, settings: { pageSize: 3 }, cursor: null, signal: new AbortController().signal };
    const seen: string[] = [];
    for await (const page of customerList.read(context)) {
      seen.push(...page.records.map(customerList.key));
      const [first] = page.records;
      if (seen.length < 10 && first) {
        minutes(1);
        await rename(await one('Customer', customerList.key(first)), `Veranderd ${seen.length}`);
      }
    }
    expect(new Set(seen)).toEqual(new Set((await books.rows('Customer')).map((row) => row.Id)));
  });

  test('“from now on” reads nothing from before, however long the first change is in coming', async () => {
    const begun = await read(customerList, null, { startFrom: 'now' });
    expect(begun.records).toEqual([]);
    await books.write('Customer', { DisplayName: 'Net nieuw' });
    expect(names((await read(customerList, begun.cursor, { startFrom: 'now' })).records)).toEqual(['Net nieuw']);
  });

  test('“since a day” reads what changed on it and after, and asks for the day when it is missing', async () => {
    const day = new Date(books.sandbox.clock.now()).toISOString().slice(0, 10);
    await books.write('Customer', { DisplayName: 'Van vandaag' });
    expect(names((await read(customerList, null, { startFrom: 'date', startDate: day })).records)).toEqual(['Van vandaag']);
    expect(await errorOf(read(customerList, null, { startFrom: 'date' }))).toMatchObject({ code: 'start.no_day', kind: 'setup' });
  });

  test('what was deleted is passed over; what was made inactive comes when it is wanted', async () => {
    const customer = { CustomerRef: { value: await books.idOf('Customer', 'Kassaklant') } };
    const first = [await read(salesDocuments), await read(customerList), await read(customerList, null, { activeOnly: false })] as const;
    const receipt = await books.write('SalesReceipt', { ...customer, GlobalTaxCalculation: 'TaxExcluded', Line: [await soldLine('Omzet NL 21%', 10)] });
    await fetch(`${books.sandbox.quickbooks.baseUrl}/v3/company/${books.sandbox.quickbooks.realmId}/salesreceipt?operation=delete&minorversion=75`, {
      method: 'POST',
      headers: { authorization: `Bearer ${books.sandbox.quickbooks.accessToken}`, accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ Id: receipt.Id, SyncToken: '0' }),
    });
    expect(await books.rows('SalesReceipt')).toEqual([]);
    expect((await read(salesDocuments, first[0].cursor)).records).toEqual([]);
    const gone = (await books.rows('Customer'))[1]!;
    await books.write('Customer', { Id: gone.Id, SyncToken: gone['SyncToken'], sparse: true, Active: false });
    expect((await read(customerList, first[1].cursor)).records).toEqual([]);
    expect((await read(customerList, first[2].cursor, { activeOnly: false })).records.map((record) => mapped(customerList, record)['active'])).toEqual([false]);
  });
});

describe('items and stock', () => {
  test('an item says its category from the top down, its price with and without tax, and its quantity', async () => {
    const top = await books.write('Item', { Name: 'Snijwerk', Type: 'Category' });
    const below = await books.write('Item', { Name: 'Schilmessen', Type: 'Category', SubItem: true, ParentRef: { value: top.Id } });
    await books.write('Item', { Name: 'Schilmesje', Sku: 'M-1', Type: 'Service', UnitPrice: 7.43, PurchaseCost: 3.5, SubItem: true, ParentRef: { value: below.Id }, SalesTaxCodeRef: { value: await books.idOf('TaxCode', '21% btw hoog') }, IncomeAccountRef: { value: await books.idOf('Account', 'Omzet NL 21%') } });
    const { records } = await read(itemList);
    expect(mapped(itemList, records.find((record) => record['Sku'] === 'M-1')!)).toEqual({
      sourceId: expect.any(String), sku: 'M-1', name: 'Schilmesje', priceIncl: '8.99', priceExcl: '7.43', purchasePrice: '3.5', currency: 'EUR', taxRate: '21', taxCode: expect.any(String), active: true, isStocked: false, category: 'Snijwerk > Schilmessen',
    });
    expect(records.some((record) => record['Type'] === 'Category')).toBe(false);
  });

  test('a sale moves the stock record, although the item did not change', async () => {
    const [counted, listed] = [await read(stockLevels), await read(itemList)];
    const knife = counted.records[0]!;
    await books.write('SalesReceipt', { CustomerRef: { value: await books.idOf('Customer', 'Kassaklant') }, GlobalTaxCalculation: 'TaxExcluded', Line: [await soldLine(String(knife['Name']), 10, 3)] });
    expect((await read(itemList, listed.cursor)).records).toEqual([]);
    const again = await read(stockLevels, counted.cursor);
    const moved = again.records.filter((record) => !counted.records.some((other) => stockLevels.key(other) === stockLevels.key(record) && stockLevels.version(other) === stockLevels.version(record)));
    expect(moved.map(stockLevels.key)).toEqual([stockLevels.key(knife)]);
    expect(mapped(stockLevels, moved[0]!)).toMatchObject({ sku: knife['Sku'], free: sum([String(knife['free']), '-3']), reserved: '0', isStocked: true });
  });
});

describe('sales documents', () => {
  test('an invoice becomes an order whose lines come to its total, with SKUs, tax, buyer and what was paid', async () => {
    const [knife, cheese] = [(await books.rows('Item')).find((row) => row['Type'] === 'Inventory')!, await books.idOf('Item', 'Omzet NL 9%')];
    const customer = await books.write('Customer', { DisplayName: 'Keukenhof BV', CompanyName: 'Keukenhof BV', GivenName: 'Anna', PrimaryEmailAddr: { Address: 'Anna@Keukenhof.example' }, BillAddr: { Line1: 'Kade 1', City: 'Utrecht', PostalCode: '3511 aa', Country: 'Nederland' } });
    const low = await books.idOf('TaxCode', '9% btw laag');
    const invoice = await books.write('Invoice', {
      DocNumber: 'QB-1', TxnDate: '2026-06-10', CustomerRef: { value: customer.Id }, GlobalTaxCalculation: 'TaxExcluded', SalesTermRef: { value: await books.idOf('Term', '14 dagen') },
      Line: [
        await soldLine(knife['Name'], 74.34, 1),
        { Amount: 10.67, Description: 'Kaas', DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: cheese }, Qty: 0.53, UnitPrice: 20.13208, TaxCodeRef: { value: low } } },
        { Amount: 4.99, DetailType: 'DiscountLineDetail', DiscountLineDetail: { PercentBased: false } },
      ],
    });
    for (const [method, amount] of [['PIN', 50], ['Contant', 20]] as const) {
      await books.write('Payment', { CustomerRef: { value: customer.Id }, TotalAmt: amount, PaymentMethodRef: { value: await books.idOf('PaymentMethod', method) }, Line: [{ Amount: amount, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }] });
    }
    const [record] = (await read(salesDocuments)).records;
    const order = mapped(salesDocuments, record!);
    expect([salesDocuments.key(record!), salesDocuments.type!(record!), salesDocuments.id!(record!), salesDocuments.version(record!)]).toEqual([`Invoice-${invoice.Id}`, 'Invoice', invoice.Id, (await one('Invoice', invoice.Id))['SyncToken']]);
    expect(order).toMatchObject({
      sourceId: `Invoice-${invoice.Id}`, number: 'QB-1', kind: 'invoice', date: '2026-06-10', dueDate: '2026-06-24', fullyPaid: false, cancelled: false, currency: 'EUR', taxMethod: 'exclusive', totalIncl: String(invoice['TotalAmt']),
      customer: { sourceId: customer.Id, company: 'Keukenhof BV', firstName: 'Anna', name: 'Keukenhof BV', email: 'anna@keukenhof.example', paymentDays: '14' },
      billing: { line1: 'Kade 1', postalCode: '3511 AA', city: 'Utrecht', country: 'NL' },
      paymentMethod: 'PIN', payments: [{ method: 'PIN', amount: '50.00' }, { method: 'Contant', amount: '20.00' }],
    });
    expect(order['lines'].map((line: Row) => [line['sku'], line['quantity'], line['taxRate']])).toEqual([[knife['Sku'], '1', '21'], [undefined, '0.53', '9'], ['discount', '1', '21'], ['discount', '1', '9']]);
    expect(sum(order['lines'].map((line: Row) => line['totalIncl']))).toBe(String(invoice['TotalAmt']));
    expect(sum(order['lines'].map((line: Row) => line['totalExcl']))).toBe(order['totalExcl']);
  });

  test('a receipt with prices including tax keeps them, and a refund is negative', async () => {
    const customer = { CustomerRef: { value: await books.idOf('Customer', 'Kassaklant') }, GlobalTaxCalculation: 'TaxInclusive', PaymentMethodRef: { value: await books.idOf('PaymentMethod', 'iDEAL') } };
    const line = await soldLine('Omzet NL 21%', 20, 2);
    const withTax = { ...line, SalesItemLineDetail: { ...line.SalesItemLineDetail, TaxInclusiveAmt: 24.2 } };
    await books.write('SalesReceipt', { ...customer, Line: [withTax] });
    await books.write('RefundReceipt', { ...customer, DepositToAccountRef: { value: await books.idOf('Account', 'Bankrekening') }, Line: [withTax] });
    expect((await read(salesDocuments)).records).toHaveLength(1);
    const [receipt, refund] = (await read(salesDocuments, null, { credits: true })).records.map((record) => mapped(salesDocuments, record));
    expect(receipt).toMatchObject({ kind: 'receipt', fullyPaid: true, taxMethod: 'inclusive', paymentMethod: 'iDEAL', lines: [{ quantity: '2', unitPriceIncl: '12.1', unitPriceExcl: '10', totalIncl: '24.2', totalExcl: '20' }] });
    expect(refund).toMatchObject({ kind: 'credit', totalIncl: '-24.2', paymentMethod: 'iDEAL', payments: [{ amount: '-24.2' }], lines: [{ quantity: '-2', unitPriceIncl: '12.1', totalIncl: '-24.2' }] });
  });

  test('a kind of document that is switched on later is read from its beginning', async () => {
    const customer = { CustomerRef: { value: await books.idOf('Customer', 'Kassaklant') }, GlobalTaxCalculation: 'TaxExcluded', Line: [await soldLine('Omzet NL 21%', 10)] };
    await books.write('Invoice', customer);
    await books.write('CreditMemo', customer);
    const first = await read(salesDocuments);
    expect(first.records.map((record) => record['document'])).toEqual(['Invoice']);
    expect((await read(salesDocuments, first.cursor, { credits: true })).records.map((record) => record['document'])).toEqual(['CreditMemo']);
  });
});

const one = async (entity: string, id: string): Promise<Row> => (await books.rows(entity)).find((row) => row.Id === id)!;

async function soldLine(name: string, amount: number, quantity = 1) {
  return { Amount: amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: await books.idOf('Item', name) }, Qty: quantity, UnitPrice: amount / quantity, TaxCodeRef: { value: await books.idOf('TaxCode', '21% btw hoog') } } };
}
