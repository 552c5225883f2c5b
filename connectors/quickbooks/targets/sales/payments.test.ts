import { describe, expect, test } from 'vitest';
import type { Order } from '#shared/entities/order.ts';
import { salesDocuments } from '../../streams/sales.ts';
import type { Row } from '../../testing/bench.ts';
import { order, park, useSalesDesk } from '../../testing/salesDesk.ts';

/** Payments of invoices, and orders that lack several rows. */
const desk = useSalesDesk();
const always = { document: 'invoice' } as const;

const paymentsOf = async (id: string): Promise<readonly Row[]> => (await desk.books.rows('Payment')).filter((row) => row['Line'].some((line: Row) => line['LinkedTxn']?.some((link: Row) => link['TxnId'] === id)));
const invoice = async (id: string): Promise<Row> => (await desk.books.rows('Invoice')).find((row) => row.Id === id)!;
const method = (name: string) => desk.books.idOf('PaymentMethod', name);
const account = (name: string) => desk.books.idOf('Account', name);
const split = (more: Partial<Order> = {}) => order({ payments: [{ method: 'PIN', amount: '50.00', reference: 'bon 12' }, { method: 'CASH', amount: '39.95' }], ...more });

describe('payments of an invoice', () => {
  test('are not booked unless they are wanted', async () => {
    const told = await desk.send(split(), always);
    expect(await paymentsOf(told.target!.id)).toEqual([]);
    expect((await invoice(told.target!.id))['Balance']).toBe(89.95);
  });

  test('one for all of it, by the method of the largest, on the account of its table', async () => {
    const told = await desk.send(split({ paymentMethod: 'PIN' }), { ...always, payments: 'whenPaid' });
    expect(told).toMatchObject({ outcome: 'created', target: { type: 'Invoice' } });
    const [payment, ...more] = await paymentsOf(told.target!.id);
    expect(more).toEqual([]);
    expect(payment).toMatchObject({ TotalAmt: 89.95, UnappliedAmt: 0, TxnDate: '2026-06-10', PaymentMethodRef: { value: await method('PIN') }, DepositToAccountRef: { value: await account('Kruisposten PIN en iDEAL') }, PaymentRefNum: 'bon 12' });
    expect((await invoice(told.target!.id))['Balance']).toBe(0);
  });

  test('nothing while it is not fully paid, where one payment for all is wanted', async () => {
    const told = await desk.send(split({ fullyPaid: false, payments: [{ method: 'PIN', amount: '50.00' }] }), { ...always, payments: 'whenPaid' });
    expect(await paymentsOf(told.target!.id)).toEqual([]);
  });

  test('one per method, each with its own account; what comes in later follows, and nothing twice', async () => {
    const settings = { payments: 'split', onExisting: 'alertIfChanged' };
    const run = await desk.open(settings);
    const first = split({ fullyPaid: false, payments: [{ method: 'PIN', amount: '50.00' }] });
    const { target } = await run.apply(first);
    expect([(await paymentsOf(target!.id)).length, (await invoice(target!.id))['Balance']]).toEqual([1, 39.95]);
    expect(await run.apply(first)).toMatchObject({ outcome: 'skipped', effects: [] });
    const paid = { ...first, fullyPaid: true, payments: [{ method: 'PIN', amount: '50.00' }, { method: 'CASH', amount: '39.95' }] };
    expect(await run.apply(paid)).toMatchObject({ outcome: 'updated', code: 'quickbooks.payments_added', effects: ['createPayment'], target });
    expect(await run.apply(paid)).toMatchObject({ outcome: 'skipped', effects: [] });
    const booked = await paymentsOf(target!.id);
    expect(booked.map((row) => [row['TotalAmt'], row['PaymentMethodRef']['value'], row['DepositToAccountRef']['value']])).toEqual([
      [50, await method('PIN'), await account('Kruisposten PIN en iDEAL')],
      [39.95, await method('Contant'), await account('Kas winkel')],
    ]);
    expect((await invoice(target!.id))['Balance']).toBe(0);
    // Any other change of the order still is one.
    expect(await run.apply({ ...paid, note: 'Toch anders' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.changed_since' });
  });

  test('a payment that could not be sent with its invoice has the invoice’s date all the same, one that came in later that of the day', async () => {
    const sold = split();
    const { target } = await desk.send(sold, always);
    // As after a refused payment: the next try sees the ledger as it was before the first, and finds the invoice by its mark.
    const again = await desk.open({ ...always, payments: 'whenPaid' });
    expect(await again.apply(sold)).toMatchObject({ outcome: 'updated', code: 'quickbooks.payments_added', target });
    expect((await paymentsOf(target!.id)).map((row) => row['TxnDate'])).toEqual(['2026-06-10']);

    const later = split({ fullyPaid: false, payments: [] });
    const open = await again.apply(later);
    await again.apply({ ...later, ...split(), sourceId: later.sourceId, number: later.number! });
    expect((await paymentsOf(open.target!.id)).map((row) => row['TxnDate'])).toEqual([new Intl.DateTimeFormat('sv-SE').format(desk.books.client.now())]);
  });

  test('what the bookkeeper booked by hand counts as paid', async () => {
    const run = await desk.open({ ...always, payments: 'split' });
    const open = split({ fullyPaid: false, payments: [] });
    const { target } = await run.apply(open);
    const known = await invoice(target!.id);
    await desk.books.write('Payment', { CustomerRef: known['CustomerRef'], TotalAmt: 60, Line: [{ Amount: 60, LinkedTxn: [{ TxnId: target!.id, TxnType: 'Invoice' }] }] });
    await run.apply({ ...open, payments: [{ method: 'PIN', amount: '50.00' }, { method: 'CASH', amount: '39.95' }] });
    expect((await paymentsOf(target!.id)).map((row) => row['TotalAmt'])).toEqual([60, 29.95]);
  });

  test('money given back counts off the largest payment, and no more is booked than is open', async () => {
    const back = await desk.send(split({ payments: [{ method: 'CASH', amount: '100.00' }, { method: 'CASH', amount: '-10.05' }, { method: 'PIN', amount: '-0.00' }] }), { ...always, payments: 'split' });
    expect((await paymentsOf(back.target!.id)).map((row) => row['TotalAmt'])).toEqual([89.95]);
    const mixed = await desk.send(split({ payments: [{ method: 'PIN', amount: '95.00' }, { method: 'CASH', amount: '-5.05' }] }), { ...always, payments: 'split' });
    expect((await paymentsOf(mixed.target!.id)).map((row) => row['TotalAmt'])).toEqual([89.95]);
    expect(mixed.warningCodes).toEqual(['quickbooks.given_back']);
    const tip = await desk.send(split({ payments: [{ method: 'PIN', amount: '100.00' }] }), { ...always, payments: 'split' });
    expect((await paymentsOf(tip.target!.id)).map((row) => row['TotalAmt'])).toEqual([89.95]);
    expect(tip.warningCodes).toEqual(['quickbooks.overpaid']);
  });

  test('a lost answer books it once, even when the service forgot that it was asked', async () => {
    const run = await desk.open({ ...always, payments: 'whenPaid' });
    const what = split();
    desk.books.sandbox.services.quickbooks.setFaults([{ operation: 'POST payment', fault: { kind: 'loseAnswer' } }]);
    expect(await run.apply(what)).toMatchObject({ outcome: 'remote' });
    // This desk asks with a new key each time, as a service does that remembers none.
    const told = await run.apply(what);
    expect(told).toMatchObject({ outcome: 'skipped', effects: [] });
    expect(await paymentsOf(told.target!.id)).toHaveLength(1);
  });

  test('an invoice with its payments is known again when it comes back from QuickBooks', async () => {
    const run = await desk.open({ ...always, payments: 'split' });
    const what = split();
    const { target } = await run.apply(what);
    const read = await salesDocuments.readOne!({ client: desk.books.client, settings: {}, cursor: null, signal: new AbortController().signal }, `Invoice-${target!.id}`);
    expect(run.ledger.get(`sales ${what.sourceId}`)).toMatchObject({ targetType: 'Invoice', targetId: target!.id, targetVersion: salesDocuments.version(read!) });
  });

  test('a dry run books nothing', async () => {
    const before = (await desk.books.rows('Payment')).length;
    const run = await desk.open({ ...always, payments: 'split' });
    expect(await run.apply(split(), { dryRun: true })).toMatchObject({ outcome: 'created', effects: expect.arrayContaining(['createInvoice', 'createPayment']) });
    expect((await desk.books.rows('Payment')).length).toBe(before);
  });
});

describe('an order that a flow made from a document of QuickBooks', () => {
  test('is not booked again, whatever became of it since; only what was paid for it is', async () => {
    const made = await desk.send(order({ fullyPaid: false }), always);
    const origin = { key: `Invoice-${made.target!.id}`, keys: [`Invoice-${made.target!.id}`] };
    const run = await desk.open();
    const copy = order({ number: 'K-77', totalIncl: '89.94', fullyPaid: false });
    expect(await run.apply(copy, { twin: origin })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.made_from', effects: [], target: made.target });
    expect(await run.apply(copy)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.already_there' });
    const paying = await desk.open({ payments: 'whenPaid' });
    expect(await paying.apply({ ...copy, fullyPaid: true }, { twin: origin })).toMatchObject({ outcome: 'updated', effects: ['createPayment'] });
    expect((await invoice(made.target!.id))['Balance']).toBe(0);
  });

  test('is booked when that document is gone, or when the key is of something else', async () => {
    const run = await desk.open();
    expect(await run.apply(order(), { twin: { key: 'Invoice-999999', keys: ['Invoice-999999', '17'] } })).toMatchObject({ outcome: 'created' });
  });
});

describe('an order that lacks several rows', () => {
  test('waits once and names all of them', async () => {
    const told = await desk.send(order({ paymentMethod: 'TIKKIE', branch: '77' }));
    expect(told).toMatchObject({ outcome: 'parked', code: 'quickbooks.rows_missing', effects: [] });
    expect(told.text).toBe('“TIKKIE”, “77”: not in the table yet of Payment method, Deposit account, Location.');
    expect(told.error?.data.parkedOn).toEqual({ setting: 'paymentMethod', value: 'TIKKIE', also: [{ setting: 'depositAccount', value: 'TIKKIE' }, { setting: 'department', value: '77' }] });
  });

  test('with one missing it is said as always', async () => {
    const told = await desk.send(order({ branch: '77' }));
    expect(told).toMatchObject({ outcome: 'parked', code: 'mapping.parked' });
    expect(told.error?.data.parkedOn).toEqual({ setting: 'department', value: '77' });
  });

  test('the methods of payments that are booked one by one count too', async () => {
    const told = await desk.send(split({ payments: [{ method: 'PIN', amount: '50.00' }, { method: 'TIKKIE', amount: '39.95' }] }), { ...always, payments: 'split', term: { ...park, table: [] } });
    expect(told).toMatchObject({ outcome: 'parked', code: 'quickbooks.rows_missing', effects: [] });
    expect(told.text).toContain('“TIKKIE”');
  });
});
