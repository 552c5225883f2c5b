import { afterEach, expect, test } from 'vitest';
import { envelope } from '#sandbox/mplus/stranger.ts';
import { openHouse, type House } from '#tests/support/house.ts';

let house: House;
afterEach(() => house.close());

/** Somebody pays an open order at the till in full, so that it becomes an invoice. Gives both ids. */
async function payAnOrder(): Promise<{ orderId: string; invoiceId: string }> {
  const { baseUrl, ident, secret } = house.host.demo.sandbox!.mplus;
  const open = (await house.ledger('mplus'))['orders']!.find((order) => order['invoiceIds'] === undefined && order['fullyPaid'] !== true && order['fullyPaid'] !== 'true' && Number(order['totalInclAmount']) > 0)!;
  const due = Number(open['totalInclAmount']) - Number(open['prepaidAmount'] ?? 0);
  const body = envelope('payOrderV2', `<request><idempotencyKey>paid</idempotencyKey><orderId>${String(open['orderId'])}</orderId><prepay>false</prepay><paymentList><payment><method>PIN</method><amount>${due}</amount></payment></paymentList></request>`);
  const answer = await (await fetch(`${baseUrl}/?ident=${ident}&secret=${secret}`, { method: 'POST', headers: { 'content-type': 'text/xml; charset=utf-8' }, body })).text();
  const invoiceId = /<ns:invoiceId>([^<]+)<|<(?:\w+:)?invoiceId>([^<]+)</.exec(answer)?.slice(1).find(Boolean);
  expect(answer).toContain('PAY-ORDER-RESULT-OK');
  return { orderId: String(open['orderId']), invoiceId: invoiceId! };
}

const documents = async () => {
  const [books, shop] = [await house.books(), await house.ledger('mailchimp')];
  return [...(books['Invoice'] ?? []), ...(books['SalesReceipt'] ?? []), ...(books['CreditMemo'] ?? []), ...(books['RefundReceipt'] ?? []), ...(shop['orders'] ?? [])].length;
};

test.each([
  ['books', 'mplus-orders-to-quickbooks', 'mplus-invoices-to-quickbooks', 'quickbooks.same_sale'],
  ['web shop', 'mplus-orders-to-mailchimp', 'mplus-invoices-to-mailchimp', 'mailchimp.same_sale'],
])('a sale that went to the %s as an order does not go there again as the invoice it became', async (_, orders, invoices, code) => {
  house = await openHouse({ orders: 20, templates: [orders, invoices, ...(orders.endsWith('mailchimp') ? ['mplus-products-to-mailchimp'] : [])] });
  if (orders.endsWith('mailchimp')) await house.run({ template: 'mplus-products-to-mailchimp' });
  await house.run({ template: orders });
  const { orderId, invoiceId } = await payAnOrder();
  const before = await documents();
  const run = await house.run({ template: invoices });
  const { rows } = await house.host.workspace.store.records({ runId: run.runId, limit: 100 });
  const row = rows.find(({ key }) => key === invoiceId)!;
  // The books learn that the order's invoice was paid meanwhile; the web shop has nothing to learn.
  expect([row.outcome, row.reason?.code]).toEqual(orders.endsWith('mailchimp') ? ['skipped', code] : ['updated', 'quickbooks.payments_added']);
  expect((await documents()) - before).toBe(run.outcomes.created);

  // The other way round it holds as well: the invoice first, the order afterwards.
  await house.close();
  house = await openHouse({ orders: 20, templates: [orders, invoices, ...(orders.endsWith('mailchimp') ? ['mplus-products-to-mailchimp'] : [])] });
  if (orders.endsWith('mailchimp')) await house.run({ template: 'mplus-products-to-mailchimp' });
  const again = await payAnOrder();
  expect(again.orderId).toBe(orderId);
  await house.run({ template: invoices });
  const later = await house.run({ template: orders });
  const after = await house.host.workspace.store.records({ runId: later.runId, limit: 100 });
  expect(after.rows.find(({ key }) => key === orderId)).toMatchObject({ outcome: 'skipped', reason: { code } });
});
