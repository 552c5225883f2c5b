import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profiles } from '#sandbox/quickbooks/options.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { TargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { openBooks } from '../../testing/bench.ts';
import type { Books, Row } from '../../testing/bench.ts';
import { items } from './items.ts';

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(() => books.stop());

const force = (name: string) => ({ enabled: true, force: true, default: name, unmapped: 'park' });
const byTable = (table: Readonly<Record<string, string>>, more: object = {}) => ({ enabled: true, force: false, default: '', table: Object.entries(table).map(([from, to]) => ({ from, to })), unmapped: 'park', ...more });
const usual: Settings = { incomeAccount: force('Omzet NL 21%'), expenseAccount: force('Kostprijs van de omzet'), assetAccount: force('Voorraad'), startDate: '2025-01-01' };

let numbers = 0;
const product = (more: Readonly<Record<string, unknown>> = {}) => {
  numbers += 1;
  return { sourceId: `p${numbers}`, sku: `S-${numbers}`, name: `Proefartikel ${numbers}`, priceExcl: '10.00', priceIncl: '12.10', taxRate: '21', currency: 'EUR', isStocked: true, category: 'Proef', ...more };
};
const open = (settings: Settings = {}, ledger?: TargetDesk['ledger'], at: Books = books) => openTargetDesk(items, { client: at.client, settings: { ...usual, ...settings }, ...(ledger && { ledger }) });
const send = async (record: object, settings: Settings = {}, at: Books = books) => (await open(settings, undefined, at)).apply(record);
const row = async (id: string, at: Books = books): Promise<Row> => (await at.rows('Item')).find((candidate) => candidate.Id === id)!;
const setupError = async (settings: Settings, at: Books = books) => {
  const thrown = await open(settings, undefined, at).catch((error: unknown) => error);
  if (!(thrown instanceof FluxoError)) throw new Error('The run was opened');
  return thrown.data;
};

describe('a new product', () => {
  test('kept in stock is an inventory item with its quantity, accounts, price, tax code and category', async () => {
    const told = await send(product({ quantity: '12.5', purchasePrice: '4.25', description: 'Lange tekst', category: 'Eten > Kaas' }));
    expect(told).toMatchObject({ outcome: 'created', effects: ['createCategory', 'createCategory', 'createItem'] });
    expect(await row(told.target!.id)).toMatchObject({
      Type: 'Inventory', TrackQtyOnHand: true, QtyOnHand: 12.5, InvStartDate: '2025-01-01', UnitPrice: 10, SalesTaxIncluded: false, PurchaseCost: 4.25, Description: 'Lange tekst',
      SalesTaxCodeRef: { value: await books.idOf('TaxCode', '21% btw hoog') }, IncomeAccountRef: { name: 'Omzet NL 21%' }, ExpenseAccountRef: { name: 'Kostprijs van de omzet' }, AssetAccountRef: { name: 'Voorraad' },
      FullyQualifiedName: expect.stringMatching(/^Eten:Kaas:Proefartikel/), SubItem: true,
    });
  });

  test('not kept in stock becomes goods or a service by the settings', async () => {
    const goods = await send(product({ isStocked: false }));
    expect(await row(goods.target!.id)).toMatchObject({ Type: 'NonInventory', TrackQtyOnHand: false });
    const service = await send(product({ isStocked: 'false' }), { otherType: 'Service' });
    expect((await row(service.target!.id))['Type']).toBe('Service');
  });

  test('may have its price with tax, or worked out without it', async () => {
    const incl = await send(product({ priceIncl: '9.99' }), { prices: 'inclusive' });
    expect(await row(incl.target!.id)).toMatchObject({ UnitPrice: 9.99, SalesTaxIncluded: true });
    const excl = await send(product({ priceExcl: '', priceIncl: '9.99' }));
    expect(await row(excl.target!.id)).toMatchObject({ UnitPrice: 8.2562, SalesTaxIncluded: false });
  });

  test('books on the accounts of its tax rate or its category', async () => {
    const low = await send(product({ taxRate: '9.00', isStocked: false }), { incomeAccount: byTable({ '21': 'Omzet NL 21%', '9': 'Omzet NL 9%' }) });
    expect(await row(low.target!.id)).toMatchObject({ IncomeAccountRef: { name: 'Omzet NL 9%' }, SalesTaxCodeRef: { value: await books.idOf('TaxCode', '9% btw laag') } });
    const byCategory = { accountBy: 'category', incomeAccount: byTable({ 'Export > Ver': 'Omzet buiten EU' }) };
    const far = await send(product({ category: 'Export > Ver', isStocked: false }), byCategory);
    expect(await row(far.target!.id)).toMatchObject({ IncomeAccountRef: { name: 'Omzet buiten EU' } });
    expect(await send(product({ category: 'Nieuw', isStocked: false }), byCategory)).toMatchObject({ outcome: 'parked', error: { data: { parkedOn: { setting: 'incomeAccount', value: 'Nieuw' } } }, effects: [] });
  });

  test('of a rate that several tax codes have waits until the table says which', async () => {
    expect(await send(product({ taxRate: '0' }))).toMatchObject({ outcome: 'parked', code: 'quickbooks.several_tax_codes', error: { data: { parkedOn: { setting: 'taxCode', value: '0' } } } });
    const told = await send(product({ taxRate: '0.00' }), { taxCode: byTable({ '0': '0% btw' }, { default: 'rate', unmapped: 'useDefault' }) });
    expect(await row(told.target!.id)).toMatchObject({ SalesTaxCodeRef: { value: await books.idOf('TaxCode', '0% btw') } });
  });

  test('without a tax rate gets no tax code, and that is said', async () => {
    expect(await send(product({ taxRate: undefined }))).toMatchObject({ outcome: 'created', warningCodes: ['quickbooks.no_item_rate'] });
  });

  test('in another currency is refused', async () => {
    expect(await send(product({ currency: 'USD' }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.product_currency', effects: [] });
  });

  test('whose name another item has gets its number behind it', async () => {
    const first = product({ name: 'Zelfde naam' });
    await send(first);
    const told = await send(product({ name: 'Zelfde naam', sku: 'Z-2' }));
    expect(await row(told.target!.id)).toMatchObject({ Name: 'Zelfde naam (Z-2)', Sku: 'Z-2' });
  });

  test('of sixty emoji is cut between two of them, and the number still fits behind', async () => {
    const name = '🎁'.repeat(60);
    const told = await send(product({ name }));
    expect(told.warningCodes).toContain('quickbooks.cut');
    expect((await row(told.target!.id))['Name']).toBe('🎁'.repeat(50));
    const second = await send(product({ name, sku: 'E-2' }));
    expect((await row(second.target!.id))['Name']).toBe(`${'🎁'.repeat(47)} (E-2)`);
  });

  test('a name with a colon loses it, since it marks hierarchy', async () => {
    const told = await send(product({ name: 'Mes: klein' }));
    expect((await row(told.target!.id))['Name']).toBe('Mes - klein');
  });

  test('without a SKU is refused, or found by its name where the settings say so', async () => {
    expect(await send(product({ sku: '' }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.product_no_sku' });
    const record = product({ sku: '' });
    const told = await send(record, { matchBy: 'name' });
    expect(told.outcome).toBe('created');
    expect(await send(record, { matchBy: 'name' })).toMatchObject({ outcome: 'unchanged', target: { id: told.target!.id } });
  });

  test('of which there is less than nothing begins with nothing', async () => {
    const told = await send(product({ quantity: '-3' }));
    expect((await row(told.target!.id))['QtyOnHand']).toBe(0);
  });

  test('is only noted in a dry run, with all it would make', async () => {
    const before = (await books.rows('Item')).length;
    const run = await open();
    expect(await run.apply(product({ category: 'Droog > Nat' }), { dryRun: true })).toMatchObject({ outcome: 'created', effects: ['createCategory', 'createCategory', 'createItem'] });
    expect((await books.rows('Item')).length).toBe(before);
  });

  test('is not made where only known items are to be changed, nor when it is inactive in the source', async () => {
    expect(await send(product(), { createNew: false })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.item_not_there' });
    expect(await send(product({ active: false }))).toMatchObject({ outcome: 'skipped', code: 'quickbooks.product_inactive' });
  });

  test('with a price that is no number says so', async () => {
    expect(await send(product({ priceExcl: 'op aanvraag' }))).toMatchObject({ outcome: 'invalid', code: 'record.bad_value' });
  });
});

describe('colours and sizes', () => {
  test('become an item each, together in a category of the product’s name', async () => {
    const run = await open();
    const variants = ['wit', 'zwart', 'blauw', 'rood'].flatMap((color) => ['S', 'M', 'L'].map((size) => ({ ...product({ name: 'Koksbuis', parentId: 'jas', parentName: 'Koksbuis', category: 'Kleding' }), color, size })));
    await run.lookAhead(variants);
    const told = await Promise.all(variants.map((variant) => run.apply(variant)));
    expect(told.map(({ outcome }) => outcome)).toEqual(variants.map(() => 'created'));
    const names = (await books.rows('Item')).filter((item) => String(item['FullyQualifiedName']).startsWith('Kleding:Koksbuis:')).map((item) => item['Name']);
    expect(names.toSorted()).toEqual(variants.map(({ color, size }) => `Koksbuis - ${color} / ${size}`).toSorted());
    expect((await books.rows('Item')).filter((item) => item['Type'] === 'Category' && item['Name'] === 'Koksbuis')).toHaveLength(1);
  });

  test('that the name says already are not said twice, and the category can be left out', async () => {
    const told = await send(product({ name: 'Schort rood L', parentId: 'schort', parentName: 'Schort', color: 'Rood', size: 'L', category: 'Textielproef' }), { variants: 'name' });
    expect((await row(told.target!.id))['FullyQualifiedName']).toBe('Textielproef:Schort rood L');
  });

  test('attributes and features become lines of the description, by the table', async () => {
    const traits = byTable({ Materiaal: 'Materiaal', Herkomst: 'Land van herkomst', Intern: '' }, { unmapped: 'leaveEmpty' });
    const told = await send(product({ description: 'Mooi', barcode: '8712345678906', attributes: [{ name: 'Materiaal', value: 'katoen' }], features: [{ name: 'Herkomst', value: 'Portugal' }, { name: 'Intern', value: 'x' }, { name: 'Onbekend', value: 'y' }] }), { traits, barcodeTo: 'description' });
    expect((await row(told.target!.id))['Description']).toBe('Mooi\nMateriaal: katoen\nLand van herkomst: Portugal\nEAN: 8712345678906');
    expect(await send(product({ features: [{ name: 'Nieuw', value: 'z' }] }), { traits: byTable({}) })).toMatchObject({ outcome: 'parked', error: { data: { parkedOn: { setting: 'traits', value: 'Nieuw' } } } });
  });
});

test('further fields of QuickBooks are filled by the settings', async () => {
  const extraFields = 'ReorderPoint = {extra.minimum}; PurchaseDesc = Van {brand}; ClassRef = Webshop';
  const told = await send(product({ brand: 'Fabriek', extra: { minimum: '4' } }), { extraFields });
  expect(await row(told.target!.id)).toMatchObject({ ReorderPoint: 4, PurchaseDesc: 'Van Fabriek', ClassRef: { name: 'Webshop' } });
  const goods = await send(product({ isStocked: false, extra: { minimum: '4' } }), { extraFields });
  expect((await row(goods.target!.id))['ReorderPoint']).toBeUndefined();
  expect(await send(product({ extra: { minimum: 'veel' } }), { extraFields })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.bad_extra' });
  expect(await setupError({ extraFields: 'QtyOnHand = 5' })).toMatchObject({ params: { settings: 'extraFields' } });
});

describe('a product that is there', () => {
  test('gets its price and keeps the texts that were enriched since', async () => {
    const record = product({ description: 'Uit de kassa' });
    const run = await open();
    const { target } = await run.apply(record);
    await books.write('Item', { Id: target!.id, SyncToken: '0', sparse: true, Description: 'Met liefde geschreven' });
    const told = await run.apply({ ...record, name: 'Andere naam', description: 'Nieuwe kassatekst', priceExcl: '11.00', quantity: '99', category: 'Elders' });
    expect(told).toMatchObject({ outcome: 'updated', effects: ['updateItem'] });
    expect(told.text).toMatch(/: UnitPrice\.$/);
    expect(await row(target!.id)).toMatchObject({ Name: record.name, Description: 'Met liefde geschreven', UnitPrice: 11, QtyOnHand: 0 });
    expect(run.ledger.get(`product ${record.sourceId}`)).toMatchObject({ targetId: target!.id, targetVersion: '2' });
  });

  test('is renamed, described and moved where product information is updated', async () => {
    const record = product();
    const run = await open({ updateInfo: true });
    const { target } = await run.apply(record);
    expect(await run.apply({ ...record, name: 'Hernoemd', description: 'Nieuw', category: 'Verhuisd' })).toMatchObject({ outcome: 'updated' });
    expect(await row(target!.id)).toMatchObject({ FullyQualifiedName: 'Verhuisd:Hernoemd', Description: 'Nieuw' });
  });

  test('keeps its name with a warning when the new one is taken', async () => {
    const run = await open({ updateInfo: true });
    await run.apply(product({ name: 'Bezette naam' }));
    const record = product();
    const { target } = await run.apply(record);
    expect(await run.apply({ ...record, name: 'Bezette naam', priceExcl: '3' })).toMatchObject({ outcome: 'updated', warningCodes: ['quickbooks.item_not_renamed'] });
    expect(await row(target!.id)).toMatchObject({ Name: record.name, UnitPrice: 3 });
  });

  test('follows the mapping field by field', async () => {
    const record = product({ description: '' });
    const run = await open();
    const { target } = await run.apply(record);
    const told = await run.apply({ ...record, priceExcl: '20', description: 'Eerst leeg', purchasePrice: '2' }, { modes: { priceExcl: 'create', description: 'ifEmpty', purchasePrice: 'update' } });
    expect(told.text).toMatch(/: Description, PurchaseCost\.$/);
    expect(await row(target!.id)).toMatchObject({ UnitPrice: 10, Description: 'Eerst leeg', PurchaseCost: 2 });
  });

  test('and says the same stays untouched, and the next time nothing is asked', async () => {
    const record = product();
    await send(record);
    const run = await open();
    expect(await run.apply(record)).toMatchObject({ outcome: 'unchanged', effects: [] });
    const asked = run.exchanges.length;
    expect(await run.apply(record)).toMatchObject({ outcome: 'unchanged', code: 'quickbooks.same_as_sent' });
    expect(run.exchanges.length).toBe(asked);
  });

  test('is left alone where items that are there are not changed', async () => {
    const record = product();
    await send(record);
    expect(await send({ ...record, priceExcl: '1' }, { updateExisting: false })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.item_left' });
  });

  test('keeps its accounts unless they are to be changed', async () => {
    const record = product({ isStocked: false });
    const { target } = await send(record);
    expect(await send(record, { incomeAccount: force('Omzet NL 9%') })).toMatchObject({ outcome: 'unchanged' });
    expect(await send(record, { incomeAccount: force('Omzet NL 9%'), updateAccounts: true })).toMatchObject({ outcome: 'updated' });
    expect(await row(target!.id)).toMatchObject({ IncomeAccountRef: { name: 'Omzet NL 9%' } });
  });

  test('changed by somebody else meanwhile is read again and the change sent once more', async () => {
    const record = product();
    const run = await open();
    const { target } = await run.apply(record);
    await books.write('Item', { Id: target!.id, SyncToken: '0', sparse: true, PurchaseDesc: 'Van een ander' });
    expect(await run.apply({ ...record, priceExcl: '7' })).toMatchObject({ outcome: 'updated' });
    expect(await row(target!.id)).toMatchObject({ PurchaseDesc: 'Van een ander', UnitPrice: 7 });
  });

  test('several times waits, or the oldest is taken', async () => {
    const income = { value: await books.idOf('Account', 'Omzet NL 21%') };
    const [first] = [await books.write('Item', { Name: 'Dubbel een', Sku: 'DUB', Type: 'NonInventory', IncomeAccountRef: income }), await books.write('Item', { Name: 'Dubbel twee', Sku: 'DUB', Type: 'NonInventory', IncomeAccountRef: income })];
    const record = product({ sku: 'DUB' });
    expect(await send(record)).toMatchObject({ outcome: 'parked', code: 'quickbooks.several_same_items' });
    expect(await send(record, { onSeveralItems: 'oldest' })).toMatchObject({ outcome: 'updated', target: { id: first.Id } });
  });

  test('without a SKU is found by its name and gets it', async () => {
    const known = await books.write('Item', { Name: 'Zonder nummer', Type: 'NonInventory', IncomeAccountRef: { value: await books.idOf('Account', 'Omzet NL 21%') } });
    const told = await send(product({ name: 'Zonder nummer', sku: 'ZN-1' }), { matchBy: 'skuThenName' });
    expect(told).toMatchObject({ outcome: 'updated', target: { id: known.Id } });
    expect((await row(known.Id))['Sku']).toBe('ZN-1');
  });

  test('that is inactive in QuickBooks is left alone, never made again', async () => {
    const record = product();
    const run = await open();
    const { target } = await run.apply(record);
    await books.write('Item', { Id: target!.id, SyncToken: '0', sparse: true, Active: false });
    expect(await (await open({}, run.ledger)).apply({ ...record, priceExcl: '1' })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.item_inactive' });
    expect(await send({ ...record, priceExcl: '1' })).toMatchObject({ outcome: 'skipped', code: 'quickbooks.item_inactive' });
  });

  test('from which the record itself was made is the one that is changed', async () => {
    const known = await send(product());
    const told = await (await open()).apply(product({ priceExcl: '77' }), { twin: { key: known.target!.id, keys: [known.target!.id] } });
    expect(told).toMatchObject({ outcome: 'updated', target: { id: known.target!.id } });
  });
});

describe('categories of products', () => {
  test('are found, made once, or only used when they are there', async () => {
    const run = await open();
    const both = [product({ category: 'Samen > Een' }), product({ category: 'samen > een' })];
    await Promise.all(both.map((one) => run.apply(one)));
    expect((await books.rows('Item')).filter((item) => String(item['FullyQualifiedName']).toLowerCase() === 'samen:een')).toHaveLength(1);
    const told = await send(product({ category: 'Nergens' }), { categories: 'existing' });
    expect(told.noteCodes).toContain('quickbooks.category_missing');
    expect((await row(told.target!.id))['ParentRef']).toBeUndefined();
    expect((await row((await send(product({ category: 'Samen > Een' }), { categories: 'off' })).target!.id))['ParentRef']).toBeUndefined();
  });

  test('deeper than QuickBooks goes are joined', async () => {
    const told = await send(product({ name: 'Diep artikel', category: 'A > B > C > D > E' }));
    expect((await row(told.target!.id))['FullyQualifiedName']).toBe('A:B:C:D > E:Diep artikel');
  });

  test('told by their id in the source are those the category flow made', async () => {
    const category = await books.write('Item', { Name: 'Groep zeven', Type: 'Category' });
    const run = await open({}, new Map([['category 7', { targetType: 'Category', targetId: category.Id }]]));
    const told = await run.apply(product({ category: '7' }));
    expect((await row(told.target!.id))['ParentRef']).toMatchObject({ value: category.Id });
  });
});

describe('other companies', () => {
  test('names that QuickBooks does not have, and what is missing, stop the run before it begins', async () => {
    expect(await setupError({ incomeAccount: force('Omzet Mars'), expenseAccount: force('Bankrekening'), assetAccount: force(''), startDate: undefined, taxCode: force('19%') })).toMatchObject({ code: 'quickbooks.settings_unknown', params: { owner: 'quickbooks.items', settings: 'incomeAccount, expenseAccount, assetAccount, startDate, taxCode' } });
  });

  test('one without inventory gets goods without stock and a warning, or the product waits', async () => {
    const small = await openBooks({ quickbooks: profiles.withoutInventory });
    try {
      const told = await send(product({ category: 'Kaas' }), {}, small);
      expect(told).toMatchObject({ outcome: 'created', warningCodes: ['quickbooks.without_inventory'] });
      expect(told.noteCodes).toContain('quickbooks.categories_off');
      expect(await row(told.target!.id, small)).toMatchObject({ Type: 'NonInventory' });
      expect(await send(product(), { withoutInventory: 'park' }, small)).toMatchObject({ outcome: 'parked', code: 'quickbooks.no_inventory', effects: [] });
    } finally {
      await small.stop();
    }
  });

  test('one in the United States only hears whether a product is taxable', async () => {
    const us = await openBooks({ quickbooks: profiles.usAutomated });
    try {
      expect(await setupError({ prices: 'inclusive', taxCode: force('21% btw hoog') }, us)).toMatchObject({ params: { settings: 'taxCode, prices' } });
      const taxed = await send(product({ currency: 'USD' }), {}, us);
      expect(await row(taxed.target!.id, us)).toMatchObject({ Taxable: true, UnitPrice: 10 });
      const free = await send(product({ currency: 'USD', taxRate: '0' }), {}, us);
      expect(await row(free.target!.id, us)).toMatchObject({ Taxable: false });
      expect(await send(product({ currency: 'USD' }), { taxCode: force('NON') }, us)).toMatchObject({ outcome: 'created' });
    } finally {
      await us.stop();
    }
  });
});
