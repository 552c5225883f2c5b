import { withoutVat } from '#sandbox/shop/amounts.ts';
import type { ShopAddress, ShopCustomer, ShopProduct } from '#sandbox/shop/types.ts';
import { wireDateTime } from '../dateTime.ts';
import type { Product, Relation } from './types.ts';
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
    paymentWithinDays: customer.kind === 'company' ? 30 : 14,
    ...(customer.vatNumber !== undefined && { vatNumber: customer.vatNumber }),
    defaultVatMethod: isShifted(customer) ? 'VAT-METHOD-SHIFTED' : 'VAT-METHOD-INCLUSIVE',
    ...(customer.companyName !== undefined && { companyName: customer.companyName }),
  };
}

const isShifted = (customer: ShopCustomer) => customer.vatNumber !== undefined && customer.billing.countryIso2 !== 'NL';

/** Every product has one article here, of the same number. */
export function seedProduct(product: ShopProduct, group: number, scale: VatScale): Product {
  return {
    productNumber: product.articleNumber,
    description: product.description,
    articleList: {
      article: [
        {
          articleNumber: product.articleNumber,
          pluNumber: String(product.articleNumber),
          active: true,
          description: product.description,
          receiptText: product.description.slice(0, 30),
          turnoverGroup: group,
          vatCode: vatCodes[product.vatRate],
          vatPercentage: vatPercentage(product.vatRate, scale),
          priceIncl: product.priceInclCents,
          priceExcl: withoutVat(product.priceInclCents, product.vatRate),
          siUnit: product.unit === 'kg' ? 'kg' : '',
          webshop: product.kind === 'goods' && product.unit === 'piece',
          stockArticle: product.kind === 'goods',
          discontinued: false,
        },
      ],
    },
    groupNumbers: [group],
  };
}

/** One line for street and number, and the country as somebody typed it. */
export const wireAddress = (customer: ShopCustomer, address: ShopAddress) => ({
  name: displayName(customer),
  contact: customer.kind === 'company' ? personName(customer) : '',
  address: address.line1,
  zipcode: address.postalCode,
  city: address.city,
  country: address.countryName,
  ...(customer.companyName !== undefined && { companyName: customer.companyName }),
});
