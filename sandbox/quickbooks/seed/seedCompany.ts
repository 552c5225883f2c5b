import type { Shop, ShopAddress, ShopCustomer, ShopProduct } from '../../shop/types.ts';
import type { Company } from '../company.ts';
import type { EntityName } from '../entities/definition.ts';
import { entities } from '../entities/index.ts';
import type { JsonObject } from '../json.ts';
import type { Row } from '../store.ts';
import { insert, save } from '../write.ts';
import { chartOfAccounts, revenueItems } from './chartOfAccounts.ts';
import type { AccountKey } from './chartOfAccounts.ts';
import { companyInfo, preferences } from './companySettings.ts';
import { seedOwnSales } from './seedOwnSales.ts';
import { dutchCodes, seedTax, taxWorlds } from './taxWorlds.ts';
import type { TaxWorld } from './taxWorlds.ts';

type Accounts = Readonly<Record<AccountKey, JsonObject>>;

/**
 * Fills an empty company with the books of the demo shop: accounts, tax codes, lists, the articles and customers that are
 * known in the books, the supplier whose name one customer shares, and what only the books know.
 */
export function seedCompany(company: Company, shop: Shop): void {
  const world = taxWorlds[company.settings.taxWorld];
  const add = (name: EntityName, fields: JsonObject): Row => save(company, entities[name], fields);
  seedTax(company, world);
  insert(company, entities.CompanyInfo, companyInfo(shop, world, company.settings), '1');
  insert(company, entities.Preferences, preferences(company, world, {}), '1');

  const accounts = Object.fromEntries(chartOfAccounts.map(({ key, fields }) => [key, { value: add('Account', fields).id }])) as unknown as Accounts;
  insert(company, entities.Preferences, preferences(company, world, { shipping: accounts.shipping, discounts: accounts.discounts }), '1');

  for (const [Name, DueDays] of [['Direct', 0], ['14 dagen', 14], ['30 dagen', 30]] as const) add('Term', { Name, DueDays });
  for (const Name of ['Contant', 'PIN', 'iDEAL', 'Creditcard', 'Cadeaubon']) add('PaymentMethod', { Name, Type: Name === 'Creditcard' ? 'CREDIT_CARD' : 'NON_CREDIT_CARD' });
  // A company whose plan has no locations and classes has none to show either.
  if (company.settings.plan === 'plus') {
    for (const branch of shop.branches) add('Department', { Name: branch.name });
    for (const Name of ['Winkel', 'Webshop']) add('Class', { Name });
  }
  for (const employee of shop.employees) add('Employee', employeeName(employee.name));

  seedItems(company, shop, world, accounts, add);
  seedNames(shop, world, add, company);
  if (company.settings.beyondTill && world.country === 'NL') seedOwnSales(company, shop, add);
}

function employeeName(name: string): JsonObject {
  const [GivenName = name, ...rest] = name.split(' ');
  return { GivenName, ...(rest.length > 0 && { FamilyName: rest.join(' ') }), DisplayName: name };
}

type Add = (name: EntityName, fields: JsonObject) => Row;

function seedItems(company: Company, shop: Shop, world: TaxWorld, accounts: Accounts, add: Add): void {
  const taxCode = (name: string): JsonObject => {
    const row = company.store.table('TaxCode').find('Name', name)[0];
    return world.country === 'NL' && row ? { SalesTaxCodeRef: { value: row.id } } : { Taxable: true };
  };
  const rates = { 21: taxCode(dutchCodes.high), 9: taxCode(dutchCodes.low), 0: taxCode(dutchCodes.zero) };
  const incomeOf = { 21: accounts.salesNl21, 9: accounts.salesNl9, 0: accounts.salesNl0 };
  const categories = new Map<string, JsonObject>();
  const category = (group: string): JsonObject => {
    const parent = shop.groups.find(({ name }) => name === group)?.parent;
    const place = parent === undefined ? {} : { SubItem: true, ParentRef: category(parent) };
    const known = categories.get(group) ?? { value: add('Item', { Name: safeName(group), Type: 'Category', ...place }).id };
    categories.set(group, known);
    return known;
  };

  for (const key of revenueItems) {
    const account = chartOfAccounts.find((entry) => entry.key === key)?.fields;
    add('Item', { Name: account?.Name, Type: 'Service', IncomeAccountRef: accounts[key], Description: `Verkoop op rekening ${account?.AcctNum}` });
  }
  const stockStart = firstStockDay(shop, company.now());
  const taken = new Set<string>();
  const own = shop.products.filter((product) => product.inBooks).map((product) => ({ ...product, sku: String(product.articleNumber), started: 20 + (product.articleNumber % 60) }));
  const foreign = company.settings.beyondTill ? shop.elsewhere.products.map((product) => ({ ...product, kind: 'goods' as const, started: 15 })) : [];
  for (const product of [...own, ...foreign]) {
    const plainName = safeName(product.description).slice(0, 90);
    const Name = taken.has(plainName.toLowerCase()) ? `${plainName} ${product.sku}` : plainName;
    taken.add(Name.toLowerCase());
    const shared = {
      Name,
      Sku: product.sku,
      Description: product.description,
      UnitPrice: netPrice(product),
      ...(company.settings.categories && { SubItem: true, ParentRef: category(product.group) }),
      ...rates[product.vatRate],
    };
    if (product.kind !== 'goods') {
      add('Item', { ...shared, Type: 'Service', IncomeAccountRef: product.kind === 'shipping' ? accounts.shipping : accounts.discounts });
    } else if (product.vatRate === 0 || company.settings.plan !== 'plus') {
      // Deposits and vouchers are no goods.
      add('Item', { ...shared, Type: 'NonInventory', IncomeAccountRef: incomeOf[product.vatRate] });
    } else {
      add('Item', {
        ...shared,
        Type: 'Inventory',
        TrackQtyOnHand: true,
        QtyOnHand: product.started,
        InvStartDate: stockStart,
        PurchaseCost: Math.round(netPrice(product) * 60) / 100,
        IncomeAccountRef: incomeOf[product.vatRate],
        ExpenseAccountRef: accounts.costOfSales,
        AssetAccountRef: accounts.stock,
      });
    }
  }
}

/** Colons mark hierarchy, tabs and line ends are refused. */
const safeName = (name: string): string => name.replaceAll(':', ' -').replaceAll(/\s+/g, ' ').trim();

/** Price without VAT, in euros with cents. */
function netPrice(product: Pick<ShopProduct, 'priceInclCents' | 'vatRate'>): number {
  return Math.round((product.priceInclCents * 100) / (100 + product.vatRate)) / 100;
}

/** Long before the first order, since nothing can be sold before its stock was counted. */
function firstStockDay(shop: Shop, now: number): string {
  const years = [new Date(now).getUTCFullYear(), ...shop.orders.map((order) => order.date.year)];
  return `${years.reduce((least, year) => Math.min(least, year)) - 1}-01-01`;
}

function seedNames(shop: Shop, world: TaxWorld, add: Add, company: Company): void {
  const monthly = company.store.table('Term').find('Name', '30 dagen')[0];
  add('Customer', { DisplayName: 'Kassaklant', Notes: 'Verkopen zonder bekende klant' });
  const taken = new Set<string>(['kassaklant']);
  const strangers = company.settings.beyondTill ? shop.elsewhere.customers.map((customer) => ({ ...customer, inBooks: true, isSupplierInBooks: false })) : [];
  for (const customer of [...shop.customers, ...strangers]) {
    const name = nameInBooks(customer);
    if (customer.isSupplierInBooks) add('Vendor', { DisplayName: name, CompanyName: name, ...contact(customer), BillAddr: address(customer.billing) });
    if (!customer.inBooks) continue;
    const DisplayName = taken.has(name.toLowerCase()) ? `${name} (${'relationNumber' in customer ? customer.relationNumber : customer.key})` : name;
    taken.add(DisplayName.toLowerCase());
    add('Customer', {
      DisplayName,
      ...(customer.companyName !== undefined && { CompanyName: customer.companyName, ...(monthly && { SalesTermRef: { value: monthly.id } }) }),
      GivenName: customer.firstName,
      FamilyName: customer.lastName,
      ...contact(customer),
      ...(world.country === 'NL' && customer.vatNumber !== undefined && { PrimaryTaxIdentifier: customer.vatNumber }),
      BillAddr: address(customer.billing),
      ...(customer.shipping && { ShipAddr: address(customer.shipping) }),
    });
  }
}

type Contact = Pick<ShopCustomer, 'companyName' | 'firstName' | 'lastName' | 'email' | 'phone'>;

function nameInBooks(customer: Contact): string {
  return safeName(customer.companyName ?? `${customer.firstName} ${customer.lastName}`);
}

function contact(customer: Contact): JsonObject {
  return {
    ...(customer.email !== undefined && { PrimaryEmailAddr: { Address: customer.email } }),
    ...(customer.phone !== undefined && { PrimaryPhone: { FreeFormNumber: customer.phone } }),
  };
}

function address({ line1, postalCode, city, countryName }: ShopAddress): JsonObject {
  return { Line1: line1, City: city, PostalCode: postalCode, Country: countryName };
}
