import { beforeAll, expect, test } from 'vitest';
import { ownDocuments } from '#sandbox/quickbooks/seed/seedOwnSales.ts';
import { countAll } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const house = useHouse({ templates: ['quickbooks-orders-to-mplus'] });
let before: Ledger;
let after: Ledger;
let run: RunSummary;
beforeAll(async () => {
  before = await house.ledger('mplus');
  run = await house.run();
  after = await house.ledger('mplus');
});

const madeOf = (number: string) => after['orders']!.filter((order) => order['reference'] === `QuickBooks ${number}`);
const cents = (euros: unknown) => Math.round(Number(euros) * 100);

test('each sale of the books that the till can take stands there once, with the same total to the cent', async () => {
  expect(countAll(run.outcomes)).toBe(run.read);
  expect(after['orders']!.length - before['orders']!.length).toBe(run.outcomes.created);
  expect(run.outcomes.created).toBe(3);
  const books = await house.books();
  const documents = [...(books['Invoice'] ?? []), ...(books['SalesReceipt'] ?? [])];
  for (const number of [ownDocuments.receipt, ownDocuments.openInvoice, ownDocuments.paidInvoice]) {
    const [order, ...more] = madeOf(number);
    expect(more).toEqual([]);
    expect(order!['totalInclAmount'], number).toBe(cents(documents.find((document) => document['DocNumber'] === number)!['TotalAmt']));
    expect(order).toMatchObject({ financialBranchNumber: 1, employeeNumber: 999999 });
  }
});

test('what was paid is entered by the till’s method of the same name; an open invoice stays unpaid, and one of which nobody says how it was paid is told', async () => {
  expect(madeOf(ownDocuments.receipt)[0]).toMatchObject({ fullyPaid: true, paymentList: { payment: [{ method: 'PIN' }] } });
  expect(madeOf(ownDocuments.openInvoice)[0]).toMatchObject({ prepaidAmount: 0, fullyPaid: false });
  expect(madeOf(ownDocuments.paidInvoice)[0]).toMatchObject({ prepaidAmount: 0 });
  const { store } = house.host.workspace;
  const { rows } = await store.records({ flowId: house.flowId, outcomes: ['created'], limit: 10 });
  const row = rows.find(({ title }) => title === ownDocuments.paidInvoice)!;
  const warnings = (await store.story(row.runId, row.seq))!.steps.flatMap((step) => (step.kind === 'warning' ? [step.text.code] : []));
  expect(warnings).toContain('mplus.payment_unsaid');
});

test('an invoice without VAT has the till’s code of 0 % on its lines, whatever the articles have', () => {
  const order = madeOf(ownDocuments.paidInvoice)[0]!;
  expect(order['totalInclAmount']).toBe(order['totalExclAmount']);
  expect(order['lineList'].line.map((line: any) => line.data.vatCode)).toEqual([3]);
});

test('a credit waits for a person, and goods the till does not have are told', async () => {
  const { rows } = await house.host.workspace.store.records({ flowId: house.flowId, limit: 100 });
  const told = new Map(rows.map((row) => [row.title, `${row.outcome} ${row.reason?.code ?? ''}`]));
  expect([ownDocuments.credit, ownDocuments.textSku, ownDocuments.strangersReceipt].map((number) => told.get(number))).toEqual(['parked mplus.order_credit', 'invalid mplus.sku_not_numeric', 'invalid mplus.order_article_unknown']);
});

test('a second run enters nothing', async () => {
  const again = await house.run();
  expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
  expect((await house.ledger('mplus'))['orders']).toEqual(after['orders']);
});
