import { address, firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** A sales document of QuickBooks as Fluxo's order. Its id tells the kind of document too, since QuickBooks counts them apart. */
export const salesMapping: Mapping = {
  entity: 'order',
  fields: [
    { target: 'sourceId', from: { kind: 'template', text: '{document}-{Id}' } },
    path('number', 'number'),
    path('kind', 'kind'),
    path('date', 'TxnDate', 'date'),
    path('dueDate', 'DueDate', 'date'),
    path('cancelled', 'isCancelled'),
    path('fullyPaid', 'isPaid'),
    path('currency', 'currency', 'upper'),
    path('taxMethod', 'taxMethod'),
    path('totalIncl', 'totalIncl', 'number'),
    path('totalExcl', 'totalExcl', 'number'),
    path('customer.sourceId', 'buyer.id'),
    path('customer.company', 'buyer.company', 'trim'),
    path('customer.firstName', 'buyer.firstName', 'trim'),
    path('customer.lastName', 'buyer.lastName', 'trim'),
    path('customer.name', 'buyer.name', 'trim'),
    path('customer.email', 'buyer.email', 'trim', 'lower'),
    path('customer.phone', 'buyer.phone', 'trim'),
    path('customer.paymentDays', 'paymentDays'),
    ...address('billing', 'billTo'),
    ...address('shipping', 'shipTo'),
    path('paymentMethod', 'largestPayment.method', 'trim'),
    path('paymentTerm', 'SalesTermRef.name', 'trim'),
    firstOf('shippingMethod', ['ShipMethodRef.name', 'ShipMethodRef.value'], 'trim'),
    path('branch', 'DepartmentRef.name', 'trim'),
    path('note', 'CustomerMemo.value', 'trim'),
  ],
  lists: [
    { target: 'taxes', source: 'taxes', fields: [path('rate', 'rate', 'number'), path('net', 'net', 'number'), path('tax', 'tax', 'number')] },
    { target: 'payments', source: 'payments', fields: [path('method', 'method'), path('amount', 'amount', 'number'), path('reference', 'reference')] },
    {
      target: 'lines',
      source: 'sold',
      fields: [
        path('sku', 'sku'),
        path('description', 'text', 'trim'),
        path('quantity', 'quantity', 'number'),
        path('unitPriceIncl', 'unitPriceIncl', 'number'),
        path('unitPriceExcl', 'unitPriceExcl', 'number'),
        path('totalIncl', 'totalIncl', 'number'),
        path('totalExcl', 'totalExcl', 'number'),
        path('taxRate', 'taxRate', 'number'),
        path('taxCode', 'taxCode'),
      ],
    },
  ],
};
