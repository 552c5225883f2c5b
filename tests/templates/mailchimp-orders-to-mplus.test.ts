import { beforeAll, expect, test } from 'vitest';
import { webOrders } from '#sandbox/mailchimp/seedWebShop.ts';
import { countAll } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { openHouse } from '../support/house.ts';
import type { Ledger } from '../support/house.ts';
import { useHouse } from '../support/useHouse.ts';

const template = 'mailchimp-orders-to-mplus';
type Plant = (typeof webOrders)[keyof typeof webOrders];
const numberOf = (plant: Plant) => Object.entries(webOrders).find(([, each]) => each === plant)![0];

const house = useHouse({ templates: [template] });
let before: Ledger;
let after: Ledger;
let run: RunSummary;
beforeAll(async () => {
  before = await house.ledger('mplus');
  run = await house.run();
  after = await house.ledger('mplus');
});

const made = () => after['orders']!.filter((order) => !before['orders']!.some((old) => old['orderId'] === order['orderId']));
const madeOf = (plant: Plant) => made().find((order) => order['reference'] === `Webshop ${numberOf(plant)}`);
const cents = (euros: unknown) => Math.round(Number(euros) * 100);
const endings = async () => new Map((await house.host.workspace.store.records({ flowId: house.flowId, limit: 100 })).rows.map((row) => [row.title, `${row.outcome} ${row.reason?.code ?? ''}`]));

test('each order the till can take stands there once, with the web shop’s total to the cent, paid and not yet delivered', async () => {
  expect(countAll(run.outcomes)).toBe(run.read);
  const sold = (await house.ledger('mailchimp'))['orders']!;
  expect(made().length).toBe(run.outcomes.created);
  expect(run.outcomes.created).toBe(5);
  for (const order of made()) {
    const source = sold.find(({ id }) => order['reference'] === `Webshop ${id}`)!;
    expect(order).toMatchObject({ totalInclAmount: cents(source['order_total']), prepaidAmount: cents(source['order_total']), fullyPaid: true, deliveryState: 'ORDER-DELIVERY-STATE-NOTHING', employeeNumber: 999999, financialBranchNumber: 2, workplaceNumber: 10, entryBranchNumber: 2 });
    expect(order['lineList'].line.at(source['discount_total'] > 0 ? -2 : -1)).toMatchObject({ articleNumber: 999, text: 'Verzendkosten', data: { price: 695 } });
  }
});

test('a discount is a line of its own, a variant its own article, and the goods are reserved', () => {
  expect(madeOf('longName')!['lineList'].line.map((line: any) => [line.articleNumber, line.data.price])).toEqual([[90_020, 4995], [999, 695], [998, -500]]);
  expect(madeOf('variant')!['lineList'].line[0].articleNumber).toBe(90_005);
  const reserved = (ledger: Ledger) => ledger['stock']!.find((level) => level['articleNumber'] === 90_005 && level['branchNumber'] === 2)!['reserved'] as number;
  expect(reserved(after) - reserved(before)).toBe(1000);
});

test('the buyer is the till’s own card where it has one, else a new one: a company with its contact', () => {
  const card = (order: Record<string, any>) => after['relations']!.find((relation) => relation['relationNumber'] === order['relationNumber'])!;
  expect(card(madeOf('company')!)['relationNumber']).toBe(2008);
  expect(card(madeOf('strangerCompany')!)).toMatchObject({ name: 'Kookschool Vuur & Vlam', companyName: 'Kookschool Vuur & Vlam', contact: 'Nienke Terpstra', country: 'Nederland' });
  expect(card(madeOf('variant')!)).toMatchObject({ name: 'Casper Duivenvoorde', deliveryAddress: 'Rapenburg 70' });
  expect(madeOf('variant')!['deliveryAddress']).toMatchObject({ address: 'Rapenburg 70', city: 'Leiden' });
});

test('what the till cannot take says why: a cancelled order, two cards with one address, an unknown country, an SKU that is no number, an unknown article', async () => {
  const told = await endings();
  expect(Object.fromEntries((['cancelled', 'sharedEmail', 'unknownCountry', 'textSku', 'missingProduct'] as const).map((plant) => [plant, told.get(numberOf(plant))]))).toEqual({
    cancelled: 'skipped mplus.order_cancelled',
    sharedEmail: 'parked mplus.several_relations',
    unknownCountry: 'parked mapping.unknown_country',
    textSku: 'invalid mplus.sku_not_numeric',
    missingProduct: 'invalid mplus.order_article_unknown',
  });
  expect(madeOf('cancelled')).toBeUndefined();
});

test('a second run enters nothing', async () => {
  const again = await house.run();
  expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
  expect((await house.ledger('mplus'))['orders']).toEqual(after['orders']);
});

test('an answer that got lost does not make the order twice', async () => {
  const fresh = await openHouse({ templates: [template] });
  try {
    await fresh.fault('mplus', [{ operation: 'createOrderV3', times: 2, fault: { kind: 'loseAnswer' } }]);
    const first = await fresh.run();
    const second = await fresh.run();
    expect(first.outcomes.created + second.outcomes.created).toBe(5);
    const references = (await fresh.ledger('mplus'))['orders']!.map((order) => order['reference'] as string).filter((reference) => reference?.startsWith('Webshop W-2'));
    expect(references.toSorted()).toEqual([...new Set(references)].toSorted());
    expect(references).toHaveLength(5);
  } finally {
    await fresh.close();
  }
});
