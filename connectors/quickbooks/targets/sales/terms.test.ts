import { describe, expect, test } from 'vitest';
import { discount, items, knife, order, park, shipping, useSalesDesk } from '../../testing/salesDesk.ts';

/** Payment, terms, shipping and discount, by the settings. */
const desk = useSalesDesk();
const { booked, send } = desk;

describe('payment, terms, shipping and discount', () => {
  test('an unmapped payment method waits before anything is written', async () => {
    const told = await send(order({ paymentMethod: 'TIKKIE' }));
    expect(told).toMatchObject({ outcome: 'parked', effects: [] });
    expect(told.error?.data.parkedOn).toMatchObject({ setting: 'paymentMethod', value: 'TIKKIE' });
  });

  test('every policy for what is in no table', async () => {
    const pay = (more: object) => ({ paymentMethod: { ...park, table: [], ...more } });
    expect(await send(order({ paymentMethod: 'X' }), pay({ unmapped: 'fail' }))).toMatchObject({ outcome: 'invalid', code: 'mapping.unmapped' });
    const byDefault = await booked(await send(order(), pay({ unmapped: 'useDefault', default: 'Contant' })));
    expect(byDefault['PaymentMethodRef']['value']).toBe(await desk.books.idOf('PaymentMethod', 'Contant'));
    expect((await booked(await send(order(), pay({ unmapped: 'leaveEmpty' }))))['PaymentMethodRef']).toBeUndefined();
    expect((await booked(await send(order(), pay({ unmapped: 'keepSource' }))))['PaymentMethodRef']['value']).toBe(await desk.books.idOf('PaymentMethod', 'PIN'));
    expect(await send(order({ paymentMethod: 'Onbekend' }), { ...pay({ unmapped: 'keepSource' }), depositAccount: { ...park, enabled: false } })).toMatchObject({ outcome: 'parked', code: 'quickbooks.not_in_list' });
    expect((await booked(await send(order(), pay({ force: true, default: 'iDEAL' }))))['PaymentMethodRef']['value']).toBe(await desk.books.idOf('PaymentMethod', 'iDEAL'));
  });

  test('switched off, the method’s own word is used where QuickBooks has it, else left out with a warning', async () => {
    const told = await send(order({ paymentMethod: 'Ruilhandel' }), { paymentMethod: { ...park, enabled: false }, depositAccount: { ...park, enabled: false } });
    expect((await booked(told))['PaymentMethodRef']).toBeUndefined();
    expect(told.warnings.join(' ')).toMatch(/Ruilhandel/);
  });

  test('a term can be told by its days, and the order’s own due date wins', async () => {
    const invoice = await booked(await send(order({ fullyPaid: false, paymentTerm: 'netto', dueDate: '2026-06-20' }), { term: { ...park, table: [{ from: 'netto', to: 'days:14' }] } }));
    expect(invoice).toMatchObject({ SalesTermRef: { value: await desk.books.idOf('Term', '14 dagen') }, DueDate: '2026-06-20' });
  });

  test('shipping costs go to the document’s shipping field, with the method', async () => {
    const receipt = await booked(await send(order({ totalIncl: '96.90', shippingMethod: 'POST', lines: [knife, shipping] })));
    expect(receipt).toMatchObject({ TotalAmt: 96.9, ShipMethodRef: { value: 'PostNL' } });
    expect(items(receipt).map((line) => line['SalesItemLineDetail']['ItemRef']['value'])).toContain('SHIPPING_ITEM_ID');
  });

  test('or to their own item, or to another; free shipping is left out unless wanted', async () => {
    const what = () => order({ totalIncl: '96.90', lines: [knife, shipping] });
    const own = items(await booked(await send(what(), { shippingAs: 'product' })));
    expect(own[1]!['SalesItemLineDetail']['ItemRef']['name']).toMatch(/Verzendkosten/);
    const other = items(await booked(await send(what(), { shippingAs: 'item', shippingItem: 'Omzet NL 21%' })));
    expect(other[1]!['SalesItemLineDetail']['ItemRef']['value']).toBe(await desk.books.idOf('Item', 'Omzet NL 21%'));
    const free = () => order({ lines: [knife, { ...shipping, totalIncl: '0.00' }] });
    expect(items(await booked(await send(free())))).toHaveLength(1);
    expect(items(await booked(await send(free(), { sendZeroShipping: true })))).toHaveLength(2);
  });

  test('a discount is a negative line on its own item, or on the chosen one, or the document’s discount', async () => {
    const what = () => order({ totalIncl: '84.95', lines: [knife, discount] });
    const line = await booked(await send(what()));
    expect(line['TotalAmt']).toBe(84.95);
    expect(items(line)[1]).toMatchObject({ Amount: -4.13, SalesItemLineDetail: { ItemRef: { name: expect.stringMatching(/Korting/) as string }, TaxInclusiveAmt: -5 } });
    const chosen = await booked(await send(what(), { discountItem: 'Omzet NL 21%' }));
    expect(items(chosen)[1]!['SalesItemLineDetail']['ItemRef']['value']).toBe(await desk.books.idOf('Item', 'Omzet NL 21%'));
    const field = await booked(await send(what(), { discountAs: 'discount', discountAccount: 'Verleende kortingen' }));
    expect(field).toMatchObject({ TotalAmt: 84.95, TxnTaxDetail: { TotalTax: 14.74 } });
    expect(field['Line']).toEqual(expect.arrayContaining([expect.objectContaining({ DetailType: 'DiscountLineDetail', Amount: 4.13 })]));
  });

  test('two discounts do not fit the one discount field and become lines', async () => {
    const told = await send(order({ totalIncl: '79.95', lines: [knife, discount, discount] }), { discountAs: 'discount' });
    expect(items(await booked(told))).toHaveLength(3);
    expect(told.warnings.join(' ')).toMatch(/booked as lines/);
  });

  test('a class goes on the lines where the company tracks it there', async () => {
    const receipt = await booked(await send(order({ employee: '7' }), { classFrom: 'employee', class: { ...park, table: [{ from: '7', to: 'Webshop' }] } }));
    expect(items(receipt)[0]!['SalesItemLineDetail']['ClassRef']['value']).toBe(await desk.books.idOf('Class', 'Webshop'));
  });

  test('note and message are filled from the order', async () => {
    const receipt = await booked(await send(order({ note: 'Graag inpakken' }), { memo: '{note}', privateNote: 'kassa {branch}' }));
    expect(receipt).toMatchObject({ CustomerMemo: { value: 'Graag inpakken' } });
    expect(receipt['PrivateNote']).toMatch(/^fluxo:till:\S+ kassa 1$/);
  });
});
