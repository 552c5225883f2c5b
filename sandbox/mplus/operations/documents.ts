import { wireDate, wireDateTime } from '../dateTime.ts';
import type { Till } from '../till/makeTill.ts';
import type { Invoice, Order } from '../till/types.ts';
import { uuidOf } from '../till/uuid.ts';
import { documentFilter, isNumbered, withoutLines } from './documentFilter.ts';
import type { DocumentsRequest, YearNumber } from './documentFilter.ts';
import { handler, wants } from './handler.ts';
import { page } from './page.ts';
import type { PaymentRequest } from './pay.ts';

interface InvoicesRequest extends DocumentsRequest {
  readonly finalizeInvoices?: boolean;
  readonly invoiceIds: readonly string[];
  readonly invoiceNumbers: readonly YearNumber[];
}

interface ReceiptsRequest extends DocumentsRequest {
  readonly receiptIds: readonly string[];
}

export const documentHandlers = {
  /** A write hidden in a read: with `finalizeInvoices` whatever is answered may never be changed again. */
  getInvoices: handler<{ request: InvoicesRequest }>((till, { request }) => {
    const isWanted = documentFilter(request);
    const invoices = till.invoices.page({
      from: request.syncMarker,
      limit: request.syncMarkerLimit,
      keep: (invoice) =>
        isWanted(invoice) &&
        wants(request.invoiceIds, invoice.invoiceId) &&
        isNumbered(request.invoiceNumbers, invoice.invoiceNumber),
    });
    const told = request.finalizeInvoices ? invoices.map((invoice) => finalize(till, invoice)) : invoices;
    return { invoiceList: { invoice: page(till, withoutLines(told, request)) } };
  }),

  getInvoice: handler<{ invoiceId?: string }>((till, { invoiceId }) => {
    const invoice = till.invoices.get(invoiceId ?? '');
    return invoice ? { result: 'GET-INVOICE-RESULT-OK', invoice } : { result: 'GET-INVOICE-RESULT-NOT-FOUND' };
  }),

  payInvoice: handler<{ request: { invoiceId?: string; paymentList?: { payment: readonly PaymentRequest[] } } }>((till, { request }) => {
    const invoice = till.invoices.get(request.invoiceId ?? '');
    if (!invoice) return { result: 'PAY-INVOICE-RESULT-FAILED', errorMessage: `There is no invoice ${request.invoiceId ?? ''}`.trim() };
    const payments = request.paymentList?.payment ?? [];
    const unknown = payments.find(({ method }) => !till.shop.paymentMethods.some(({ code, active }) => active && code === method));
    if (unknown) return { result: 'PAY-INVOICE-RESULT-FAILED', errorMessage: `There is no active payment method ${unknown.method ?? ''}`.trim() };
    const paidAmount = payments.reduce((sum, { amount }) => sum + (amount ?? 0), invoice.paidAmount);
    if (Math.abs(paidAmount) > Math.abs(invoice.totalInclAmount)) return { result: 'PAY-INVOICE-RESULT-PAYMENT-TOO-HIGH', errorMessage: 'That is more than is owed' };
    const now = till.clock.now();
    const before = invoice.paymentList.payment;
    const received = payments.map(({ method = '', amount = 0, ...rest }, index) => ({ ...rest, method, amount, paymentId: uuidOf('payment', invoice.invoiceId, before.length + index), financialDate: wireDate(now), entryTimestamp: wireDateTime(now) }));
    till.invoices.put(invoice.invoiceId, { ...invoice, paidAmount, state: `INVOICE-STATE-${paidAmount === invoice.totalInclAmount ? 'PAID' : 'PARTLY-PAID'}`, paymentList: { payment: [...before, ...received] } });
    return { result: 'PAY-INVOICE-RESULT-OK', errorMessage: '' };
  }),

  findInvoice: handler<{ extInvoiceId?: string }>((till, { extInvoiceId }) => {
    const invoice = [...till.invoices.all()].find((each) => each['extInvoiceId'] === extInvoiceId);
    return extInvoiceId && invoice ? { result: 'GET-INVOICE-RESULT-OK', invoice } : { result: 'GET-INVOICE-RESULT-NOT-FOUND' };
  }),

  getReceipts: handler<{ request: ReceiptsRequest }>((till, { request }) => {
    const isWanted = documentFilter(request);
    const receipts = till.receipts.page({ from: request.syncMarker, limit: request.syncMarkerLimit, keep: (receipt) => isWanted(receipt) && wants(request.receiptIds, receipt.receiptId) });
    return { receiptList: { receipt: page(till, withoutLines(receipts, request)) } };
  }),

  getReceipt: handler<{ receiptId?: string }>((till, { receiptId }) => {
    const receipt = till.receipts.get(receiptId ?? '');
    return receipt ? { result: 'GET-RECEIPT-RESULT-OK', receipt } : { result: 'GET-RECEIPT-RESULT-NOT-FOUND' };
  }),
};

function finalize(till: Till, invoice: Invoice): Invoice {
  return invoice.finalized ? invoice : till.invoices.put(invoice.invoiceId, { ...invoice, finalized: true, finalizedTimestamp: wireDateTime(till.clock.now()) });
}

/** Keeps the invoice an order became when it was paid for good. */
export function invoiceOrder(till: Till, order: Order, invoiceId: string): void {
  const now = till.clock.now();
  let highest = 3000;
  for (const { invoiceNumber } of till.invoices.all()) highest = Math.max(highest, invoiceNumber.number);
  const entryTimestamp = wireDateTime(now);
  const { year } = entryTimestamp;
  const { orderId, extOrderId, employeeNumber, entryBranchNumber, relationNumber, relationName, relationVatNumber, deliveryAddress, invoiceAddress, financialDate, financialBranchNumber, workplaceNumber } = order;
  const { reference, totalInclAmount, totalExclAmount, vatMethod, vatGroupList, lineList, paymentList, vatCountryIso3, orderNumber } = order;
  till.invoices.put(invoiceId, {
    invoiceId,
    orderIds: { id: [orderId] },
    ...(extOrderId !== undefined && { extOrderIds: { id: [extOrderId] } }),
    transactionString: `F${year}.${highest + 1}`,
    invoiceNumber: { year, number: highest + 1 },
    invoiceType: 'INVOICE-TYPE-INVOICE',
    employeeNumber,
    employeeName: order['employeeName'],
    entryTimestamp,
    relationNumber,
    relationName,
    relationVatNumber,
    deliveryAddress,
    invoiceAddress,
    financialDate,
    financialBranchNumber,
    workplaceNumber,
    entryBranchNumber,
    reference,
    totalInclAmount,
    totalExclAmount,
    vatMethod,
    vatGroupList,
    changeCounter: 1,
    versionNumber: 1,
    paidAmount: order.prepaidAmount,
    state: 'INVOICE-STATE-PAID',
    finalized: false,
    lineList,
    paymentList,
    vatCountryIso3,
    orderNumbers: { yearNumber: [orderNumber] },
  });
}
