import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Order } from '#shared/entities/order.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { fromCents } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { openTill } from '../testing/openTill.ts';
import type { OpenTill } from '../testing/openTill.ts';
import { receipts } from './receipts.ts';

const map = compileMapping(receipts.defaultMapping);
let till: OpenTill;
beforeAll(async () => {
  till = await openTill({ shop: { receipts: 24 }, unsortedPages: true });
});
afterAll(() => till.stop());

async function read(settings: Record<string, unknown> = {}): Promise<readonly SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const page of receipts.read({ client: till.client, settings: withDefaults(receipts.settings, settings), cursor: null, signal: new AbortController().signal })) records.push(...page.records);
  return records;
}
const planted = (name: string) => till.shop.receipts.find(({ plant }) => plant === name)!;
const orderOf = async (name: string) => map((await read()).find((record) => receipts.describe(record).title.endsWith(`-${planted(name).number}`))!).value as unknown as Order;

test('every ticket is an order of Fluxo, to the cent, with all its payments', async () => {
  const records = await read({ pageSize: 5 });
  expect(records).toHaveLength(till.shop.receipts.length);
  for (const record of records) {
    const sold = till.shop.receipts.find(({ number }) => receipts.describe(record).title.endsWith(`-${number}`))!;
    const order = map(record).value as unknown as Order;
    expect(order).toMatchObject({
      number: `${sold.year}-${sold.branchNumber}-${sold.workplaceNumber}-${sold.number}`,
      kind: sold.totalInclCents < 0 ? 'credit' : 'receipt',
      fullyPaid: true,
      totalIncl: fromCents(sold.totalInclCents),
      totalExcl: fromCents(sold.totalExclCents),
      branch: '1',
    });
    expect((order.payments ?? []).map(({ method, amount }) => [method, amount])).toEqual(sold.payments.map(({ method, amountCents }) => [method, fromCents(amountCents)]));
  }
});

test('of three payments the largest gives the method', async () => {
  const order = await orderOf('threePayments');
  expect(order.payments).toHaveLength(3);
  expect(order.paymentMethod).toBe('PIN');
});

test('what was taken back is a credit with negative quantity, amounts and payment', async () => {
  const order = await orderOf('return');
  expect([order.kind, order.lines[0]!.quantity.startsWith('-'), order.totalIncl!.startsWith('-'), order.payments![0]!.amount.startsWith('-')]).toEqual(['credit', true, true, true]);
  expect(order.paymentMethod).toBe('CASH');
});

test('weighed goods keep their grams, and a sale to nobody has no customer', async () => {
  const order = await orderOf('weighed');
  expect(order.lines[0]!.quantity).toBe(planted('weighed').lines[0]!.quantity);
  expect(order).not.toHaveProperty('customer');
  expect((await orderOf('knownCustomer')).customer).toMatchObject({ company: 'Restaurant Aan de Werf & Zn', email: 'inkoop@aandewerf.example' });
});

test('money taken out of the drawer is passed over, and reading goes on behind it', async () => {
  const held = till.rows('receipts');
  expect(held.filter(({ receiptType }) => receiptType === 'RECEIPT-TYPE-CASH-OUTFLOW')).toHaveLength(1);
  expect((await read()).map(receipts.key).toSorted()).toEqual(held.filter(({ receiptType }) => receiptType !== 'RECEIPT-TYPE-CASH-OUTFLOW').map(({ receiptId }) => receiptId).toSorted());
  expect((await read({ receiptTypes: ['RECEIPT-TYPE-CREDIT-RECEIPT'] })).map((record) => record['documentKind'])).toEqual(['credit']);
});

test('one can be asked for by its id, and one nobody has is no error', async () => {
  const context = { client: till.client, settings: {}, cursor: null, signal: new AbortController().signal };
  const [first] = await read();
  expect(await receipts.readOne!(context, receipts.key(first!))).toEqual(first);
  expect(await receipts.readOne!(context, 'no-such-id')).toBeNull();
});
