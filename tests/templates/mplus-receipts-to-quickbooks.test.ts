import { beforeAll, expect, test } from 'vitest';
import { fromCents, round, sum } from '#shared/money/decimal.ts';
import { countAll } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import type { ShopReceipt } from '#sandbox/shop/types.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['mplus-receipts-to-quickbooks'], receipts: 30 });
let first: RunSummary;
let books: Ledger;
beforeAll(async () => {
  first = await house.run();
  books = await house.books();
});

const tickets = () => house.host.demo.sandbox!.shop.receipts;
const planted = (name: string): ShopReceipt => tickets().find(({ plant }) => plant === name)!;
const numberOf = ({ year, branchNumber, workplaceNumber, number }: ShopReceipt) => `MPL-B${year}-${branchNumber}-${workplaceNumber}-${number}`;
const documentsOf = (receipt: ShopReceipt, held = books) =>
  ['SalesReceipt', 'RefundReceipt', 'Invoice', 'CreditMemo'].flatMap((kind) => (held[kind] ?? []).filter((document) => document['DocNumber'] === numberOf(receipt)).map((document) => ({ kind, document })));
const nameOf = (entity: string, ref: { value: string } | undefined) => books[entity]!.find(({ Id }) => Id === ref?.value)?.['Name'];
const outcomeOf = async (receipt: ShopReceipt) => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, limit: 200 });
  return rows.find(({ title }) => title.endsWith(`-${receipt.number}`));
};

test('every ticket of the counter ends somewhere, and what is booked has its total and tax to the cent', async () => {
  expect(first.read).toBe(tickets().length);
  expect(countAll(first.outcomes)).toBe(first.read);
  expect(first.outcomes.created).toBe(tickets().length - 2);
  let booked = '0';
  for (const receipt of tickets()) {
    const found = documentsOf(receipt);
    if (['missingProduct', 'unmappedPayment'].includes(receipt.plant ?? '')) {
      expect(found, String(receipt.number)).toEqual([]);
      continue;
    }
    expect(found, String(receipt.number)).toHaveLength(1);
    const { kind, document } = found[0]!;
    const sign = receipt.totalInclCents < 0 ? -1 : 1;
    expect(kind, String(receipt.number)).toBe(sign < 0 ? 'RefundReceipt' : 'SalesReceipt');
    expect(Math.round(document['TotalAmt'] * 100), String(receipt.number)).toBe(sign * receipt.totalInclCents);
    expect(Math.round((document['TxnTaxDetail']?.['TotalTax'] ?? 0) * 100), String(receipt.number)).toBe(sign * (receipt.totalInclCents - receipt.totalExclCents));
    booked = sum([booked, fromCents(sign * Math.round(document['TotalAmt'] * 100))]);
  }
  const sold = tickets().filter((receipt) => documentsOf(receipt).length > 0).map((receipt) => fromCents(receipt.totalInclCents));
  expect(round(booked, 2)).toBe(round(sum(sold), 2));
});

test('a ticket paid in three ways is booked once, by its largest payment, and names all three', () => {
  const receipt = planted('threePayments');
  const [{ document }] = documentsOf(receipt) as [{ kind: string; document: Record<string, any> }];
  expect(receipt.payments).toHaveLength(3);
  expect(nameOf('PaymentMethod', document['PaymentMethodRef'])).toBe('PIN');
  for (const { method, amountCents } of receipt.payments) expect(document['PrivateNote']).toContain(`${method} ${fromCents(amountCents)}`);
});

test('goods taken back become a refund from the drawer they were paid out of, never a sale', () => {
  const [{ kind, document }] = documentsOf(planted('return')) as [{ kind: string; document: Record<string, any> }];
  expect(kind).toBe('RefundReceipt');
  expect(document['TotalAmt']).toBeGreaterThan(0);
  expect(nameOf('Account', document['DepositToAccountRef'])).toBe('Kas winkel');
});

test('weighed goods keep their grams', () => {
  const receipt = planted('weighed');
  const [{ document }] = documentsOf(receipt) as [{ kind: string; document: Record<string, any> }];
  expect(document['Line'][0]).toMatchObject({ SalesItemLineDetail: { Qty: Number(receipt.lines[0]!.quantity) } });
});

test('a sale to nobody in particular goes to the default customer, one to somebody to that customer', () => {
  const customerOf = (receipt: ShopReceipt) => books['Customer']!.find(({ Id }) => Id === documentsOf(receipt)[0]!.document['CustomerRef'].value)!['DisplayName'];
  expect(customerOf(planted('weighed'))).toBe('Kassaklant');
  expect(customerOf(planted('knownCustomer'))).toBe('Restaurant Aan de Werf & Zn');
});

test('a way of paying the books do not know waits for an answer, an article they do not have is reported', async () => {
  expect(await outcomeOf(planted('unmappedPayment'))).toMatchObject({ outcome: 'parked' });
  expect(await outcomeOf(planted('missingProduct'))).toMatchObject({ outcome: 'invalid' });
});

test('an exchange that costs nothing is booked as it was rung up', () => {
  const [{ document }] = documentsOf(planted('exchange')) as [{ kind: string; document: Record<string, any> }];
  expect(document['TotalAmt']).toBe(0);
  expect(document['Line'].filter((line: { DetailType: string }) => line.DetailType === 'SalesItemLineDetail').map((line: { Amount: number }) => Math.sign(line.Amount))).toEqual([-1, 1]);
});

test('money taken out of the drawer is no sale and is not read', async () => {
  const { receipts } = await house.ledger('mplus');
  expect(receipts!.filter(({ receiptType }) => receiptType === 'RECEIPT-TYPE-CASH-OUTFLOW')).toHaveLength(1);
  expect(receipts!).toHaveLength(first.read + 1);
});

test('a second run books nothing again', async () => {
  const again = await house.run();
  expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
  expect(countAll(again.outcomes)).toBe(again.read);
  expect(await house.books()).toEqual(books);
});
