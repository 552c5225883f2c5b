import type { ThingPages } from '#shared/catalog/catalog.ts';

const both = (path: string) => ({ production: `https://qbo.intuit.com/app/${path}`, sandbox: `https://sandbox.qbo.intuit.com/app/${path}` });

/** Where people see a document or a customer in QuickBooks; an item has no page of its own. Intuit documents none of these, its own mails and reports link so. */
export const pages: ThingPages = {
  Invoice: both('invoice?txnId={id}'),
  SalesReceipt: both('salesreceipt?txnId={id}'),
  CreditMemo: both('creditmemo?txnId={id}'),
  RefundReceipt: both('refundreceipt?txnId={id}'),
  Payment: both('recvpayment?txnId={id}'),
  Customer: both('customerdetail?nameId={id}'),
};
