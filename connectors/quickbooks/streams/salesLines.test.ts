import { describe, expect, test } from 'vitest';
import { sum } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Facts } from './facts.ts';
import type { Related } from './related.ts';
import { salesLines } from './salesLines.ts';

/** Lines of documents as QuickBooks sends them, in both worlds of tax. */
const percents: Readonly<Record<string, string>> = { '5': '21', '6': '9', '7': '0' };
const facts: Facts = { currency: 'EUR', isUs: false, taxPercent: (code) => percents[code], paymentDays: () => '', methodName: () => '' };
const related = { item: (id: string) => ({ Id: id, Name: 'x', Sku: `S-${id}` }) } as unknown as Related;
const settings = { shippingSku: '999', discountSku: '998' };

const line = (amount: string, code: string, more: SourceRecord = {}): SourceRecord => ({ Amount: amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1', name: 'Servies:Bord' }, TaxCodeRef: { value: code }, ...more } });
const discount = (amount: string, more: SourceRecord = {}): SourceRecord => ({ Amount: amount, DetailType: 'DiscountLineDetail', DiscountLineDetail: { PercentBased: false, ...more } });
const tax = (total: string, ...rates: readonly (readonly [rate: string, net: string, tax: string])[]): SourceRecord => ({ TotalTax: total, TaxLine: rates.map(([rate, net, amount]) => ({ Amount: amount, DetailType: 'TaxLineDetail', TaxLineDetail: { TaxPercent: rate, NetAmountTaxable: net } })) });

const read = (document: SourceRecord, world: Facts = facts, isCredit = false) => salesLines(document, isCredit, world, related, settings);
const column = (rows: readonly SourceRecord[], name: string) => rows.map((row) => row[name]);

describe('outside the United States', () => {
  test('the tax of a rate is shared out over its lines to the cent', () => {
    const { sold } = read({ GlobalTaxCalculation: 'TaxExcluded', Line: [line('3.33', '5'), line('3.33', '5'), line('3.33', '5')], TxnTaxDetail: tax('2.10', ['21', '9.99', '2.10']) });
    expect(column(sold, 'totalIncl')).toEqual(['4.03', '4.03', '4.03']);
    const odd = read({ GlobalTaxCalculation: 'TaxExcluded', Line: [line('3.33', '5'), line('3.33', '5'), line('3.33', '5')], TxnTaxDetail: tax('2.11', ['21', '9.99', '2.11']) });
    expect(sum(column(odd.sold, 'totalIncl') as string[])).toBe('12.1');
  });

  test('a discount without a rate of its own lowers every rate in proportion', () => {
    const { sold } = read({ GlobalTaxCalculation: 'TaxExcluded', Line: [line('30.00', '5'), line('10.00', '6'), discount('4.00')], TxnTaxDetail: tax('6.48', ['21', '27.00', '5.67'], ['9', '9.00', '0.81']) });
    expect(sold.map(({ sku, taxRate, totalExcl }) => [sku, taxRate, totalExcl])).toEqual([['S-1', '21', '30'], ['S-1', '9', '10'], ['998', '21', '-3.00'], ['998', '9', '-1.00']]);
    expect(sum(column(sold, 'totalIncl') as string[])).toBe('42.48');
  });

  test('shipping is a line with the number of the settings; bundles give their lines; remarks stand apart', () => {
    const bundle = { DetailType: 'GroupLineDetail', GroupLineDetail: { Quantity: '1', Line: [line('5.00', '7')] } };
    const remark = { DetailType: 'DescriptionOnly', Description: 'Met dank', DescriptionLineDetail: {} };
    const { sold, texts } = read({ GlobalTaxCalculation: 'TaxExcluded', Line: [bundle, remark, { DetailType: 'SubTotalLineDetail', Amount: '5.00', SubTotalLineDetail: {} }, line('2.00', '7', { ItemRef: { value: 'SHIPPING_ITEM_ID' } })], TxnTaxDetail: tax('0', ['0', '7.00', '0']) });
    expect(sold.map(({ kind, sku, totalIncl }) => [kind, sku, totalIncl])).toEqual([['product', 'S-1', '5'], ['shipping', '999', '2']]);
    expect(texts).toEqual([{ text: 'Met dank' }]);
  });

  test('where the tax fits no line, lines say what they cost without it and leave the rest open', () => {
    const wrong = read({ GlobalTaxCalculation: 'TaxExcluded', Line: [line('10.00', '5')], TxnTaxDetail: tax('5.00', ['21', '10.00', '5.00']) });
    expect(wrong.sold[0]).not.toHaveProperty('totalIncl');
    const unknown = read({ GlobalTaxCalculation: 'TaxExcluded', Line: [line('10.00', '404')], TxnTaxDetail: tax('2.10', ['21', '10.00', '2.10']) });
    expect(unknown.sold[0]).toMatchObject({ totalExcl: '10', taxCode: '404' });
    expect(unknown.sold[0]).not.toHaveProperty('taxRate');
  });

  test('a document without tax has none on its lines, and a credit turns every amount but the price', () => {
    const { sold, taxes } = read({ GlobalTaxCalculation: 'NotApplicable', Line: [line('10.00', '5', { Qty: '2', UnitPrice: '5' })], TxnTaxDetail: { TotalTax: '0' } }, facts, true);
    expect(sold).toEqual([{ kind: 'product', item: '1', sku: 'S-1', text: 'Bord', quantity: '-2', unitPriceExcl: '5', totalExcl: '-10', unitPriceIncl: '5', totalIncl: '-10', taxRate: '0', taxCode: '5' }]);
    expect(taxes).toEqual([]);
  });
});

describe('in the United States', () => {
  const american: Facts = { ...facts, isUs: true, taxPercent: () => undefined };
  const state = tax('0.87', ['6', '10.00', '0.60'], ['2.75', '10.00', '0.27']);

  test('state and county tax the same amount; a line is taxed or not', () => {
    const { sold, taxes } = read({ Line: [line('10.00', 'TAX'), line('5.00', 'NON')], TxnTaxDetail: tax('0.88', ['6', '10.00', '0.60'], ['2.75', '10.00', '0.28']) }, american);
    expect(taxes).toEqual([{ rate: '8.75', net: '10.00', tax: '0.88' }]);
    expect(sold.map(({ taxRate, totalIncl }) => [taxRate, totalIncl])).toEqual([['8.75', '10.88'], ['0', '5']]);
  });

  test('a discount that comes after the tax has none of it', () => {
    const { sold } = read({ Line: [line('10.00', 'TAX'), discount('1.00')], TxnTaxDetail: state, ApplyTaxAfterDiscount: false }, american);
    expect(sold.map(({ taxRate, totalIncl }) => [taxRate, totalIncl])).toEqual([['8.75', '10.87'], ['0', '-1']]);
  });
});
