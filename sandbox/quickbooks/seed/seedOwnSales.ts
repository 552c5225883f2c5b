import { withoutVat } from '../../shop/amounts.ts';
import type { ForeignProduct, Shop, ShopCustomer, VatRate } from '../../shop/types.ts';
import { homeCurrency } from '../company.ts';
import type { Company } from '../company.ts';
import type { EntityName } from '../entities/definition.ts';
import { numberAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Row } from '../store.ts';
import { dutchCodes } from './taxWorlds.ts';

type Add = (name: EntityName, fields: JsonObject) => Row;

/** Numbers of the documents the bookkeeper made by hand. */
export const ownDocuments = { receipt: 'KK-501', strangersReceipt: 'KK-502', openInvoice: 'KK-503', paidInvoice: 'KK-504', credit: 'KK-505', textSku: 'KK-506' } as const;

const codeOf: Readonly<Record<VatRate, string>> = { 21: dutchCodes.high, 9: dutchCodes.low, 0: dutchCodes.zero };

/**
 * What the bookkeeper sold without the till: two receipts and one of an article with a number no till takes, an open and a paid invoice,
 * the latter without VAT to a Belgian company, and a credit. Only in a company with Dutch VAT.
 */
export function seedOwnSales(company: Company, shop: Shop, add: Add): void {
  const ref = (entity: EntityName, property: string, value: string) => ({ value: company.store.table(entity).find(property, value)[0]?.id ?? '' });
  const customer = (name: string) => ref('Customer', 'DisplayName', name);
  const [goods, more] = shop.products.filter((product) => product.kind === 'goods' && product.inBooks && product.unit === 'piece' && product.vatRate !== 0);
  const belgian = nameOf(shop.customers.find(({ vatNumber, inBooks, billing }) => inBooks && vatNumber !== undefined && billing.countryIso2 === 'BE'));
  const dutch = nameOf(shop.customers.find(({ kind, inBooks, billing }) => kind === 'company' && inBooks && billing.countryIso2 === 'NL'));
  const stranger = nameOf(shop.elsewhere.customers.find(({ kind, email }) => kind === 'person' && email !== undefined));
  const [foreign] = shop.elsewhere.products;
  const text = shop.elsewhere.products.find(({ sku }) => !/^\d+$/.test(sku));
  if (!goods || !more || !foreign || !text) throw new Error('The shop has too few goods for the books');

  const line = (sku: string, product: Pick<ForeignProduct, 'description' | 'vatRate' | 'priceInclCents'>, quantity: number, code = codeOf[product.vatRate]): JsonObject => {
    const unit = withoutVat(product.priceInclCents, product.vatRate);
    return {
      Amount: (unit * quantity) / 100,
      Description: product.description,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: ref('Item', 'Sku', sku), TaxCodeRef: ref('TaxCode', 'Name', code), Qty: quantity, UnitPrice: unit / 100 },
    };
  };
  // With several currencies a document has to name its own.
  const currency = company.settings.multiCurrency ? { CurrencyRef: homeCurrency(company) } : {};
  const sell = (kind: EntityName, DocNumber: string, daysAgo: number, name: string, lines: readonly JsonObject[], extra: JsonObject = {}): Row =>
    add(kind, { DocNumber, TxnDate: new Date(company.now() - daysAgo * 86_400_000).toISOString().slice(0, 10), CustomerRef: customer(name), ...currency, GlobalTaxCalculation: 'TaxExcluded', Line: lines as JsonObject[], ...extra });
  const pin = { PaymentMethodRef: ref('PaymentMethod', 'Name', 'PIN') };

  sell('SalesReceipt', ownDocuments.receipt, 9, 'Kassaklant', [line(String(goods.articleNumber), goods, 2)], pin);
  sell('SalesReceipt', ownDocuments.strangersReceipt, 8, stranger, [line(foreign.sku, foreign, 1), line(String(more.articleNumber), more, 1)], pin);
  sell('Invoice', ownDocuments.openInvoice, 7, dutch, [line(String(more.articleNumber), more, 6)], { SalesTermRef: ref('Term', 'Name', '14 dagen') });
  const paid = sell('Invoice', ownDocuments.paidInvoice, 6, belgian, [line(String(goods.articleNumber), goods, 4, dutchCodes.shifted)]);
  const total = numberAt(paid.json, 'TotalAmt') ?? 0;
  add('Payment', { CustomerRef: customer(belgian), ...currency, TotalAmt: total, Line: [{ Amount: total, LinkedTxn: [{ TxnId: paid.id, TxnType: 'Invoice' }] }] });
  sell('CreditMemo', ownDocuments.credit, 5, dutch, [line(String(more.articleNumber), more, 1)]);
  sell('SalesReceipt', ownDocuments.textSku, 4, 'Kassaklant', [line(text.sku, text, 1)], pin);
}

const nameOf = (customer: Pick<ShopCustomer, 'companyName' | 'firstName' | 'lastName'> | undefined): string => customer?.companyName ?? `${customer?.firstName ?? ''} ${customer?.lastName ?? ''}`;
