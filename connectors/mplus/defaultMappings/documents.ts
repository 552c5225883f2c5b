import { firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { saleAmounts, saleBuyer, saleLists } from './sales.ts';

/** An invoice of the till as Fluxo's order. A credit invoice is a credit, its amounts negative as the till gives them. */
export const invoiceMapping: Mapping = {
  entity: 'order',
  fields: [
    path('sourceId', 'invoiceId'),
    path('number', 'documentNumber'),
    firstOf('reference', ['reference', 'extInvoiceId'], 'trim'),
    path('kind', 'documentKind'),
    path('sameSale', 'orderIds'),
    firstOf('date', ['financialDate', 'entryTimestamp'], 'date'),
    path('dueDate', 'dueDate', 'date'),
    path('fullyPaid', 'isPaid'),
    ...saleAmounts,
    path('taxCountry', 'vatCountryIso3', 'countryCode'),
    ...saleBuyer,
    path('paymentMethod', 'largestPayment.method'),
    path('branch', 'financialBranchNumber'),
    path('employee', 'employeeNumber'),
  ],
  lists: saleLists,
};

/** A ticket of the counter as Fluxo's order. Most have no customer. */
export const receiptMapping: Mapping = {
  entity: 'order',
  fields: [
    path('sourceId', 'receiptId'),
    path('number', 'documentNumber'),
    firstOf('reference', ['reference', 'extReceiptId'], 'trim'),
    path('kind', 'documentKind'),
    path('sameSale', 'orderIds'),
    firstOf('date', ['financialDate', 'entryTimestamp'], 'date'),
    path('fullyPaid', 'isPaid'),
    ...saleAmounts,
    ...saleBuyer.filter(({ target }) => target !== 'customer.vatNumber'),
    path('customer.vatNumber', 'relation.vatNumber', 'trim', 'upper'),
    path('paymentMethod', 'largestPayment.method'),
    path('branch', 'financialBranchNumber'),
    path('employee', 'employeeNumber'),
  ],
  lists: saleLists,
};
