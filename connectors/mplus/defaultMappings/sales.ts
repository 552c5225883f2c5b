import { firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { FieldRule, ListRule } from '#shared/mapping/mapping.ts';
import { tillAddress } from './tillAddress.ts';

/** Currency, VAT method and totals of a sale; the same elements on orders, invoices and tickets. */
export const saleAmounts: FieldRule[] = [
  // The service knows no other currency.
  { target: 'currency', from: { kind: 'constant', value: 'EUR' } },
  {
    target: 'taxMethod',
    from: { kind: 'path', path: 'vatMethod' },
    lookup: {
      rows: [
        { from: 'VAT-METHOD-INCLUSIVE', to: 'inclusive' },
        { from: 'VAT-METHOD-EXCLUSIVE', to: 'exclusive' },
        { from: 'VAT-METHOD-SHIFTED', to: 'shifted' },
        { from: 'VAT-METHOD-NONE', to: 'none' },
      ],
      unmapped: 'park',
    },
  },
  path('totalIncl', 'totalInclAmount', 'number'),
  path('totalExcl', 'totalExclAmount', 'number'),
];

/** Who bought, from the customer's card and what stands on the sale itself. */
export const saleBuyer: FieldRule[] = [
  path('customer.sourceId', 'buyer.number'),
  path('customer.company', 'buyer.company', 'trim'),
  path('customer.firstName', 'buyer.person', 'trim', 'firstName'),
  path('customer.lastName', 'buyer.person', 'trim', 'lastName'),
  path('customer.name', 'buyer.name', 'trim'),
  firstOf('customer.email', ['relation.email', 'buyer.contactEmail'], 'trim', 'lower'),
  firstOf('customer.phone', ['relation.telephone', 'relation.mobile', 'buyer.contactPhone'], 'trim'),
  firstOf('customer.vatNumber', ['relation.vatNumber', 'relationVatNumber'], 'trim', 'upper'),
  path('customer.paymentDays', 'relation.paymentWithinDays', 'emptyIfZero'),
  ...tillAddress('billing', 'billTo'),
  ...tillAddress('shipping', 'shipTo'),
];

/** Lines, VAT per rate and payments of a sale. */
export const saleLists: ListRule[] = [
  {
    target: 'lines',
    source: 'lineList',
    fields: [
      path('sku', 'articleNumber'),
      path('description', 'text', 'trim'),
      path('quantity', 'data.quantity', 'number'),
      path('unitPriceIncl', 'data.price', 'number'),
      path('unitPriceExcl', 'data.priceExcl', 'number'),
      path('totalIncl', 'data.totalInclAmount', 'number'),
      path('totalExcl', 'data.totalExclAmount', 'number'),
      path('taxRate', 'data.vatPercentage', 'number'),
      path('taxCode', 'data.vatCode'),
    ],
  },
  {
    target: 'taxes',
    source: 'vatGroupList',
    fields: [path('rate', 'vatPercentage', 'number'), path('code', 'vatCode'), path('net', 'exclAmount', 'number'), path('tax', 'vatAmount', 'number')],
  },
  {
    target: 'payments',
    source: 'paymentList',
    fields: [path('method', 'method'), path('amount', 'amount', 'number'), path('reference', 'externalReference')],
  },
];
