import type { Shop, ShopCustomer, ShopInvoice, ShopReceipt } from '#sandbox/shop/types.ts';
import { fromWallClock, wireDate, wireDateTime } from '../dateTime.ts';
import { saleParts } from './seedOrder.ts';
import type { GroupOf } from './seedOrder.ts';
import { displayName, soldTo } from './seedRecords.ts';
import type { Invoice, Receipt } from './types.ts';
import { uuidOf } from './uuid.ts';
import type { VatScale } from './vat.ts';

const invoiceIdOf = (shop: Shop, number: number) => uuidOf('invoice', shop.seed, number);

/** An invoice of the shop as the till answers it. That of a credit takes back another one, and all its amounts are negative. */
export function seedInvoice(shop: Shop, invoice: ShopInvoice, customer: ShopCustomer, groupOf: GroupOf, scale: VatScale): Invoice {
  const invoiceId = invoiceIdOf(shop, invoice.number);
  const employee = shop.employees[1 + (invoice.number % (shop.employees.length - 1))]!;
  const parts = saleParts(shop, invoice, invoice.deliveryCountryIso3, invoiceId, employee.number, groupOf, scale);
  const { year, month, day } = invoice.date;
  const due = fromWallClock(year, month, day, 12, 0) + (customer.kind === 'company' ? 30 : 14) * 86_400_000;
  const isCredit = invoice.type === 'credit';
  return {
    ...parts,
    invoiceId,
    transactionString: `F${invoice.year}.${invoice.number}`,
    invoiceNumber: { year: invoice.year, number: invoice.number },
    invoiceType: isCredit ? 'INVOICE-TYPE-CREDIT-INVOICE' : 'INVOICE-TYPE-INVOICE',
    employeeNumber: employee.number,
    employeeName: employee.name,
    ...soldTo(customer),
    entryBranchNumber: invoice.branchNumber,
    dueDate: wireDate(due),
    paidAmount: parts.paymentList.payment.reduce((sum, { amount }) => sum + amount, 0),
    state: `INVOICE-STATE-${invoice.fullyPaid ? 'PAID' : isCredit ? 'OUTSTANDING-CREDIT' : invoice.payments.length > 0 ? 'PARTLY-PAID' : 'OUTSTANDING'}`,
    finalized: invoice.isFinal,
    ...(invoice.isFinal && { finalizedTimestamp: parts.entryTimestamp }),
    ...(invoice.deliveryCountryIso3 !== '' && { vatCountryIso3: invoice.deliveryCountryIso3 }),
    ...(invoice.creditOf !== undefined && { creditedInvoiceId: invoiceIdOf(shop, invoice.creditOf) }),
  };
}

/** A ticket of the shop as the till answers it; most are sold to nobody in particular. */
export function seedReceipt(shop: Shop, receipt: ShopReceipt, customer: ShopCustomer | undefined, groupOf: GroupOf, scale: VatScale): Receipt {
  const receiptId = uuidOf('receipt', shop.seed, receipt.number);
  const parts = saleParts(shop, receipt, 'NLD', receiptId, receipt.employeeNumber, groupOf, scale);
  const paidAmount = parts.paymentList.payment.reduce((sum, { amount }) => sum + amount, 0);
  return {
    ...parts,
    receiptId,
    transactionString: `B${receipt.year}.${receipt.branchNumber}.${receipt.workplaceNumber}.${receipt.number}`,
    receiptNumber: { branchNumber: receipt.branchNumber, workplaceNumber: receipt.workplaceNumber, year: receipt.year, number: receipt.number },
    receiptType: `RECEIPT-TYPE-${receipt.totalInclCents < 0 ? 'CREDIT-RECEIPT' : 'RECEIPT'}`,
    employeeNumber: receipt.employeeNumber,
    employeeName: shop.employees.find(({ number }) => number === receipt.employeeNumber)?.name ?? '',
    ...(customer && { relationNumber: customer.relationNumber, relationName: displayName(customer) }),
    workplaceNumber: receipt.workplaceNumber,
    entryBranchNumber: receipt.branchNumber,
    paidAmount,
    state: `RECEIPT-STATE-${paidAmount === receipt.totalInclCents ? 'PAID' : paidAmount === 0 ? 'OUTSTANDING' : 'PARTLY-PAID'}`,
  };
}

/** Money taken out of the drawer, which the till prints a ticket for as well although nothing was sold. */
export function seedCashOutflow(shop: Shop, now: number): Receipt {
  const number = 1 + Math.max(7000, ...shop.receipts.map((receipt) => receipt.number));
  const receiptId = uuidOf('receipt', shop.seed, number);
  const { year } = wireDate(now);
  return {
    receiptId,
    transactionString: `B${year}.1.1.${number}`,
    receiptNumber: { branchNumber: 1, workplaceNumber: 1, year, number },
    receiptType: 'RECEIPT-TYPE-CASH-OUTFLOW',
    employeeNumber: shop.employees[0]!.number,
    employeeName: shop.employees[0]!.name,
    entryTimestamp: wireDateTime(now),
    financialDate: wireDate(now),
    financialBranchNumber: 1,
    workplaceNumber: 1,
    totalInclAmount: -5000,
    totalExclAmount: -5000,
    vatMethod: 'VAT-METHOD-NONE',
    paidAmount: -5000,
    state: 'RECEIPT-STATE-PAID',
    changeCounter: 1,
    versionNumber: 1,
    lineList: { line: [] },
    paymentList: { payment: [{ paymentId: uuidOf('payment', receiptId), method: 'CASH', amount: -5000 }] },
  };
}
