import { describe, expect, test } from 'vitest';
import { profiles } from './options.ts';
import { openQuickBooks } from './testing/openQuickBooks.ts';
import type { Loose } from './testing/openQuickBooks.ts';

const books = openQuickBooks();
const income = books.ref('Account', 'Omzet NL 21%');
const article = (Name: string, more: object = {}) => ({ Name, Type: 'NonInventory', IncomeAccountRef: income, ...more });
const item = (id: string): Loose => books.query(`select * from Item where Id = '${id}' and Active in (true, false)`).Item[0];

describe('articles and their categories', () => {
  test('an article stands below a category, never below another article', () => {
    const category = books.save('Item', { Name: 'Messenblokken', Type: 'Category' });
    expect(books.save('Item', article('Blok leeg', { SubItem: true, ParentRef: { value: category.Id } })).FullyQualifiedName).toBe('Messenblokken:Blok leeg');
    const other = books.save('Item', article('Los artikel'));
    expect(books.refusal('Item', article('Onder artikel', { SubItem: true, ParentRef: { value: other.Id } }))).toBe('6000');
    expect(books.refusal('Item', { Name: 'Categorie onder artikel', Type: 'Category', SubItem: true, ParentRef: { value: other.Id } })).toBe('6000');
  });

  test('a category has no price and no number, never becomes inactive and never an article', () => {
    expect(books.refusal('Item', { Name: 'Met prijs', Type: 'Category', UnitPrice: 5 })).toBe('6000');
    expect(books.refusal('Item', { Name: 'Met nummer', Type: 'Category', Sku: '1' })).toBe('6000');
    const category = books.save('Item', { Name: 'Blijft', Type: 'Category' });
    expect(books.refusal('Item', { Id: category.Id, SyncToken: '0', sparse: true, Active: false })).toBe('6000');
    expect(books.refusal('Item', { Id: category.Id, SyncToken: '0', ...article('Blijft') })).toBe('6000');
  });

  test('the tree is five levels deep: four categories and the articles in them', () => {
    let parent: Loose;
    for (const Name of ['A1', 'B1', 'C1', 'D1']) parent = books.save('Item', { Name, Type: 'Category', ...(parent && { SubItem: true, ParentRef: { value: parent.Id } }) });
    expect(books.save('Item', article('Onderin', { SubItem: true, ParentRef: { value: parent.Id } })).FullyQualifiedName).toBe('A1:B1:C1:D1:Onderin');
    const fifth = books.save('Item', { Name: 'E1', Type: 'Category', SubItem: true, ParentRef: { value: parent.Id } });
    expect(books.refusal('Item', article('Te diep', { SubItem: true, ParentRef: { value: fifth.Id } }))).toBe('6000');
  });

  test('what stands in a renamed category is called after it, and does not count as changed', () => {
    const category = books.save('Item', { Name: 'Oude naam', Type: 'Category' });
    const below = books.save('Item', { Name: 'Tussen', Type: 'Category', SubItem: true, ParentRef: { value: category.Id } });
    const inside = books.save('Item', article('Binnenin', { SubItem: true, ParentRef: { value: below.Id } }));
    books.save('Item', { Id: category.Id, SyncToken: '0', sparse: true, Name: 'Nieuwe naam' });
    expect(item(inside.Id)).toMatchObject({ FullyQualifiedName: 'Nieuwe naam:Tussen:Binnenin', SyncToken: '0' });
  });

  test('a category moves to the top with a full update that names no parent', () => {
    const category = books.save('Item', { Name: 'Boven', Type: 'Category' });
    const below = books.save('Item', { Name: 'Onder', Type: 'Category', SubItem: true, ParentRef: { value: category.Id } });
    expect(books.save('Item', { Id: below.Id, SyncToken: '0', Name: 'Onder', Type: 'Category' }).FullyQualifiedName).toBe('Onder');
  });
});

describe('companies of other kinds', () => {
  test('one without categories refuses them, and has none', () => {
    const small = openQuickBooks(profiles.withoutInventory);
    expect(small.refusal('Item', { Name: 'Kaas', Type: 'Category' })).toBe('5020');
    expect((small.books.entities()['Item'] as Loose[]).filter((row) => row.Type === 'Category' || row.ParentRef)).toEqual([]);
    const info = small.ask('GET', `companyinfo/${small.books.connection.realmId}`).json.CompanyInfo.NameValue as { Name: string; Value: string }[];
    expect(Object.fromEntries(info.map(({ Name, Value }) => [Name, Value]))).toMatchObject({ OfferingSku: 'QuickBooks Online Essentials', ItemCategoriesFeature: 'false' });
  });

  test('one in the United States has no tax codes on articles and sets a customer’s own', () => {
    const us = openQuickBooks(profiles.usAutomated);
    const made = us.save('Item', { Name: 'Mug', Type: 'NonInventory', IncomeAccountRef: us.ref('Account', 'Omzet NL 21%'), Taxable: true, SalesTaxIncluded: true, SalesTaxCodeRef: { value: 'TAX' } });
    expect(made).toMatchObject({ Taxable: true });
    expect([made.SalesTaxIncluded, made.SalesTaxCodeRef]).toEqual([undefined, undefined]);
    expect(us.save('Customer', { DisplayName: 'Joe', Taxable: true, DefaultTaxCodeRef: us.ref('TaxCode', 'California') }).DefaultTaxCodeRef).toBeUndefined();
  });

  test('a default tax code is kept for customers that pay tax', () => {
    const code = books.ref('TaxCode', '9% btw laag');
    expect(books.save('Customer', { DisplayName: 'Belast', Taxable: true, DefaultTaxCodeRef: code }).DefaultTaxCodeRef).toMatchObject(code);
    expect(books.save('Customer', { DisplayName: 'Onbelast', DefaultTaxCodeRef: code }).DefaultTaxCodeRef).toBeUndefined();
  });

  test('one with several currencies fixes a customer’s when it is made, and its documents are in it', () => {
    const many = openQuickBooks({ ...profiles.multiCurrency, beyondTill: true });
    expect(books.refusal('Customer', { DisplayName: 'Yankee', CurrencyRef: { value: 'USD' } })).toBe('6000');
    const yankee = many.save('Customer', { DisplayName: 'Yankee', CurrencyRef: { value: 'USD' } });
    expect(yankee.CurrencyRef).toEqual({ value: 'USD' });
    expect(many.save('Customer', { DisplayName: 'Thuis' }).CurrencyRef).toMatchObject({ value: 'EUR' });
    expect(many.refusal('Customer', { Id: yankee.Id, SyncToken: '0', sparse: true, CurrencyRef: { value: 'EUR' } })).toBe('6000');
    const line = { Amount: 10, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: many.ref('Item', 'Omzet NL 21%'), TaxCodeRef: many.ref('TaxCode', '21% btw hoog') } };
    const sale = { CustomerRef: { value: yankee.Id }, TxnDate: '2026-06-01', Line: [line] };
    expect(many.refusal('SalesReceipt', sale)).toBe('2020');
    expect(many.refusal('SalesReceipt', { ...sale, CurrencyRef: { value: 'EUR' } })).toBe('6000');
    expect(many.save('SalesReceipt', { ...sale, CurrencyRef: { value: 'USD' } }).CurrencyRef).toMatchObject({ value: 'USD' });
  });
});
