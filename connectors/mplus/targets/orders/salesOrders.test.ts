import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import { errorOf } from '#connectors/sdk/testing/bench.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { Order } from '#shared/entities/order.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { openTill } from '../../testing/openTill.ts';
import type { OpenTill, Row } from '../../testing/openTill.ts';
import { orderEffects } from './effects.ts';
import { salesOrders } from './salesOrders.ts';

let till: OpenTill;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.stop());

const pays = { enabled: true, force: false, default: '', table: [{ from: 'ideal', to: 'IDEAL' }, { from: 'pin', to: 'PIN' }], unmapped: 'park' } as const;
const open = (settings: Settings = {}, ledger?: Map<string, LedgerEntry>) => openTargetDesk(salesOrders, { client: till.client, settings: { paymentMethod: pays, ...settings }, sourceConnection: 'shop', ...(ledger && { ledger }) });

let numbers = 0;
/** A knife of 89.95, paid by iDEAL by somebody the till knows; change what a test is about. */
function order(more: Partial<Order> = {}): Order {
  numbers += 1;
  return {
    sourceId: `o${numbers}`, number: `N-${numbers}`, kind: 'order', date: '2026-06-10', fullyPaid: true, taxMethod: 'inclusive', totalIncl: '89.95', paymentMethod: 'ideal',
    customer: { email: 'mila@aandewerf.example', name: 'Restaurant Aan de Werf & Zn', company: 'Restaurant Aan de Werf & Zn' },
    lines: [{ sku: '4004', description: 'Koksmes 20 cm', quantity: '1', unitPriceIncl: '89.95', totalIncl: '89.95' }],
    ...more,
  };
}
const found = (told: { readonly target?: { readonly id: string } }): Row => till.rows('orders').find((each) => each['orderId'] === told.target?.id)!;
const lines = (made: Row) => (made['lineList'].line as readonly Row[]).map((line) => [line['articleNumber'], line['data'].quantity, line['data'].price, line['data'].priceExcl]);

beforeAll(async () => {
  const known = till.relation(2008)!;
  // The tests go by the card's own address, whatever the seed gives it.
  await till.ask('updateRelation', { relation: { relationNumber: String(known['relationNumber']), email: 'mila@aandewerf.example' } });
});

describe('an order is entered', () => {
  test('with the till’s card, the administrator as employee, its own number as reference and what was paid as a deposit', async () => {
    const desk = await open();
    const told = await desk.apply(order());
    expect(told).toMatchObject({ outcome: 'created', code: 'mplus.order_created_paid', effects: ['createOrder'] });
    expect(found(told)).toMatchObject({ relationNumber: 2008, employeeNumber: 999999, extOrderId: `shop-o${numbers}`, reference: `N-${numbers}`, financialDate: { day: 10, mon: 6, year: 2026 }, totalInclAmount: 8995, prepaidAmount: 8995, deliveryState: 'ORDER-DELIVERY-STATE-NOTHING', vatMethod: 'VAT-METHOD-INCLUSIVE' });
    expect(found(told)['invoiceIds']).toBeUndefined();
    expect(desk.ledger.get(`order o${numbers}`)).toMatchObject({ targetType: 'Order', targetId: found(told)['orderId'], targetVersion: String(found(told)['syncMarker']) });
  });

  test('a new customer’s card gets the payment days the settings make of the order’s term', async () => {
    const days = { enabled: true, force: false, default: '14', table: [{ from: '30 dagen', to: '30' }, { from: 'Direct', to: 'vandaag' }], unmapped: 'park' } as const;
    const desk = await open({ paymentDays: days });
    const daysOf = async (paymentTerm: string) => {
      numbers += 1;
      const told = await desk.apply(order({ paymentTerm, customer: { name: `Nieuwe klant ${numbers}`, email: `klant${numbers}@postvak.example` } }));
      return told.outcome === 'created' ? till.relation(found(told)['relationNumber'])!['paymentWithinDays'] : told.code;
    };
    expect([await daysOf('30 dagen'), await daysOf(''), await daysOf('Direct'), await daysOf('Ooit')]).toEqual([30, 14, 'mplus.bad_payment_days', 'mapping.parked']);
  });

  test('several payments go in one by one, and an unpaid order without any', async () => {
    const desk = await open();
    const split = await desk.apply(order({ payments: [{ method: 'pin', amount: '50.00' }, { method: 'ideal', amount: '39.95', reference: 'tr_19' }] }));
    expect((found(split)['paymentList'].payment as readonly Row[]).map(({ method, amount, externalReference }) => [method, amount, externalReference])).toEqual([['PIN', 5000, undefined], ['IDEAL', 3995, 'tr_19']]);
    const unpaid = await desk.apply(order({ fullyPaid: false }));
    expect(unpaid.code).toBe('mplus.order_created');
    expect(found(unpaid)).toMatchObject({ prepaidAmount: 0, fullyPaid: false });
    expect(found(await (await open({ sendPayments: 'never' })).apply(order()))).toMatchObject({ prepaidAmount: 0 });
  });

  test('prices without tax, reverse charge and weighed goods come to their totals', async () => {
    const desk = await open();
    const exclusive = await desk.apply(order({ taxMethod: 'exclusive', totalIncl: '121.00', totalExcl: '100.00', lines: [{ sku: '4004', quantity: '2', unitPriceExcl: '50.00', totalExcl: '100.00', taxRate: '21' }] }));
    expect(found(exclusive)).toMatchObject({ totalInclAmount: 12100, totalExclAmount: 10000, vatMethod: 'VAT-METHOD-EXCLUSIVE' });
    const shifted = await desk.apply(order({ taxMethod: 'shifted', totalIncl: '121.00', totalExcl: '100.00', lines: [{ sku: '4004', quantity: '2', unitPriceExcl: '50.00', totalExcl: '100.00' }] }));
    expect(found(shifted)).toMatchObject({ totalInclAmount: 10000, prepaidAmount: 10000, vatMethod: 'VAT-METHOD-SHIFTED' });
    const weighed = await desk.apply(order({ totalIncl: '11.63', lines: [{ sku: '4001', quantity: '0.530', unitPriceIncl: '21.95', totalIncl: '11.63' }] }));
    expect(found(weighed)).toMatchObject({ totalInclAmount: 1163 });
  });

  test('three for ten euros come to ten euros', async () => {
    const told = await (await open()).apply(order({ totalIncl: '10.00', lines: [{ sku: '4009', quantity: '3', totalIncl: '10.00' }] }));
    expect(lines(found(told)).map(([article, quantity, price]) => [article, quantity, price])).toEqual([[4009, 2, 333], [4009, 1, 334]]);
    expect(told.noteCodes).toContain('mplus.order_line_split');
  });

  test('a line’s own rate picks the till’s code where the article has another, and the article’s own is left to the till', async () => {
    const told = await (await open()).apply(order({ totalIncl: '20.00', lines: [{ sku: '4004', quantity: '1', totalIncl: '10.00', taxRate: '9' }, { sku: '4004', quantity: '1', totalIncl: '10.00', taxRate: '21.00' }] }));
    expect((found(told)['lineList'].line as readonly Row[]).map((line) => line['data'].vatCode)).toEqual([2, 1]);
    expect(await (await open()).apply(order({ lines: [{ sku: '4004', quantity: '1', totalIncl: '89.95', taxRate: '19' }] }))).toMatchObject({ outcome: 'parked', code: 'mplus.no_vat_code' });
    expect(await (await open({ vatCodes: 'article' })).apply(order({ lines: [{ sku: '4004', quantity: '1', totalIncl: '89.95', taxRate: '19' }] }))).toMatchObject({ outcome: 'created' });
  });

  test('shipping costs go on their article with text and VAT as chosen, free shipping is left out, a discount has its own', async () => {
    const desk = await open({ shippingAs: 'article', shippingArticle: '999', shippingText: 'Verzending', shippingVat: '2', discountArticle: '998' });
    const more = (shipping: string, total: string) => order({ totalIncl: total, lines: [{ sku: '4009', quantity: '1', totalIncl: '9.95' }, { sku: 'shipping', description: 'Shipping', quantity: '1', totalIncl: shipping }, { sku: 'discount', description: 'Korting', quantity: '1', totalIncl: '-1.00' }] });
    const told = await desk.apply(more('6.95', '15.90'));
    expect((found(told)['lineList'].line as readonly Row[]).map((line) => [line['articleNumber'], line['text'], line['data'].price, line['data'].vatCode])).toEqual([[4009, 'Theedoek halflinnen', 995, 1], [999, 'Verzending', 695, 2], [998, 'Korting', -100, 1]]);
    expect(lines(found(await desk.apply(more('0.00', '8.95'))))).toHaveLength(2);
    expect(lines(found(await (await open({ shippingAs: 'article', shippingArticle: '999', discountArticle: '998', sendZeroShipping: true })).apply(more('0.00', '8.95'))))).toHaveLength(3);
  });

  test('a dry run enters nothing and says the same', async () => {
    const before = till.rows('orders').length;
    const told = await (await open()).apply(order(), { dryRun: true });
    expect(told).toMatchObject({ outcome: 'created', effects: ['createOrder'] });
    expect(till.rows('orders')).toHaveLength(before);
  });
});

describe('an order that is there already', () => {
  test('is skipped by the ledger, found by its external id with an empty one, and reported when it changed and that is wanted', async () => {
    const one = order();
    const desk = await open();
    const { target } = await desk.apply(one);
    expect(await desk.apply(one)).toMatchObject({ outcome: 'skipped', code: 'mplus.order_known', effects: [] });
    const forgetful = await open();
    expect(await forgetful.apply(one)).toMatchObject({ outcome: 'skipped', code: 'mplus.order_adopted', target, effects: [] });
    expect(forgetful.ledger.get(`order ${one.sourceId}`)?.targetId).toBe(target!.id);
    const changed = { ...one, note: 'Bel even aan' };
    expect(await desk.apply(changed)).toMatchObject({ outcome: 'skipped' });
    expect(await (await open({ onExisting: 'alertIfChanged' }, desk.ledger)).apply(changed)).toMatchObject({ outcome: 'invalid', code: 'mplus.order_changed_since' });
  });

  test('is recognised when somebody entered it by hand: same reference, day and total', async () => {
    const one = order({ date: '2026-06-11' });
    await till.ask('createOrderV3', { request: { idempotencyKey: `hand-${numbers}`, order: { orderId: '', reference: one.number!, relationNumber: '2008', employeeNumber: '1', financialDate: one.date, lineList: [{ articleNumber: '4004', data: { quantity: '1', price: '89.95' } }] } } });
    expect(await (await open({ findByReference: false })).apply(one, { dryRun: true })).toMatchObject({ outcome: 'created' });
    expect(await (await open()).apply(one)).toMatchObject({ outcome: 'skipped', code: 'mplus.order_adopted' });
  });

  test('of another shop with the same number is another order', async () => {
    const one = order();
    await (await open({ idPrefix: 'a', reference: '' })).apply(one);
    expect(await (await open({ idPrefix: 'b', reference: '' })).apply(one)).toMatchObject({ outcome: 'created' });
  });

  test('of ours that comes to another total than its source says is reported each time', async () => {
    const one = order();
    const desk = await open();
    await desk.apply(one);
    expect(await (await open()).apply({ ...one, totalIncl: '99.95' })).toMatchObject({ outcome: 'invalid', code: 'mplus.order_total_differs' });
  });

  test('that the record was made from is not entered again', async () => {
    const { target } = await (await open()).apply(order());
    expect(await (await open()).apply(order(), { twin: { key: target!.id, keys: [target!.id] } })).toMatchObject({ outcome: 'skipped', code: 'mplus.order_twin', target: { id: target!.id } });
    expect(await (await open()).apply(order(), { twin: { key: 'of another kind', keys: ['of another kind'] } })).toMatchObject({ outcome: 'created' });
  });

  test('under a forgotten key the order is found by its external id instead of being made twice', async () => {
    const createOrder = orderEffects.find(({ name }) => name === 'createOrder')!;
    const payload = { order: { extOrderId: 'shop-again', relationNumber: '2008', employeeNumber: '999999', lineList: [{ articleNumber: '4004', data: { quantity: '1', price: '89.95' } }] }, payments: [] };
    const call = { signal: new AbortController().signal };
    const first = await createOrder.send(till.client, payload, 'key-1', call);
    expect(await createOrder.send(till.client, payload, 'key-1', call)).toEqual(first);
    expect(await createOrder.send(till.client, payload, 'key-2', call)).toMatchObject({ id: first.id, adopted: true });
  });
});

describe('what cannot be entered says why', () => {
  test.each([
    ['an unknown article', { lines: [{ sku: '123456', quantity: '1', totalIncl: '89.95' }] }, 'invalid', 'mplus.order_article_unknown'],
    ['an SKU that is no number', { lines: [{ sku: 'MES-20', quantity: '1', totalIncl: '89.95' }] }, 'invalid', 'mplus.sku_not_numeric'],
    ['a line without article', { lines: [{ description: 'Los', quantity: '1', totalIncl: '89.95' }] }, 'invalid', 'mplus.line_without_article'],
    ['a total its lines do not make', { totalIncl: '80.00' }, 'invalid', 'mplus.order_source_total'],
    ['a credit', { kind: 'credit', totalIncl: '-89.95' }, 'parked', 'mplus.order_credit'],
    ['an order without tax', { taxMethod: 'none' }, 'parked', 'mplus.order_without_tax'],
    ['a payment method in no table', { paymentMethod: 'tikkie' }, 'parked', 'mapping.parked'],
    ['an order without lines', { lines: [], totalIncl: '0.00', fullyPaid: false }, 'invalid', 'mplus.order_empty'],
    ['a branch the till does not have', { branch: '7' }, 'parked', 'mplus.not_in_list'],
    ['a customer without e-mail address', { customer: { name: 'Sjaak' } }, 'invalid', 'mplus.customer_incomplete'],
  ] as const)('%s', async (_what, more, outcome, code) => {
    const before = till.rows('orders').length;
    expect(await (await open()).apply(order(more as unknown as Partial<Order>))).toMatchObject({ outcome, code });
    expect(till.rows('orders')).toHaveLength(before);
  });

  test('a cancelled order is skipped or parked; one that was entered before is warned of', async () => {
    const one = order();
    const desk = await open();
    await desk.apply(one);
    expect(await desk.apply({ ...one, cancelled: true })).toMatchObject({ outcome: 'skipped', code: 'mplus.order_cancelled_since', warningCodes: ['mplus.order_cancelled_since'] });
    expect(await desk.apply(order({ cancelled: true }))).toMatchObject({ outcome: 'skipped', code: 'mplus.order_cancelled' });
    expect(await (await open({ cancelled: 'park' })).apply(order({ cancelled: true }))).toMatchObject({ outcome: 'parked' });
  });

  test('another article may stand in for one the till does not have, with the order’s text and price', async () => {
    const told = await (await open({ onMissingProduct: 'replaceWith', replacementArticle: '4009' })).apply(order({ lines: [{ sku: 'MES-20', description: 'Mes', quantity: '1', totalIncl: '89.95' }] }));
    expect(told).toMatchObject({ outcome: 'created', warningCodes: ['mplus.order_article_replaced'] });
    expect(found(told)['lineList'].line[0]).toMatchObject({ articleNumber: 4009, text: 'Mes', data: { price: 8995 } });
  });

  test('the article may be made, with number or PLU, text, price and VAT of the line; a second order finds it', async () => {
    const desk = await open({ onMissingProduct: 'create', newArticleVat: '1', newArticleGroup: 'Messen' });
    const two = { totalIncl: '30.00', lines: [{ sku: '770001', description: 'Pannenlap', quantity: '2', unitPriceIncl: '10.00', totalIncl: '20.00', taxRate: '9' }, { sku: 'LAP-XL', description: 'Pannenlap XL', quantity: '1', totalIncl: '10.00' }] } as const;
    const told = await desk.apply(order(two));
    expect(told).toMatchObject({ outcome: 'created', effects: ['createProduct', 'createProduct', 'createOrder'], noteCodes: expect.arrayContaining(['mplus.order_article_created']) as string[] });
    expect(till.article(770001)!.article).toMatchObject({ description: 'Pannenlap', vatCode: 2, priceIncl: 1000, active: true });
    const other = (found(told)['lineList'].line as readonly Row[])[1]!['articleNumber'] as number;
    expect(till.article(other)!.article).toMatchObject({ pluNumber: 'LAP-XL', description: 'Pannenlap XL', vatCode: 1 });
    expect(found(told)['totalInclAmount']).toBe(3000);
    const again = await (await open({ onMissingProduct: 'create', newArticleVat: '1', nonNumeric: 'plu' })).apply(order(two));
    expect(again).toMatchObject({ outcome: 'created', effects: ['createOrder'] });
  });

  test('an order that cannot be entered for another reason makes no article', async () => {
    const told = await (await open({ onMissingProduct: 'create', newArticleVat: '1' })).apply(order({ totalIncl: '99.00', lines: [{ sku: '880001', quantity: '1', totalIncl: '10.00' }] }));
    expect(told).toMatchObject({ outcome: 'invalid', code: 'mplus.order_source_total', effects: [] });
    expect(till.article(880001)).toBeUndefined();
  });

  test('a payment the till refuses leaves no order behind', async () => {
    const createOrder = orderEffects.find(({ name }) => name === 'createOrder')!;
    const payload = { order: { extOrderId: 'shop-unpaid', relationNumber: '2008', employeeNumber: '999999', lineList: [{ articleNumber: '4004', data: { quantity: '1', price: '89.95' } }] }, payments: [{ method: 'CHEQUE', amount: '89.95' }] };
    expect(await errorOf(createOrder.send(till.client, payload, 'key-3', { signal: new AbortController().signal }))).toMatchObject({ kind: 'data', refusedByService: true });
    expect(till.rows('orders').some((each) => each['extOrderId'] === 'shop-unpaid')).toBe(false);
  });
});

describe('where and as whom', () => {
  test('the branch of the order counts, with its only workplace; a workplace of another branch is refused before the run', async () => {
    const told = await (await open()).apply(order({ branch: 'Webshop en magazijn', employee: 'Marit Hoekstra' }));
    expect(found(told)).toMatchObject({ financialBranchNumber: 2, entryBranchNumber: 2, workplaceNumber: 10, employeeNumber: 1 });
    const entered = await (await open({ entryBranch: '1', workplace: 'Kassa 2' })).apply(order({ branch: '2' }));
    expect(found(entered)).toMatchObject({ financialBranchNumber: 2, entryBranchNumber: 1, workplaceNumber: 2 });
    expect(await errorOf(open({ entryBranch: '1', workplace: '2/10' }))).toMatchObject({ code: 'mplus.settings_unknown', params: { settings: 'workplace' } });
  });

  test('everything a setting names and the till does not have is told at once', async () => {
    const value = (text: string) => ({ enabled: true, force: false, default: text, unmapped: 'park' });
    expect(await errorOf(open({ branch: value('9'), employee: value('77'), paymentMethod: value('CHEQUE'), freeLineArticle: '123456' }))).toMatchObject({ kind: 'setup', code: 'mplus.settings_unknown', params: { owner: 'mplus.salesOrders', settings: 'branch, employee, paymentMethod, freeLineArticle' } });
  });
});
