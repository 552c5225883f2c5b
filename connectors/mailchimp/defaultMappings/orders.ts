import { address, firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** An order of a store as Fluxo's order. */
export const orderMapping: Mapping = {
  entity: 'order',
  fields: [
    path('sourceId', 'id'),
    path('number', 'id'),
    { target: 'kind', from: { kind: 'constant', value: 'order' } },
    firstOf('date', ['processed_at_foreign', 'updated_at_foreign'], 'date'),
    path('cancelled', 'isCancelled'),
    path('fullyPaid', 'isPaid'),
    path('currency', 'currency_code', 'trim', 'upper'),
    path('taxMethod', 'taxMethod'),
    path('totalIncl', 'order_total', 'number'),
    path('totalExcl', 'totalExcl', 'number'),
    path('customer.sourceId', 'customer.id'),
    path('customer.company', 'customer.company', 'trim'),
    path('customer.firstName', 'customer.first_name', 'trim'),
    path('customer.lastName', 'customer.last_name', 'trim'),
    path('customer.name', 'buyer.name', 'trim'),
    path('customer.email', 'customer.email_address', 'trim', 'lower'),
    firstOf('customer.phone', ['billing_address.phone', 'shipping_address.phone'], 'trim'),
    ...address('billing', 'billTo'),
    ...address('shipping', 'shipTo'),
    // No method of payment is kept; its state is the nearest there is, for the target's table of methods.
    path('paymentMethod', 'financial_status', 'trim'),
  ],
  lists: [
    {
      target: 'lines',
      source: 'sold',
      fields: [
        path('sku', 'sku'),
        path('description', 'text', 'trim'),
        path('quantity', 'quantity', 'number'),
        firstOf('unitPriceIncl', ['unitPriceIncl', 'unitPrice'], 'number'),
        path('unitPriceExcl', 'unitPriceExcl', 'number'),
        firstOf('totalIncl', ['totalIncl', 'total'], 'number'),
        path('totalExcl', 'totalExcl', 'number'),
      ],
    },
  ],
};
