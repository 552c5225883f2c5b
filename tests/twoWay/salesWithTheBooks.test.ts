import { afterAll, beforeAll, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { demoFlowId } from '#host/demo.ts';
import { envelope } from '#sandbox/mplus/stranger.ts';
import { ownDocuments } from '#sandbox/quickbooks/seed/seedOwnSales.ts';
import { openHouse } from '#tests/support/house.ts';
import type { House } from '#tests/support/house.ts';

/**
 * Sales in both directions between one till and one company's books. The flow to the books makes invoices and books the payments on them, which changes
 * each invoice once more; none of that may come back to the till as a sale of the books.
 */
const toBooks = 'mplus-orders-to-quickbooks';
const toTill = 'quickbooks-orders-to-mplus';

let house: House;
const runs: { readonly out: RunSummary; readonly back: RunSummary }[] = [];
const recordsOf = async (run: RunSummary) => (await house.host.workspace.store.records({ flowId: run.flowId, limit: 500 })).rows.filter(({ runId }) => runId === run.runId);
const documentsOf = async () => Object.entries(await house.books()).flatMap(([name, rows]) => (['Invoice', 'SalesReceipt', 'Payment'].includes(name) ? rows : []));

beforeAll(async () => {
  house = await openHouse({ templates: [toBooks, toTill], orders: 60 });
  const { document, revision } = await house.host.workspace.flows.get(demoFlowId(toBooks));
  const nodes = document.nodes.map((node) => (node.kind === 'target' ? { ...node, settings: { ...node.settings, document: 'invoice', payments: 'split' } } : node));
  await house.host.workspace.flows.save({ ...document, nodes }, revision);
  for (let turn = 0; turn < 2; turn += 1) runs.push({ out: await house.run({ template: toBooks }), back: await house.run({ template: toTill }) });
}, 120_000);
afterAll(() => house.close());

test('every paid order of the till is an invoice with its payments, and owes nothing', async () => {
  const created = (await recordsOf(runs[0]!.out)).filter(({ outcome }) => outcome === 'created');
  expect(created.length).toBeGreaterThan(20);
  const { Invoice = [], Payment = [] } = await house.books();
  const { shop } = house.host.demo.sandbox!;
  let paid = 0;
  for (const { target, title } of created) {
    const invoice = Invoice.find((row) => row['Id'] === target!.id)!;
    const order = shop.orders.find((candidate) => title.endsWith(String(candidate.number)))!;
    const payments = Payment.filter((row) => row['Line'].some((line: any) => line['LinkedTxn'].some((link: any) => link['TxnId'] === target!.id)));
    if (order.fullyPaid) {
      expect([invoice['Balance'], payments.length > 0], title).toEqual([0, true]);
      paid += 1;
    } else expect(invoice['Balance'], title).toBeGreaterThan(0);
  }
  expect(paid).toBeGreaterThan(10);
});

test('none of them comes back to the till: what we wrote and nobody changed is an echo', async () => {
  const back = await recordsOf(runs[0]!.back);
  expect(countAll(runs[0]!.back.outcomes)).toBe(runs[0]!.back.read);
  expect(back.filter(({ reason }) => reason?.code === 'delivery.echo').length).toBe(runs[0]!.out.outcomes.created);
  expect(runs[0]!.back.outcomes.created).toBe(3);
});

test('the second turn adds nothing on either side', async () => {
  const held = JSON.stringify(await documentsOf());
  const { out, back } = runs[1]!;
  for (const run of [out, back]) expect(run.outcomes).toMatchObject({ created: 0, updated: 0, rejected: 0, unsure: 0 });
  await house.run({ template: toBooks });
  expect(JSON.stringify(await documentsOf())).toBe(held);
});

test('an invoice of the books that is paid at the till is not booked a second time; the payment is', async () => {
  const documents = async () => Object.entries(await house.books()).flatMap(([name, rows]) => (['Invoice', 'SalesReceipt'].includes(name) ? rows : [])).length;
  const before = await documents();
  const { baseUrl, ident, secret } = house.host.demo.sandbox!.mplus;
  const order = (await house.ledger('mplus'))['orders']!.find(({ reference }) => reference === `QuickBooks ${ownDocuments.openInvoice}`)!;
  const answer = await fetch(`${baseUrl}/?${new URLSearchParams({ ident, secret })}`, {
    method: 'POST',
    body: envelope('payOrderV2', `<request><idempotencyKey>paid-at-the-till</idempotencyKey><orderId>${order['orderId']}</orderId><prepay>true</prepay><paymentList><payment><method>PIN</method><amount>${order['totalInclAmount']}</amount></payment></paymentList></request>`),
  });
  expect(await answer.text()).toContain('PAY-ORDER-RESULT-OK');
  const run = await house.run({ template: toBooks });
  expect(run.outcomes).toMatchObject({ created: 0, updated: 1 });
  expect((await recordsOf(run)).find(({ outcome }) => outcome === 'updated')!.reason).toMatchObject({ code: 'quickbooks.payments_added' });
  expect(await documents()).toBe(before);
  expect((await house.books())['Invoice']!.find(({ DocNumber }) => DocNumber === ownDocuments.openInvoice)).toMatchObject({ Balance: 0 });
});
