import { firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { saleAmounts, saleBuyer, saleLists } from './sales.ts';

/** An order of the till as Fluxo's order. Works untouched; every rule of it is visible and can be changed in the mapper. */
export const orderMapping: Mapping = {
  entity: 'order',
  fields: [
    path('sourceId', 'orderId'),
    { target: 'number', from: { kind: 'template', text: '{orderNumber.year}-{orderNumber.number}' } },
    firstOf('reference', ['reference', 'extOrderId'], 'trim'),
    { target: 'kind', from: { kind: 'constant', value: 'order' } },
    path('sameSale', 'invoiceIds'),
    firstOf('date', ['financialDate', 'entryTimestamp'], 'date'),
    path('cancelled', 'isCancelled'),
    path('fullyPaid', 'fullyPaid'),
    ...saleAmounts,
    path('taxCountry', 'vatCountryIso3', 'countryCode'),
    ...saleBuyer,
    firstOf('paymentMethod', ['largestPayment.method', 'paymentMethod']),
    path('shippingMethod', 'deliveryMethod'),
    path('branch', 'financialBranchNumber'),
    path('employee', 'employeeNumber'),
  ],
  lists: saleLists,
};
