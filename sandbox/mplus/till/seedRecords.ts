import { withoutVat } from '#sandbox/shop/amounts.ts';
import type { ShopAddress, ShopCustomer, ShopProduct } from '#sandbox/shop/types.ts';
import { wireDateTime } from '../dateTime.ts';
import type { Article, Product, Relation } from './types.ts';
import { vatCodes, vatPercentage } from './vat.ts';
import type { VatScale } from './vat.ts';

export const displayName = (customer: ShopCustomer): string => customer.companyName ?? personName(customer);

export const personName = (customer: ShopCustomer): string => `${customer.firstName} ${customer.lastName}`;

/** There is no flag for a company: it is one when `companyName` is filled, and then the person is the contact. */
export function seedRelation(customer: ShopCustomer, createdAt: number): Relation {
  const { billing, shipping } = customer;
  const stamp = wireDateTime(createdAt + customer.relationNumber * 60_000);
  return {
    relationNumber: customer.relationNumber,
    createTimestamp: stamp,
    changeTimestamp: stamp,
    active: true,
    name: displayName(customer),
    address: billing.line1,
    zipcode: billing.postalCode,
    city: billing.city,
    country: billing.countryName,
    ...(shipping && { deliveryAddress: shipping.line1, deliveryZipcode: shipping.postalCode, deliveryCity: shipping.city, deliveryCountry: shipping.countryName }),
    contact: customer.kind === 'company' ? personName(customer) : '',
    ...(customer.phone !== undefined && { telephone: customer.phone }),
    email: customer.email ?? '',
    points: 0,
    categoryIds: { category: categoriesOf(customer) },
    paymentWithinDays: customer.kind === 'company' ? 30 : 14,
    ...(customer.vatNumber !== undefined && { vatNumber: customer.vatNumber }),
    defaultVatMethod: isShifted(customer) ? 'VAT-METHOD-SHIFTED' : 'VAT-METHOD-INCLUSIVE',
    ...(customer.companyName !== undefined && { companyName: customer.companyName }),
  };
}

/** What the shop sorts its cards in. Only the newsletter says something about a person. */
export const cardCategories = [
  { categoryId: 1, name: 'Klanten' },
  { categoryId: 2, name: 'Leveranciers', isSupplierGroup: true },
  { categoryId: 3, name: 'Nieuwsbrief' },
] as const;

/** Every third customer asked for the newsletter; who sells to the shop is in the suppliers' category as well. */
const categoriesOf = (customer: ShopCustomer) => [1, ...(customer.isSupplierInBooks ? [2] : []), ...(customer.relationNumber % 3 === 0 ? [3] : [])];

const isShifted = (customer: ShopCustomer) => customer.vatNumber !== undefined && customer.billing.countryIso2 !== 'NL';

/** Articles of one product share its number; an article of its own has the same number as its product. */
export const productNumber = (article: ShopProduct): number => article.variant?.productNumber ?? article.articleNumber;

/** A product with its articles, mostly one. */
export function seedProduct(articles: readonly ShopProduct[], group: number, scale: VatScale): Product {
  const [first] = articles;
  if (!first) throw new RangeError('A product has at least one article');
  return {
    productNumber: productNumber(first),
    description: first.variant?.productName ?? first.description,
    articleList: { article: articles.map((article) => seedArticle(article, group, scale)) },
    groupNumbers: [group],
  };
}

function seedArticle(article: ShopProduct, group: number, scale: VatScale): Article {
  return {
    articleNumber: article.articleNumber,
    pluNumber: article.plu ?? String(article.articleNumber),
    active: true,
    description: article.description,
    ...(article.variant && { colour: article.variant.colour, size: article.variant.size }),
    // Thirty characters as people count them: half an emoji is none.
    receiptText: [...article.description].slice(0, 30).join(''),
    turnoverGroup: group,
    vatCode: vatCodes[article.vatRate],
    vatPercentage: vatPercentage(article.vatRate, scale),
    priceIncl: article.priceInclCents,
    priceExcl: withoutVat(article.priceInclCents, article.vatRate),
    siUnit: article.unit === 'kg' ? 'kg' : '',
    webshop: article.kind === 'goods' && article.unit === 'piece',
    stockArticle: article.kind === 'goods',
    discontinued: false,
  };
}

/** One line for street and number, and the country as somebody typed it. */
const wireAddress = (customer: ShopCustomer, address: ShopAddress) => ({
  name: displayName(customer),
  contact: customer.kind === 'company' ? personName(customer) : '',
  address: address.line1,
  zipcode: address.postalCode,
  city: address.city,
  country: address.countryName,
  ...(customer.companyName !== undefined && { companyName: customer.companyName }),
});

/** The customer as an order or invoice names it. */
export const soldTo = (customer: ShopCustomer) => ({
  relationNumber: customer.relationNumber,
  relationName: displayName(customer),
  ...(customer.vatNumber !== undefined && { relationVatNumber: customer.vatNumber }),
  deliveryAddress: wireAddress(customer, customer.shipping ?? customer.billing),
  invoiceAddress: wireAddress(customer, customer.billing),
});
