import { beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { envelope } from '#sandbox/mplus/stranger.ts';
import type { ShopInvoice } from '#sandbox/shop/types.ts';
import { openHouse } from '../support/house.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const template = 'mplus-invoices-to-quickbooks';

const house = useHouse({ templates: [template], invoices: 24 });
let first: RunSummary;
let books: Ledger;
beforeAll(async () => {
  first = await house.run();
  books = await house.books();
});

const invoices = () => house.host.demo.sandbox!.shop.invoices;
const planted = (name: string): ShopInvoice => invoices().find(({ plant }) => plant === name)!;
const documentsOf = (invoice: ShopInvoice, held = books) =>
  ['Invoice', 'SalesReceipt', 'CreditMemo', 'RefundReceipt'].flatMap((kind) => (held[kind] ?? []).filter((document) => document['DocNumber'] === `MPL-F${invoice.year}-${invoice.number}`).map((document) => ({ kind, document })));
const troubles: Readonly<Record<string, string>> = { unknownCountry: 'parked', missingProduct: 'invalid' };

async function outcomes(): Promise<ReadonlyMap<string, string>> {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, limit: 200 });
  return new Map(rows.map(({ title, outcome }) => [title, String(outcome)]));
}

test('every invoice ends as it should, and what is booked has its total and tax to the cent', async () => {
  expect(first.read).toBe(invoices().length);
  expect(countAll(first.outcomes)).toBe(first.read);
  const ends = await outcomes();
  for (const invoice of invoices()) {
    const number = `${invoice.year}-${invoice.number}`;
    const wanted = troubles[invoice.plant ?? ''] ?? 'created';
    expect([number, ends.get(number)]).toEqual([number, wanted]);
    const found = documentsOf(invoice);
    expect(found, number).toHaveLength(wanted === 'created' ? 1 : 0);
    if (!found[0]) continue;
    const sign = invoice.type === 'credit' ? -1 : 1;
    // Reverse charge is owed without tax.
    expect(Math.round(found[0].document['TotalAmt'] * 100), number).toBe(sign * invoice.totalInclCents);
    expect(Math.round((found[0].document['TxnTaxDetail']?.['TotalTax'] ?? 0) * 100), number).toBe(sign * (invoice.totalInclCents - invoice.totalExclCents));
  }
});

test('a credit invoice becomes a credit memo of a positive amount, and never an invoice', () => {
  const credit = planted('credit');
  expect(credit.totalInclCents).toBeLessThan(0);
  const [{ kind, document }] = documentsOf(credit) as [{ kind: string; document: Record<string, any> }];
  expect(kind).toBe('CreditMemo');
  expect(Math.round(document['TotalAmt'] * 100)).toBe(-credit.totalInclCents);
  expect(document['CustomerRef']).toEqual(documentsOf(planted('onAccount'))[0]!.document['CustomerRef']);
});

test('an invoice on account is an invoice that is due when the till says', async () => {
  const invoice = planted('onAccount');
  const [{ kind, document }] = documentsOf(invoice) as [{ kind: string; document: Record<string, any> }];
  expect(kind).toBe('Invoice');
  const { dueDate } = (await house.ledger('mplus'))['invoices']!.find(({ invoiceNumber }) => invoiceNumber.number === invoice.number)!;
  expect(document['DueDate']).toBe([dueDate.year, dueDate.mon, dueDate.day].map((part: number) => String(part).padStart(2, '0')).join('-'));
});

test('a paid invoice is an invoice that owes nothing, with the payment on it', () => {
  const invoice = planted('paid');
  const [{ kind, document }] = documentsOf(invoice) as [{ kind: string; document: Record<string, any> }];
  expect(kind).toBe('Invoice');
  expect(document['Balance']).toBe(0);
  const payments = books['Payment']!.filter(({ Line }) => JSON.stringify(Line ?? []).includes(`"TxnId":"${document['Id']}"`));
  expect(payments.map(({ TotalAmt }) => Math.round(TotalAmt * 100))).toEqual([invoice.totalInclCents]);
});

test('what is paid at the till later is booked on the invoice, and the invoice is not reported as changed', async () => {
  const fresh = await openHouse({ templates: [template], invoices: 6 });
  try {
    await fresh.run();
    const { baseUrl, ident, secret } = fresh.host.demo.sandbox!.mplus;
    const number = fresh.host.demo.sandbox!.shop.invoices.find(({ plant }) => plant === 'onAccount')!.number;
    const held = (await fresh.ledger('mplus'))['invoices']!.find(({ invoiceNumber }) => invoiceNumber.number === number)!;
    const half = Math.floor(held['totalInclAmount'] / 2);
    const pay = (cents: number) => fetch(`${baseUrl}/?${new URLSearchParams({ ident, secret })}`, { method: 'POST', body: envelope('payInvoice', `<request><invoiceId>${held['invoiceId']}</invoiceId><paymentList><payment><method>PIN</method><amount>${cents}</amount></payment></paymentList></request>`) });
    const owed = async () => Math.round((await fresh.books())['Invoice']!.find(({ DocNumber }) => String(DocNumber).endsWith(`-${number}`))!['Balance'] * 100);
    expect(await owed()).toBe(held['totalInclAmount']);
    // Meanwhile the customer has another number to be called at; that changes no invoice.
    await fetch(`${baseUrl}/?${new URLSearchParams({ ident, secret })}`, { method: 'POST', body: envelope('updateRelation', `<relation><relationNumber>${held['relationNumber']}</relationNumber><telephone>030-555 0999</telephone></relation>`) });
    for (const [cents, left] of [[half, held['totalInclAmount'] - half], [held['totalInclAmount'] - half, 0]] as const) {
      await pay(cents);
      const run = await fresh.run();
      expect(run.outcomes).toMatchObject({ created: 0, updated: 1 });
      expect(await owed()).toBe(left);
    }
  } finally {
    await fresh.close();
  }
});

test('reading makes no invoice final', async () => {
  const held = (await house.ledger('mplus'))['invoices']!;
  expect(held.filter(({ finalized }) => finalized !== true).map(({ invoiceNumber }) => invoiceNumber.number)).toEqual([planted('notFinal').number]);
});

test('a cancelled order was never billed, so nothing of it gets into the books', () => {
  const { orders } = house.host.demo.sandbox!.shop;
  const cancelled = orders.filter((order) => order.cancelled);
  expect(cancelled.length).toBeGreaterThan(0);
  const all = ['Invoice', 'SalesReceipt', 'CreditMemo', 'RefundReceipt'].flatMap((kind) => books[kind] ?? []);
  for (const { number } of cancelled) expect(all.filter((document) => String(document['DocNumber']).endsWith(`-${number}`))).toEqual([]);
});

test('an invoice the till touches while its pages are read comes again and is not booked twice', async () => {
  const fresh = await openHouse({ templates: [template], invoices: 6 });
  try {
    await fresh.fault('mplus', [{ operation: 'getInvoices', fault: { kind: 'changeAfter' } }]);
    const run = await fresh.run();
    // The one that was touched behind the first page is read once more in the same run.
    expect(run.read).toBe(7);
    expect(countAll(run.outcomes)).toBe(7);
    const numbers = ['Invoice', 'SalesReceipt', 'CreditMemo'].flatMap(async (kind) => ((await fresh.books())[kind] ?? []).map((document) => document['DocNumber']));
    const booked = (await Promise.all(numbers)).flat().filter((number) => String(number).startsWith('MPL-F'));
    expect(new Set(booked).size).toBe(booked.length);
    expect(booked).toHaveLength(run.outcomes.created);
  } finally {
    await fresh.close();
  }
});

test('a second run books nothing again', async () => {
  const again = await house.run();
  expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(countAll(again.outcomes)).toBe(again.read);
  expect(await house.books()).toEqual(books);
});
