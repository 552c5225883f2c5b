import { describe, expect, test } from 'vitest';
import type { Told } from '#connectors/sdk/testing/targetDesk.ts';
import type { Row } from '../../testing/bench.ts';
import { cheese, deposit, items, knife, order, useSalesDesk } from '../../testing/salesDesk.ts';

/** Tax codes and revenue accounts by country and rate. */
const desk = useSalesDesk();
const { booked, send } = desk;

describe('tax and revenue', () => {
  test('all rates of the country go to their own codes, with the order’s own tax per rate', async () => {
    const lines = [knife, cheese, deposit];
    const receipt = await booked(await send(order({ totalIncl: '111.58', lines, taxes: [{ rate: '21.00', net: '74.34', tax: '15.61' }, { rate: '9', net: '10.67', tax: '0.96' }, { rate: '0', net: '10.00', tax: '0.00' }] })));
    expect(receipt).toMatchObject({ TotalAmt: 111.58, TxnTaxDetail: { TotalTax: 16.57 } });
    expect(items(receipt).map((line) => line['SalesItemLineDetail']['TaxCodeRef']['value'])).toEqual(await Promise.all(['21% btw hoog', '9% btw laag', '0% btw'].map((name) => desk.books.idOf('TaxCode', name))));
    expect(items(receipt)[1]).toMatchObject({ Amount: 10.67, SalesItemLineDetail: { Qty: 0.53, TaxInclusiveAmt: 11.63 } });
    expect(receipt['TxnTaxDetail']['TaxLine'].map((line: Row) => [line['Amount'], line['TaxLineDetail']['NetAmountTaxable'], line['TaxLineDetail']['OverrideDeltaAmount']])).toEqual([[15.61, 74.34, undefined], [0.96, 10.67, undefined], [0, 10, undefined]]);
  });

  test('prices without tax are sent as such', async () => {
    const what = order({ taxMethod: 'exclusive', totalIncl: '108.84', totalExcl: '89.95', lines: [{ ...knife, totalIncl: undefined, totalExcl: '89.95' } as never], taxes: [{ rate: '21', net: '89.95', tax: '18.89' }] });
    const receipt = await booked(await send(what));
    expect(receipt).toMatchObject({ GlobalTaxCalculation: 'TaxExcluded', TotalAmt: 108.84 });
    expect(items(receipt)[0]!['SalesItemLineDetail']['TaxInclusiveAmt']).toBeUndefined();
    const forced = await booked(await send(order(), { prices: 'exclusive' }));
    expect(forced).toMatchObject({ GlobalTaxCalculation: 'TaxExcluded', TotalAmt: 89.95 });
  });

  test('reverse charge to a company in another member state has its own code and revenue account', async () => {
    const what = order({ taxMethod: 'shifted', taxCountry: 'BE', totalIncl: '74.34', totalExcl: '74.34', customer: { ...order().customer!, company: 'Belgo BV', vatNumber: 'BE0999888777' }, lines: [{ ...knife, taxRate: '0', totalIncl: '74.34', totalExcl: '74.34' } as never] });
    const receipt = await booked(await send(what));
    expect(receipt).toMatchObject({ TotalAmt: 74.34, TxnTaxDetail: { TotalTax: 0 } });
    expect(items(receipt)[0]!['SalesItemLineDetail']).toMatchObject({ TaxCodeRef: { value: await desk.books.idOf('TaxCode', 'ICL 0% btw verlegd') }, ItemRef: { value: await desk.books.idOf('Item', 'Omzet België') } });
    const { vatNumber: _, ...noNumber } = what.customer!;
    expect(await send({ ...what, sourceId: 'no-vat', number: 'no-vat', customer: noNumber })).toMatchObject({ outcome: 'parked' });
  });

  test('the country decides the revenue account through the item of its row', async () => {
    const german = await booked(await send(order({ taxCountry: 'DE' })));
    expect(items(german)[0]).toMatchObject({ Description: '4004 Koksmes 20 cm', SalesItemLineDetail: { ItemRef: { value: await desk.books.idOf('Item', 'Omzet Duitsland') } } });
    const french = await booked(await send(order({ taxCountry: 'FR' })));
    expect(items(french)[0]!['SalesItemLineDetail']['ItemRef']['value']).toBe(await desk.books.idOf('Item', 'Omzet EU overig'));
  });

  test('a row with an account but no item gets an item made for it, once', async () => {
    const taxTable = [{ country: 'NL', values: { taxCode: 'rate', account: 'Omzet buiten EU' } }];
    const first = await booked(await send(order(), { taxTable }));
    const second = await booked(await send(order(), { taxTable }));
    const [made] = (await desk.books.rows('Item')).filter((item) => item['Name'] === 'Sales NL 21% 8200');
    expect(made).toMatchObject({ Type: 'Service', IncomeAccountRef: { value: await desk.books.idOf('Account', 'Omzet buiten EU') } });
    expect([items(first)[0]!['SalesItemLineDetail']['ItemRef']['value'], items(second)[0]!['SalesItemLineDetail']['ItemRef']['value']]).toEqual([made!.Id, made!.Id]);
  });

  test('the article’s own account stays when wanted, with a warning where the table says another', async () => {
    const told = await send(order({ taxCountry: 'BE' }), { revenue: 'itemAccount' });
    expect(items(await booked(told))[0]!['SalesItemLineDetail']['ItemRef']['value']).not.toBe(await desk.books.idOf('Item', 'Omzet België'));
    expect(told.warnings.join(' ')).toMatch(/Omzet NL 21%.*Omzet België/);
  });

  test('a country without a row waits, named', async () => {
    const told = await send(order({ taxCountry: 'US' }));
    expect(told).toMatchObject({ outcome: 'parked', effects: [] });
    expect(told.error?.data.parkedOn).toEqual({ setting: 'taxTable', value: 'US · 21 · no', row: { country: 'US', keys: { taxRate: '21', vatNumber: 'no' } } });
  });

  test('a rate no code has, and one several codes have, wait', async () => {
    expect((await send(order({ lines: [{ ...knife, taxRate: '19' }] }))).text).toMatch(/No tax code.*19 %/);
    expect((await send(order({ lines: [{ ...knife, taxRate: '0' }] }), { taxTable: [{ country: 'NL', values: { taxCode: 'rate' } }] })).text).toMatch(/Several tax codes.*“0% btw”/);
  });

  test('a row that gives a code of another percentage waits instead of booking wrong tax', async () => {
    expect(await send(order(), { taxTable: [{ country: 'NL', values: { taxCode: '9% btw laag' } }] })).toMatchObject({ outcome: 'parked', code: 'quickbooks.tax_differs' });
  });

  test('the deciding country follows the setting, and an address without one the next setting', async () => {
    const what = () => order({ taxCountry: 'DE', shipping: { line1: 'a', city: 'b', country: 'BE' } });
    const itemOf = async (told: Told) => items(await booked(told))[0]!['SalesItemLineDetail']['ItemRef']['value'];
    expect(await itemOf(await send(what(), { taxCountry: 'shipping' }))).toBe(await desk.books.idOf('Item', 'Omzet België'));
    expect(await itemOf(await send(what(), { taxCountry: 'billing' }))).not.toBe(await desk.books.idOf('Item', 'Omzet Duitsland'));
    const { taxCountry: _, ...nowhere } = order({ billing: { line1: 'Kade 7', city: 'Havenstad' } });
    expect(await send(nowhere, { emptyCountry: 'park' })).toMatchObject({ outcome: 'parked', code: 'quickbooks.no_country' });
    expect((await send(nowhere, { emptyCountry: 'home' })).outcome).toBe('created');
    const { taxCountry: __, billing: ___, ...counter } = order();
    expect((await send(counter, { emptyCountry: 'park' })).outcome).toBe('created');
  });

  test('an order without any tax is sent without, and one that only says so is refused', async () => {
    const what = order({ taxMethod: 'none', lines: [{ ...knife, taxRate: '0' }] });
    expect(await booked(await send(what))).toMatchObject({ GlobalTaxCalculation: 'NotApplicable', TotalAmt: 89.95 });
    expect(await send(order({ taxMethod: 'none', taxes: [{ rate: '21', net: '74.34', tax: '15.61' }] }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.untaxed_with_tax' });
  });

  test('a line without a rate takes that of its code in the summary, else is named', async () => {
    const { taxRate: _, ...bare } = knife;
    const taxes = [{ rate: '21', code: '1', net: '74.34', tax: '15.61' }, { rate: '9', code: '2', net: '0', tax: '0' }];
    expect((await send(order({ lines: [{ ...bare, taxCode: '1' }], taxes }))).outcome).toBe('created');
    expect(await send(order({ lines: [bare], taxes }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.no_tax_rate' });
  });
});
