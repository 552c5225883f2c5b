import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { TargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { openTill } from '../../testing/openTill.ts';
import type { OpenTill } from '../../testing/openTill.ts';
import { products } from './products.ts';

let till: OpenTill;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.stop());

const desk = (settings: Settings = {}, ledger: TargetDesk['ledger'] = new Map()) => openTargetDesk(products, { client: till.client, settings, ledger, sourceConnection: 'shop' });
let next = 70_000;
/** A product the till has never heard of. */
const stranger = (more: Record<string, unknown> = {}) => {
  next += 1;
  return { sourceId: `p${next}`, sku: String(next), name: `Pannenkoekenpan ${next}`, priceIncl: '12.10', taxRate: '21', ...more };
};
const articles = () => till.rows('products').flatMap((product) => product['articleList'].article as Record<string, any>[]);
const pathOf = (number: number): string => {
  const group = till.rows('articleGroups').find(({ groupNumber }) => groupNumber === number)!;
  return group['parentGroupNumber'] === undefined ? group['name'] : `${pathOf(group['parentGroupNumber'])} > ${group['name']}`;
};
const groupsOf = (articleNumber: string) => (till.article(articleNumber)!.product['groupNumbers'] as number[]).map(pathOf);

describe('an article the till does not have', () => {
  test('gets the SKU as its number, the VAT group of its rate and one price, and the till works out the other', async () => {
    const product = stranger({ description: 'Van gietijzer', shortDescription: 'Pan', barcode: '8712345678906', brand: 'Klank', purchasePrice: '5.005', unit: 'stuk' });
    const told = await (await desk()).apply(product);
    expect(told).toMatchObject({ outcome: 'created', code: 'mplus.article_created', effects: ['createProduct'], target: { type: 'Article', id: product.sku }, warningCodes: ['mplus.price_rounded'] });
    expect(till.article(product.sku)).toMatchObject({
      product: { description: product.name },
      article: { description: product.name, extraText: 'Van gietijzer', invoiceText: 'Pan', barcode: '8712345678906', brandName: 'Klank', vatCode: 1, priceIncl: 1210, priceExcl: 1000, purchasePrice: 501, unit: 'stuk', stockArticle: true, active: true },
    });
  });

  test.each([
    [{ prices: 'excl' }, { priceExcl: '10.00', priceIncl: '99' }, { priceExcl: 1000, priceIncl: 1210 }],
    [{ prices: 'incl' }, { priceExcl: '99', priceIncl: '12.10' }, { priceExcl: 1000, priceIncl: 1210 }],
    [{}, { priceExcl: '10.00', priceIncl: '' }, { priceExcl: 1000, priceIncl: 1210 }],
  ])('takes with %j of the prices %j', async (settings, prices, expected) => {
    const product = stranger(prices);
    await (await desk(settings)).apply(product);
    expect(till.article(product.sku)!.article).toMatchObject(expected);
  });

  test('is left out where none are created, and when the source has taken it out of sale', async () => {
    const before = articles().length;
    expect(await (await desk({ createNew: false })).apply(stranger())).toMatchObject({ outcome: 'skipped', code: 'mplus.article_not_wanted', effects: [] });
    expect(await (await desk()).apply(stranger({ active: false }))).toMatchObject({ outcome: 'skipped', effects: [] });
    expect(articles()).toHaveLength(before);
  });

  test('in another currency than the till’s is refused', async () => {
    expect(await (await desk()).apply(stranger({ currency: 'USD' }))).toMatchObject({ outcome: 'invalid', code: 'mplus.other_currency', effects: [] });
    expect(await (await desk()).apply(stranger({ currency: 'eur' }))).toMatchObject({ outcome: 'created' });
  });

  test('leaves no trace in a dry run, its group neither', async () => {
    const before = [till.rows('products'), till.rows('articleGroups')];
    expect(await (await desk()).apply(stranger({ category: 'Droog > Oefenen' }), { dryRun: true })).toMatchObject({ outcome: 'created', effects: ['createArticleGroup', 'createArticleGroup', 'createProduct'] });
    expect([till.rows('products'), till.rows('articleGroups')]).toEqual(before);
  });
});

describe('an SKU that is no number', () => {
  test.each(['KK-BOEK-1', '0042', '0.2', '1234567890123456789'])('(%s) is reported with what can be done about it', async (sku) => {
    expect(await (await desk()).apply(stranger({ sku }))).toMatchObject({ outcome: 'invalid', code: 'mplus.sku_no_number', effects: [], error: { data: { fix: expect.stringContaining('PLU'), params: { sku } } } });
  });

  test('is left out, or becomes a PLU or barcode under a number of the till’s own', async () => {
    expect(await (await desk({ nonNumeric: 'skip' })).apply(stranger({ sku: 'AB-1' }))).toMatchObject({ outcome: 'skipped', code: 'mplus.sku_left_out' });
    const [plu, barcode] = [stranger({ sku: 'AB-2' }), stranger({ sku: 'AB-3' })];
    expect(await (await desk({ nonNumeric: 'plu' })).apply(plu)).toMatchObject({ outcome: 'created' });
    expect(await (await desk({ nonNumeric: 'barcode' })).apply(barcode)).toMatchObject({ outcome: 'created' });
    expect(articles().filter(({ pluNumber }) => pluNumber === 'AB-2')).toHaveLength(1);
    expect(articles().filter((article) => article['barcode'] === 'AB-3')).toHaveLength(1);
    // Found again by it, with our memory lost.
    expect(await (await desk({ nonNumeric: 'plu' })).apply(plu)).toMatchObject({ outcome: 'unchanged' });
    expect(await (await desk({ nonNumeric: 'barcode' })).apply(barcode)).toMatchObject({ outcome: 'unchanged' });
  });

  test('is no matter where articles are found by PLU, external id or barcode', async () => {
    expect(await (await desk({ matchBy: 'plu' })).apply(stranger({ sku: 'KK-PROEF-1', name: 'Proef' }))).toMatchObject({ outcome: 'updated', target: { id: '90021' } });
    const other = stranger({ sku: 'EXT-9' });
    expect(await (await desk({ matchBy: 'externalId' })).apply(other)).toMatchObject({ outcome: 'created' });
    expect(await (await desk({ matchBy: 'externalId' })).apply({ ...other, priceIncl: '13.00' })).toMatchObject({ outcome: 'updated' });
    const nameless = stranger({ sku: '', barcode: '' });
    expect(await (await desk({ matchBy: 'barcode' })).apply(nameless)).toMatchObject({ outcome: 'invalid', code: 'mplus.product_without_key' });
    expect(await (await desk({ withoutKey: 'skip' })).apply(nameless)).toMatchObject({ outcome: 'skipped', code: 'mplus.product_left_out' });
  });

  test('that several articles share waits for a person', async () => {
    for (let copy = 0; copy < 2; copy += 1) await till.ask('createProduct', { product: { description: 'Dubbel', articleList: [{ description: 'Dubbel', pluNumber: 'DUBBEL', vatCode: '1' }] } });
    expect(await (await desk({ matchBy: 'plu' })).apply(stranger({ sku: 'DUBBEL' }))).toMatchObject({ outcome: 'parked', code: 'mplus.several_articles' });
  });
});

describe('an article the till has', () => {
  test('keeps its texts and gets the new price, unless product information is to be updated', async () => {
    const product = { sourceId: '4004', sku: '4004', name: 'Heel andere naam', description: 'Nieuwe tekst', priceIncl: '90.00', taxRate: '21', currency: 'EUR' };
    const { description } = till.article('4004')!.article;
    expect(await (await desk()).apply(product)).toMatchObject({ outcome: 'updated', text: 'Updated article 4004: priceIncl.' });
    expect(till.article('4004')!.article).toMatchObject({ description, priceIncl: 9000, priceExcl: 7438 });
    expect(await (await desk()).apply(product)).toMatchObject({ outcome: 'unchanged', effects: [] });
    expect(await (await desk({ updateInformation: true })).apply(product)).toMatchObject({ outcome: 'updated', text: 'Updated article 4004: description, extraText, product.description.' });
    expect(till.article('4004')).toMatchObject({ article: { description: 'Heel andere naam', extraText: 'Nieuwe tekst' }, product: { description: 'Heel andere naam' } });
  });

  test('follows what a field of the mapping says about when it is written', async () => {
    const product = { sourceId: '4005', sku: '4005', name: 'Zelf bepaald', description: 'Tekst', priceIncl: '1.00', barcode: '87', taxRate: '21' };
    const { description, priceIncl } = till.article('4005')!.article;
    expect(await (await desk()).apply(product, { modes: { priceIncl: 'create', description: 'ifEmpty' } })).toMatchObject({ text: 'Updated article 4005: barcode, extraText.' });
    expect(till.article('4005')!.article).toMatchObject({ description, priceIncl, barcode: '87', extraText: 'Tekst' });
    expect(await (await desk()).apply({ ...product, description: 'Andere tekst' }, { modes: { priceIncl: 'create', description: 'ifEmpty' } })).toMatchObject({ outcome: 'unchanged' });
  });

  test('keeps its price when only the rounding of the source differs', async () => {
    const { priceIncl, priceExcl } = till.article('4007')!.article;
    const product = { sourceId: '4007', sku: '4007', name: 'X', priceExcl: (priceExcl / 100).toFixed(2), priceIncl: ((priceIncl + 1) / 100).toFixed(2), purchasePrice: '0' };
    expect(await (await desk()).apply(product)).toMatchObject({ outcome: 'unchanged' });
    expect(await (await desk({ prices: 'incl' })).apply(product, { dryRun: true })).toMatchObject({ text: 'Updated article 4007: priceIncl.' });
  });

  test.each([
    ['leave', false, true],
    ['source', false, false],
    ['on', false, true],
    ['off', true, false],
  ])('with stock set to %s and a source that says %j ends with %j', async (stocked, isStocked, expected) => {
    const made = stranger({ isStocked: true });
    await (await desk()).apply(made);
    await (await desk({ stocked })).apply({ ...made, isStocked });
    expect(till.article(made.sku)!.article['stockArticle']).toBe(expected);
  });

  test('is left as it is where the settings say so', async () => {
    expect(await (await desk({ existing: 'leave' })).apply({ sourceId: 'l', sku: '4006', name: 'X', priceIncl: '1', taxRate: '21' })).toMatchObject({ outcome: 'skipped', code: 'mplus.article_left', effects: [] });
  });

  test('is the one it was made from, and keeps its number when the SKU changes', async () => {
    const ledger: TargetDesk['ledger'] = new Map();
    const product = stranger();
    await (await desk({}, ledger)).apply(product);
    expect(await (await desk({}, ledger)).apply({ ...product, sku: '79999', priceIncl: '1.00' })).toMatchObject({ outcome: 'updated', target: { id: product.sku }, warningCodes: ['mplus.number_kept'] });
    expect(await (await desk()).apply({ ...product, sku: '4010', priceIncl: '2.00' }, { twin: { key: product.sku, keys: [product.sku] } })).toMatchObject({ outcome: 'updated', target: { id: product.sku } });
  });

  test('does not take two products of the source in one run', async () => {
    const one = await desk();
    expect(await one.apply({ sourceId: 'a', sku: '4011', name: 'A', priceIncl: '1', taxRate: '21' })).toMatchObject({ outcome: 'updated' });
    expect(await one.apply({ sourceId: 'b', sku: '4011', name: 'B', priceIncl: '2', taxRate: '21' })).toMatchObject({ outcome: 'invalid', code: 'mplus.article_twice' });
  });
});

describe('the first stock', () => {
  const stockOf = (sku: string) => till.rows('stock').filter(({ articleNumber }) => String(articleNumber) === sku).map(({ branchNumber, free }) => [branchNumber, free / 1000]);
  const settings = { initialStock: true, stockBranch: 'Webshop en magazijn' };

  test('of a new article is what the source has, in the chosen branch, once', async () => {
    const ledger: TargetDesk['ledger'] = new Map();
    const product = stranger({ quantity: '12.5' });
    expect(await (await desk(settings, ledger)).apply(product)).toMatchObject({ outcome: 'created', effects: ['createProduct', 'setStock'] });
    expect(stockOf(product.sku)).toEqual([[2, 12.5]]);
    expect(await (await desk(settings, ledger)).apply({ ...product, quantity: '3' })).toMatchObject({ outcome: 'unchanged', effects: [] });
  });

  test('is never below nought, and written neither for articles without stock nor unasked', async () => {
    const [less, unstocked, unasked] = [stranger({ quantity: '-4' }), stranger({ quantity: '4', isStocked: false }), stranger({ quantity: '4' })];
    for (const product of [less, unstocked]) await (await desk(settings)).apply(product);
    await (await desk()).apply(unasked);
    expect(stockOf(less.sku)).toEqual([[2, 0]]);
    expect([unstocked, unasked].flatMap(({ sku }) => stockOf(sku))).toEqual([]);
    await expect(desk({ ...settings, stockBranch: 'Groningen' })).rejects.toMatchObject({ data: { kind: 'setup', where: { field: 'stockBranch' } } });
  });
});

describe('products with variants', () => {
  const variants = (parent: string) => ['ecru', 'oker', 'antraciet'].map((color, index) => stranger({ name: `Servet ${color}`, parentId: parent, parentName: 'Servet', color, size: index === 0 ? 'groot' : undefined }));

  test('become one product with an article each, in any order and over several runs', async () => {
    const ledger: TargetDesk['ledger'] = new Map();
    const [first, second, third] = variants('servet-1');
    const one = await desk({}, ledger);
    await one.lookAhead([first, second]);
    expect(one.lane(first)).toBe(one.lane(second));
    expect(await one.apply(first)).toMatchObject({ code: 'mplus.article_created', effects: ['createProduct'] });
    expect(await one.apply(second)).toMatchObject({ outcome: 'created', code: 'mplus.article_added', effects: ['addArticle'] });
    expect(await (await desk({}, ledger)).apply(third)).toMatchObject({ code: 'mplus.article_added' });
    const { product } = till.article(first!.sku)!;
    expect(product).toMatchObject({ description: 'Servet', articleList: { article: [{ colour: 'ecru', size: 'groot' }, { colour: 'oker' }, { colour: 'antraciet' }] } });
    for (const variant of [first, second, third]) expect(await (await desk({}, ledger)).apply(variant)).toMatchObject({ outcome: 'unchanged' });
  });

  test('find the product of a sibling that the till has already', async () => {
    const one = await desk();
    const page = [stranger({ parentId: 'buis', name: 'Buis XL', size: 'XL' }), { sourceId: 'buis-m', sku: '90003', name: 'Buis', priceIncl: '39.95', taxRate: '21', parentId: 'buis' }];
    await one.lookAhead(page);
    expect(await one.apply(page[0])).toMatchObject({ code: 'mplus.article_added' });
    expect(till.article(page[0]!.sku)!.product['productNumber']).toBe(90_000);
  });
});

describe('VAT', () => {
  test('follows the rate, whatever its noughts; a rate the till does not have waits for a person', async () => {
    const low = stranger({ taxRate: '9.00' });
    await (await desk()).apply(low);
    expect(till.article(low.sku)!.article['vatCode']).toBe(2);
    expect(await (await desk()).apply(stranger({ taxRate: '19' }))).toMatchObject({ outcome: 'parked', code: 'mplus.no_vat_group', error: { data: { parkedOn: { setting: 'vat', value: '19 %' } } } });
    expect(await (await desk()).apply(stranger({ taxRate: '' }))).toMatchObject({ outcome: 'parked', code: 'mplus.no_vat' });
  });

  test('comes from a table by rate or, where there is none, by category', async () => {
    const vat = { enabled: true, force: false, default: '21 %', unmapped: 'useDefault', table: [{ from: '19', to: '21 %' }, { from: 'Boeken', to: '2' }, { from: 'Fooien', to: 'rate: 0' }] };
    for (const [more, code] of [[{ taxRate: '19' }, 1], [{ taxRate: '9' }, 2], [{ taxRate: '', category: 'Boeken' }, 2], [{ taxRate: '', category: 'Fooien' }, 3], [{ taxRate: '', category: 'Anders' }, 1]] as const) {
      const product = stranger(more);
      await (await desk({ vat, groups: 'no' })).apply(product);
      expect(till.article(product.sku)!.article['vatCode'], JSON.stringify(more)).toBe(code);
    }
  });

  test('of a known article only changes when the product itself has a rate', async () => {
    const vat = { enabled: true, force: false, default: '21 %', unmapped: 'park' };
    const product = { sourceId: '4013', sku: '4013', name: 'Serranoham' };
    expect(await (await desk({ vat })).apply(product)).toMatchObject({ outcome: 'unchanged' });
    expect(await (await desk({ vat })).apply({ ...product, taxRate: '21' })).toMatchObject({ text: 'Updated article 4013: vatCode.' });
  });
});

describe('article groups', () => {
  test('are found by their full path, whatever the letters, and made level by level where they are missing', async () => {
    const before = till.rows('articleGroups').length;
    const [cheese, tea, coffee] = [stranger({ category: 'eten en drinken > KAAS' }), stranger({ category: 'Dranken > Warm > Thee' }), stranger({ category: 'Dranken > Warm > Koffie' })];
    const one = await desk();
    const told = await Promise.all([cheese, tea, coffee].map((product) => one.apply(product)));
    expect(told.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created']);
    expect(till.rows('articleGroups')).toHaveLength(before + 4);
    expect([cheese, tea, coffee].map(({ sku }) => groupsOf(sku))).toEqual([['Eten en drinken > Kaas'], ['Dranken > Warm > Thee'], ['Dranken > Warm > Koffie']]);
    expect(await (await desk()).apply(tea)).toMatchObject({ outcome: 'unchanged' });
  });

  test('are only used where none are to be made, and left alone where they are no matter', async () => {
    const before = till.rows('articleGroups').length;
    const [unknown, known] = [stranger({ category: 'Nergens' }), stranger({ category: 'Nergens' })];
    expect(await (await desk({ groups: 'match' })).apply(unknown)).toMatchObject({ outcome: 'created', noteCodes: expect.arrayContaining(['mplus.no_group']) });
    await (await desk({ groups: 'no' })).apply(known);
    expect(till.rows('articleGroups')).toHaveLength(before);
    expect([unknown, known].map(({ sku }) => groupsOf(sku))).toEqual([[], []]);
  });

  test('of a known article stay, and the one of its category is added', async () => {
    const before = groupsOf('4012');
    const product = { sourceId: '4012', sku: '4012', name: 'X', category: 'Eten en drinken > Kaas' };
    expect(await (await desk()).apply(product)).toMatchObject({ outcome: 'updated', code: 'mplus.article_grouped' });
    expect(groupsOf('4012')).toEqual([...before, 'Eten en drinken > Kaas']);
    expect(await (await desk()).apply(product)).toMatchObject({ outcome: 'unchanged' });
  });

  test('the turnover group follows the category where the settings say so', async () => {
    const [messen, unknown] = [stranger({ category: 'Messen' }), stranger({ category: 'Onbekend' })];
    const one = await desk({ turnoverGroup: { enabled: true, force: false, default: '', unmapped: 'park' }, groups: 'no' });
    expect(await one.apply(messen)).toMatchObject({ outcome: 'created', warningCodes: [] });
    expect(pathOf(till.article(messen.sku)!.article['turnoverGroup'])).toMatch(/Messen$/);
    expect(await one.apply(unknown)).toMatchObject({ outcome: 'created', warningCodes: ['mplus.no_turnover_group'] });
    expect(await (await desk({ turnoverGroup: { enabled: true, force: true, default: 'Bestaat niet', unmapped: 'park' } })).apply(stranger())).toMatchObject({ outcome: 'parked', code: 'mplus.turnover_group_unknown' });
  });
});

describe('texts, attributes and features', () => {
  test('a name of sixty letters with an emoji stays whole, a longer one is cut between letters', async () => {
    const name = 'Cadeaupakket 🎁 “Lekker tafelen” met kazen, crème & bonbons €';
    const [whole, cut] = [stranger({ name }), stranger({ name })];
    expect(await (await desk()).apply(whole)).toMatchObject({ warningCodes: [] });
    expect(till.article(whole.sku)!.article['description']).toBe(name);
    expect(await (await desk({ nameLength: 14 })).apply(cut)).toMatchObject({ warningCodes: ['mplus.cut'] });
    expect(till.article(cut.sku)!.article['description']).toBe('Cadeaupakket 🎁');
  });

  test('fill what the tables say, and the till’s own fields beside those it has', async () => {
    const settings = {
      attributes: { enabled: true, force: false, default: '', unmapped: 'park', table: [{ from: 'Kleur', to: 'colour' }, { from: 'Maat', to: 'Size' }] },
      features: { enabled: true, force: false, default: '', unmapped: 'leaveEmpty', table: [{ from: 'Merk', to: 'brandName' }, { from: 'Herkomst', to: 'custom:herkomst' }] },
      updateInformation: true,
    };
    const product = stranger({ attributes: [{ name: 'kleur', value: 'rood' }, { name: 'Maat', value: 'L' }], features: [{ name: 'Merk', value: 'Klank' }, { name: 'Herkomst', value: 'Delft' }, { name: 'Gewicht', value: '2 kg' }] });
    expect(await (await desk(settings)).apply(product)).toMatchObject({ outcome: 'created' });
    expect(till.article(product.sku)!.article).toMatchObject({ colour: 'rood', size: 'L', brandName: 'Klank', customFieldList: { customField: [{ fieldName: 'herkomst', strValue: 'Delft' }] } });
    expect(await (await desk(settings)).apply(product)).toMatchObject({ outcome: 'unchanged' });
    expect(await (await desk(settings)).apply({ ...product, features: [{ name: 'Herkomst', value: 'Gouda' }] })).toMatchObject({ text: expect.stringContaining('customFieldList') });
    expect(await (await desk(settings)).apply(stranger({ attributes: [{ name: 'Geur', value: 'vanille' }] }))).toMatchObject({ outcome: 'parked', error: { data: { parkedOn: { setting: 'attributes', value: 'Geur' } } } });
    await expect(desk({ features: { ...settings.features, table: [{ from: 'Merk', to: 'merk' }] } })).rejects.toMatchObject({ data: { kind: 'setup', where: { field: 'features' } } });
  });
});

test('a page of known articles is looked up in one call', async () => {
  const one = await desk();
  const page = till.shop.products.map(({ articleNumber, description, priceInclCents, vatRate }) => ({ sourceId: `x${articleNumber}`, sku: String(articleNumber), name: description, priceIncl: (priceInclCents / 100).toFixed(2), taxRate: String(vatRate) }));
  one.exchanges.length = 0;
  await one.lookAhead(page);
  for (const product of page) await one.apply(product, { dryRun: true });
  expect(one.exchanges.map(({ operation }) => operation)).toEqual(['getProducts']);
});
