import { describe, expect, test } from 'vitest';
import { openSales } from '../../testing/bench.ts';
import { items, knife, order, park, useSalesDesk } from '../../testing/salesDesk.ts';
import { defaultSalesSettings } from './defaultSettings.ts';

/** Which document an order becomes, and how one that is there already is known. */
const desk = useSalesDesk();
const { booked, open, send } = desk;

describe('which document', () => {
  test('a fully paid order becomes a sales receipt with method, account, location and our mark', async () => {
    const what = order();
    const told = await send(what);
    const receipt = await booked(told);
    expect(told.target).toMatchObject({ type: 'SalesReceipt', label: `MPL-${what.number}` });
    expect(receipt).toMatchObject({
      DocNumber: `MPL-${what.number}`,
      TxnDate: '2026-06-10',
      GlobalTaxCalculation: 'TaxInclusive',
      TotalAmt: 89.95,
      PrivateNote: `fluxo:till:${what.sourceId}`,
      PaymentMethodRef: { value: await desk.books.idOf('PaymentMethod', 'PIN') },
      DepositToAccountRef: { value: await desk.books.idOf('Account', 'Kruisposten PIN en iDEAL') },
      DepartmentRef: { value: await desk.books.idOf('Department', 'Winkel Utrecht') },
      BillAddr: { Line1: 'Oudegracht 1', City: 'Utrecht', PostalCode: '3511 AA', Country: 'Netherlands' },
      TxnTaxDetail: { TotalTax: 15.61 },
    });
    expect(receipt['TxnTaxDetail']['TaxLine'][0]['TaxLineDetail']['OverrideDeltaAmount']).toBeUndefined();
    expect(told.notes).toEqual(expect.arrayContaining([expect.stringMatching(/1 of 1 product found/), expect.stringMatching(/Created customer \d+/), expect.stringMatching(/Created sales receipt \d+/)]));
  });

  test('an order on account becomes an invoice with term and due date', async () => {
    const told = await send(order({ fullyPaid: false, customer: { ...order().customer!, paymentDays: '30' } }));
    const invoice = await booked(told);
    expect(told.target?.type).toBe('Invoice');
    expect(invoice).toMatchObject({ SalesTermRef: { value: await desk.books.idOf('Term', '30 dagen') }, DueDate: '2026-07-10', Balance: 89.95 });
    expect(invoice['PaymentMethodRef']).toBeUndefined();
  });

  test('payments that make the total count as paid when the order does not say', async () => {
    const { fullyPaid: _, ...unsaid } = order({ payments: [{ method: 'PIN', amount: '60.00' }, { method: 'GIFTCARD', amount: '29.95' }] });
    expect((await send(unsaid)).target?.type).toBe('SalesReceipt');
    const { fullyPaid: __, ...partly } = order({ payments: [{ method: 'PIN', amount: '60.00' }] });
    expect((await send(partly)).target?.type).toBe('Invoice');
  });

  test('the kind of document can be forced', async () => {
    expect((await send(order(), { document: 'invoice' })).target?.type).toBe('Invoice');
    expect((await send(order({ fullyPaid: false }), { document: 'receipt' })).target?.type).toBe('SalesReceipt');
  });

  test('of several payments the largest gives the method, and the note tells all', async () => {
    const { paymentMethod: _, ...split } = order({ payments: [{ method: 'GIFTCARD', amount: '29.95' }, { method: 'CASH', amount: '60.00', reference: 'bon 7' }] });
    const receipt = await booked(await send(split));
    expect(receipt).toMatchObject({ PaymentMethodRef: { value: await desk.books.idOf('PaymentMethod', 'Contant') }, PaymentRefNum: 'bon 7' });
    expect(receipt['PrivateNote']).toContain('GIFTCARD 29.95, CASH 60.00');
  });

  const credit = () => order({ kind: 'credit', totalIncl: '-89.95', lines: [{ ...knife, quantity: '-1', totalIncl: '-89.95' }], payments: [{ method: 'PIN', amount: '-89.95' }] });

  test('a credit waits and is never booked as a positive document', async () => {
    const before = await desk.books.rows('SalesReceipt');
    expect(await send(credit())).toMatchObject({ outcome: 'parked', code: 'quickbooks.credit', effects: [] });
    expect(await send(order({ totalIncl: '-89.95', lines: [{ ...knife, totalIncl: '-89.95', quantity: '-1' }] }))).toMatchObject({ outcome: 'parked', code: 'quickbooks.credit' });
    expect(await desk.books.rows('SalesReceipt')).toHaveLength(before.length);
  });

  test('a credit becomes a refund when paid out, else a credit memo, with positive amounts there', async () => {
    const refund = await send(credit(), { credits: 'byPayment' });
    expect(refund.target?.type).toBe('RefundReceipt');
    expect(await booked(refund)).toMatchObject({ TotalAmt: 89.95, TxnTaxDetail: { TotalTax: 15.61 } });
    const memo = await send({ ...credit(), fullyPaid: false, payments: [] }, { credits: 'byPayment' });
    expect(memo.target?.type).toBe('CreditMemo');
    expect(items(await booked(memo))[0]).toMatchObject({ Amount: 74.34, SalesItemLineDetail: { Qty: 1 } });
  });

  test('a refund without an account waits', async () => {
    expect(await send(credit(), { credits: 'refundReceipt', depositAccount: { ...park, enabled: false } })).toMatchObject({ outcome: 'parked', code: 'quickbooks.no_refund_account' });
  });

  test('a cancelled order is skipped, or waits, by the setting', async () => {
    expect(await send(order({ cancelled: true }))).toMatchObject({ outcome: 'skipped', code: 'quickbooks.cancelled', effects: [] });
    expect(await send(order({ cancelled: true }), { cancelled: 'park' })).toMatchObject({ outcome: 'parked', effects: [] });
  });

  test('one that was booked before it was cancelled says which document stands in the books, and reports it when changes are to be reported', async () => {
    const run = await open();
    const what = order();
    const { target } = await run.apply(what);
    const later = await run.apply({ ...what, cancelled: true });
    expect(later).toMatchObject({ outcome: 'skipped', code: 'quickbooks.cancelled_since', target: { id: target!.id } });
    expect(later.warnings.join(' ')).toContain(target!.id);
    const watching = await openSales(desk.books, { ...defaultSalesSettings, onExisting: 'alertIfChanged' }, { ledger: run.ledger });
    expect(await watching.apply({ ...what, cancelled: true })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.cancelled_since' });
  });
});

describe('already there', () => {
  test('an order of an earlier run is skipped by the ledger, without a call', async () => {
    const run = await open();
    const what = order();
    await run.apply(what);
    const calls = run.exchanges.length;
    expect(await run.apply(what)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.already_there', effects: [] });
    expect(run.exchanges).toHaveLength(calls);
  });

  test('without our memory it is recognised by number and mark, and remembered', async () => {
    const what = order();
    const first = await send(what);
    const run = await open();
    expect(await run.apply(what)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.adopted', target: { id: first.target!.id }, effects: [] });
    expect(run.ledger.get(`sales ${what.sourceId}`)).toMatchObject({ targetType: 'SalesReceipt', targetId: first.target!.id });
  });

  test('one typed in by hand with the same number, date and total is taken as well', async () => {
    const what = order();
    const byHand = await desk.books.write('SalesReceipt', { DocNumber: `MPL-${what.number}`, TxnDate: what.date, CustomerRef: { value: await desk.books.idOf('Customer', 'Kassaklant') }, GlobalTaxCalculation: 'NotApplicable', Line: [{ Amount: 89.95, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: await desk.books.idOf('Item', 'Omzet NL 21%') } } }] });
    expect(await send(what)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.adopted', target: { id: byHand.Id } });
  });

  test('a number that belongs to something else is a problem that names it, not a second document', async () => {
    const what = order();
    await send(what);
    const other = { ...order(), number: what.number! };
    expect(await send(other)).toMatchObject({ outcome: 'invalid', code: 'quickbooks.number_taken', effects: [] });
  });

  test('the same number on an invoice does not stand in the way of a receipt', async () => {
    const what = order({ fullyPaid: false });
    await send(what);
    const told = await send({ ...order(), number: what.number! });
    expect(told).toMatchObject({ outcome: 'created', target: { type: 'SalesReceipt' } });
    expect(told.notes.join(' ')).toMatch(/invoice with the same number/);
  });

  test('a lost ledger and a lost request id end at the same document: the duplicate number names its holder', async () => {
    const what = order();
    const run = await open();
    await run.lookAhead([what]);
    // Somebody else books the very same order between looking ahead and sending.
    const first = await send(what);
    expect(await run.apply(what)).toMatchObject({ outcome: 'skipped', code: 'quickbooks.adopted', target: { id: first.target!.id } });
    expect((await desk.books.rows('SalesReceipt')).filter((row) => row['DocNumber'] === `MPL-${what.number}`)).toHaveLength(1);
  });

  test('a duplicate number of somebody else is refused and said', async () => {
    const what = order();
    const run = await open();
    await run.lookAhead([what]);
    await send({ ...order(), number: what.number! });
    expect(await run.apply(what)).toMatchObject({ outcome: 'rejected', code: 'quickbooks.duplicate_number' });
  });

  test('a change since is reported only when it is wanted', async () => {
    const what = order();
    const run = await open({ onExisting: 'alertIfChanged' });
    await run.apply(what);
    expect((await run.apply(what)).outcome).toBe('skipped');
    expect(await run.apply({ ...what, note: 'later' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.changed_since' });
    const silent = await openSales(desk.books, defaultSalesSettings, { ledger: run.ledger });
    expect((await silent.apply({ ...what, note: 'later' })).outcome).toBe('skipped');
  });

  test('when the company numbers by itself, the mark among the customer’s documents of the day tells', async () => {
    const what = order();
    const first = await send(what, { docNumber: '' });
    expect((await booked(first))['DocNumber']).toBeUndefined();
    expect(await send(what, { docNumber: '' })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.adopted', target: { id: first.target!.id } });
  });

  test('a long number is shortened to 21 letters and stays apart from one that begins alike', async () => {
    const long = 'MPL-2026-UTRECHT-WINKEL-000000';
    const first = await booked(await send(order({ number: `${long}1` }), { docNumber: '{number}' }));
    const second = await booked(await send(order({ number: `${long}2` }), { docNumber: '{number}' }));
    expect([first['DocNumber'].length, second['DocNumber'].length]).toEqual([21, 21]);
    expect(first['DocNumber']).not.toBe(second['DocNumber']);
  });
});
