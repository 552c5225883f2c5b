import { describe, expect, test } from 'vitest';
import { openQuickBooks } from '../testing/openQuickBooks.ts';
import type { Loose } from '../testing/openQuickBooks.ts';
import { ownDocuments } from './seedOwnSales.ts';
import { simpleReceipt } from '../testing/receipts.ts';

const books = openQuickBooks();
const names = (entity: string, property = 'Name'): string[] => (books.books.entities()[entity] as Loose[]).map((row) => row[property]);

describe('the books of the demo shop', () => {
  test('hold exactly the articles and customers the shop says are known there', () => {
    const skus = (books.books.entities()['Item'] as Loose[]).flatMap((row) => row.Sku ?? []);
    expect(skus.sort()).toEqual(books.shop.products.filter((product) => product.inBooks).map((product) => String(product.articleNumber)).sort());
    const known = books.shop.customers.filter((customer) => customer.inBooks).map((customer) => customer.companyName ?? `${customer.firstName} ${customer.lastName}`);
    expect(names('Customer', 'DisplayName').sort()).toEqual([...known, 'Kassaklant'].sort());
  });

  test('know strangers, their goods and sales of their own besides, each kind of sale once', () => {
    const all = openQuickBooks({ beyondTill: true });
    const rows = (entity: string) => all.books.entities()[entity] as Loose[];
    const shop = all.shop;
    expect(rows('Item').flatMap(({ Sku }) => Sku ?? [])).toEqual(expect.arrayContaining(shop.elsewhere.products.map(({ sku }) => sku)));
    expect(rows('Customer').map(({ DisplayName }) => DisplayName)).toEqual(expect.arrayContaining(['Kookschool Vuur & Vlam', 'Greetje Pol']));
    const documents = ['SalesReceipt', 'Invoice', 'CreditMemo'].flatMap((entity) => rows(entity));
    expect(documents.map(({ DocNumber }) => DocNumber).sort()).toEqual(Object.values(ownDocuments).sort());
    for (const { DocNumber, Line } of documents) for (const { DetailType, SalesItemLineDetail } of Line) if (DetailType === 'SalesItemLineDetail') expect(SalesItemLineDetail.ItemRef.value, DocNumber).toMatch(/^\d+$/);
    expect(all.query(`select * from Invoice where DocNumber = '${ownDocuments.paidInvoice}'`).Invoice[0]).toMatchObject({ Balance: 0, TxnTaxDetail: { TotalTax: 0 } });
    expect(all.query(`select * from Invoice where DocNumber = '${ownDocuments.openInvoice}'`).Invoice[0].Balance).toBeGreaterThan(0);
  });

  test('keep articles in groups of two levels', () => {
    expect(books.query("select * from Item where Name = 'Kaas'").Item[0]).toMatchObject({ Type: 'Category', FullyQualifiedName: 'Eten en drinken:Kaas' });
  });

  test('know one customer as a supplier only', () => {
    const supplier = books.shop.customers.find((customer) => customer.isSupplierInBooks);
    expect(names('Vendor', 'DisplayName')).toEqual([supplier?.companyName]);
    expect(names('Customer', 'DisplayName')).not.toContain(supplier?.companyName);
  });

  test('have the payment methods of the till but for Tikkie, and a place for every branch', () => {
    expect(names('PaymentMethod')).toEqual(['Contant', 'PIN', 'iDEAL', 'Creditcard', 'Cadeaubon']);
    expect(names('Department')).toEqual(books.shop.branches.map((branch) => branch.name));
    expect(names('Term')).toEqual(['Direct', '14 dagen', '30 dagen']);
  });

  test('reach every revenue account through an article of its own', () => {
    for (const name of ['Omzet NL 21%', 'Omzet NL 9%', 'Omzet NL 0%', 'Omzet België', 'Omzet Duitsland', 'Omzet EU overig', 'Omzet buiten EU']) {
      expect(books.query(`select * from Item where Name = '${name}'`).Item[0].IncomeAccountRef).toEqual({ value: books.ref('Account', name).value, name });
    }
  });

  test('are the same for the same shop, and come back with a reset', () => {
    const before = JSON.stringify(books.books.entities());
    expect(JSON.stringify(openQuickBooks().books.entities())).toBe(before);
    books.save('SalesReceipt', simpleReceipt(books));
    expect(JSON.stringify(books.books.entities())).not.toBe(before);
    books.books.reset();
    expect(JSON.stringify(books.books.entities())).toBe(before);
  });

  test('take ten thousand receipts and still find one by its number without a search', () => {
    const busy = openQuickBooks();
    const body = simpleReceipt(busy);
    const started = process.cpuUsage();
    for (let number = 1; number <= 10_000; number += 1) busy.save('SalesReceipt', { ...body, DocNumber: `B-${number}` }, { requestid: `r-${number}` });
    const created = process.cpuUsage(started);
    expect((created.user + created.system) / 10_000, 'microseconds of processor per receipt').toBeLessThan(1000);
    const searching = process.cpuUsage();
    for (let round = 1; round <= 500; round += 1) busy.query(`select * from SalesReceipt where DocNumber = 'B-${round * 20}'`);
    const found = process.cpuUsage(searching);
    expect((found.user + found.system) / 500, 'microseconds of processor per query').toBeLessThan(1000);
  });
});
