import { describe, expect, test } from 'vitest';
import type { Order } from '#shared/entities/order.ts';
import { openBooks, openSales } from '../../testing/bench.ts';
import { deposit, items, knife, order, useSalesDesk } from '../../testing/salesDesk.ts';
import { defaultSalesSettings } from './defaultSettings.ts';

/** Amounts, odd records, and what holds for the target as a whole. */
const desk = useSalesDesk();
const { booked, open, send } = desk;

describe('amounts', () => {
  test('an order whose lines do not make its total is not sent', async () => {
    expect(await send(order({ totalIncl: '99.95' }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.source_total', effects: [] });
  });

  test('one or two cents go on a rounding line where that is wanted', async () => {
    expect(await send(order({ totalIncl: '89.94' }))).toMatchObject({ outcome: 'invalid' });
    const receipt = await booked(await send(order({ totalIncl: '89.94' }), { rounding: 'item', roundingItem: 'Omzet NL 0%' }));
    expect(receipt['TotalAmt']).toBe(89.94);
    expect(items(receipt)[1]).toMatchObject({ Amount: -0.01, SalesItemLineDetail: { ItemRef: { value: await desk.books.idOf('Item', 'Omzet NL 0%') } } });
  });

  /** An answer as if the service had computed another total. */
  const answerWithTotal = (id: string, what: Order, total: number) => ({ operation: 'POST salesreceipt', fault: { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ SalesReceipt: { Id: id, SyncToken: '0', DocNumber: `MPL-${what.number}`, TotalAmt: total }, time: 'x' }) } }) as const;

  test('a total the service computes otherwise by a cent is a warning, by more a problem that stays until it is set right', async () => {
    const what = order();
    desk.books.sandbox.services.quickbooks.setFaults([answerWithTotal('900001', what, 89.96)]);
    const rounding = await send(what);
    expect(rounding).toMatchObject({ outcome: 'created' });
    expect(rounding.warnings.join(' ')).toMatch(/89\.96.*89\.95/);

    const other = order();
    const run = await open();
    desk.books.sandbox.services.quickbooks.setFaults([answerWithTotal('900002', other, 95)]);
    const told = await run.apply(other);
    expect(told).toMatchObject({ outcome: 'invalid', code: 'quickbooks.total_differs' });
    expect(run.ledger.has(`sales ${other.sourceId}`)).toBe(false);
  });

  test('a document of ours with another total is not called done', async () => {
    const what = order();
    const receipt = await booked(await send(what));
    const line = items(receipt)[0]!;
    await desk.books.write('SalesReceipt', { Id: receipt.Id, SyncToken: receipt['SyncToken'], sparse: true, Line: [{ ...line, Amount: 10, SalesItemLineDetail: { ...line['SalesItemLineDetail'], Qty: 1, UnitPrice: 10 } }] });
    expect(await send(what)).toMatchObject({ outcome: 'invalid', code: 'quickbooks.total_differs' });
  });

  test('with a rounding item the missing cent is added to the document that was made', async () => {
    const what = order();
    const run = await open({ rounding: 'item', roundingItem: 'Omzet NL 0%' });
    const real = await booked(await run.apply(what));
    // The same document once more, as if its answer had told a cent less.
    run.ledger.delete(`sales ${what.sourceId}`);
    const again = { ...what, number: `${what.number}-b`, sourceId: `${what.sourceId}-b` };
    desk.books.sandbox.services.quickbooks.setFaults([answerWithTotal(real.Id, again, 89.94)]);
    const told = await run.apply(again);
    expect(told.effects).toContain('roundSalesReceipt');
    expect(told).toMatchObject({ outcome: 'invalid', code: 'quickbooks.total_differs' });
    expect(items((await desk.books.rows('SalesReceipt')).find((row) => row.Id === real.Id)!).at(-1)).toMatchObject({ Amount: 0.01 });
  });

  test('another currency than the company’s is not booked as if it were the same', async () => {
    expect(await send(order({ currency: 'USD' }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.currency' });
  });

  test('an order without lines, and one with too many, are named', async () => {
    expect(await send(order({ lines: [], totalIncl: '0.00' }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.no_lines' });
    expect(await send(order({ lines: Array.from({ length: 751 }, () => deposit), totalIncl: '7510.00' }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.too_many_lines' });
  });
});

describe('what is no order', () => {
  test('a quantity that is no number, a missing date and an unknown kind name their field', async () => {
    const run = await open();
    expect(await run.apply({ ...order(), lines: [{ ...knife, quantity: '2x' }] })).toMatchObject({ outcome: 'invalid', text: '“2x” is not a number.', error: { data: { where: { field: 'lines[1].quantity' } } } });
    const { date: _, ...undated } = order();
    expect(await run.apply(undated)).toMatchObject({ outcome: 'invalid', code: 'order.missing', error: { data: { where: { field: 'date' } } } });
    expect(await run.apply({ ...order(), kind: 'quote' })).toMatchObject({ outcome: 'invalid', code: 'order.bad_value' });
    expect(await run.apply({ ...order(), date: '2026-13-45' })).toMatchObject({ outcome: 'invalid', error: { data: { where: { field: 'date' } } } });
  });

  test('a yes that came through the mapping as a text is a yes', async () => {
    expect(await send({ ...order(), cancelled: 'true' } as never)).toMatchObject({ outcome: 'skipped' });
    expect((await send({ ...order(), fullyPaid: 'false' } as never)).target?.type).toBe('Invoice');
  });

  test('what is wrong with a customer’s data is not repeated in the message', async () => {
    const told = await send({ ...order(), customer: { email: 7 } } as never);
    expect(told).toMatchObject({ outcome: 'invalid', code: 'order.bad_value' });
    expect(told.text).not.toContain('7');
  });
});

test('a dry run decides everything and writes nothing', async () => {
  const before = [await desk.books.rows('Customer'), await desk.books.rows('SalesReceipt')].map((rows) => rows.length);
  const run = await open();
  const what = order();
  const told = await run.apply(what, { dryRun: true });
  expect(told).toMatchObject({ outcome: 'created', effects: ['createCustomer', 'createSalesReceipt'] });
  expect(run.ledger.size).toBe(0);
  expect([await desk.books.rows('Customer'), await desk.books.rows('SalesReceipt')].map((rows) => rows.length)).toEqual(before);
});

test('a page is looked up in one batch, and each new order then costs its two writes', async () => {
  const run = await open();
  const page = Array.from({ length: 10 }, () => order());
  const before = run.exchanges.length;
  await run.lookAhead(page);
  expect(run.exchanges.length - before).toBe(1);
  for (const what of page) expect((await run.apply(what)).outcome).toBe('created');
  expect(run.exchanges.length - before).toBe(1 + 2 * page.length);
});

test('the same order makes the same request, letter by letter', async () => {
  const bodies: string[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const other = await openBooks();
    const run = await openSales(other, defaultSalesSettings);
    await run.apply({ ...order(), sourceId: 'same', number: 'same', customer: { sourceId: 'same', name: 'Zelfde', email: 'zelfde@proef.example' } });
    bodies.push(run.exchanges.filter((exchange) => exchange.method === 'POST').map((exchange) => exchange.requestBody).join('\n'));
    await other.stop();
  }
  expect(bodies[0]).toBe(bodies[1]);
  expect(bodies[0]).not.toMatch(/"value":\d/);
});
