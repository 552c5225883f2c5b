import { vatSums } from '#sandbox/shop/amounts.ts';
import type { Shop, ShopCustomer, ShopInvoice, ShopOrder, ShopOrderLine, ShopReceipt } from '#sandbox/shop/types.ts';
import { fromWallClock, wireDateTime } from '../dateTime.ts';
import { soldTo } from './seedRecords.ts';
import type { Line, Order, VatGroup } from './types.ts';
import { partId, uuidOf } from './uuid.ts';
import { vatCodes, vatPercentage } from './vat.ts';
import type { VatScale } from './vat.ts';

export type GroupOf = (articleNumber: number) => { readonly turnoverGroup: number; readonly turnoverGroupName: string };

/** An order of the shop as the till answers it. Ids come from the seed and the number, so that they never change. */
export function seedOrder(shop: Shop, order: ShopOrder, customer: ShopCustomer, groupOf: GroupOf, scale: VatScale): Order {
  const orderId = uuidOf('order', shop.seed, order.number);
  const isWebshop = order.branchNumber !== 1;
  const employee = shop.employees[isWebshop ? 0 : 1 + (order.number % (shop.employees.length - 1))]!;
  const parts = saleParts(shop, order, order.deliveryCountryIso3, orderId, employee.number, groupOf, scale);
  const isDone = order.fullyPaid && !order.cancelled && order.shippingMethod === undefined;
  return {
    ...parts,
    orderId,
    ...(isWebshop && { extOrderId: `web-${order.number}`, reference: `Webshop W${order.number}` }),
    transactionString: `${order.year}.${order.number}`,
    orderType: 'ORDER-TYPE-SALES-ORDER',
    entryBranchNumber: order.branchNumber,
    employeeNumber: employee.number,
    employeeName: employee.name,
    ...soldTo(customer),
    ...(order.shippingMethod !== undefined && { deliveryMethod: order.shippingMethod }),
    paymentMethod: order.paymentMethod,
    prepaidAmount: order.payments.reduce((sum, payment) => sum + payment.amountCents, 0),
    fullyPaid: order.fullyPaid,
    deliveryState: `ORDER-DELIVERY-STATE-${isDone ? 'COMPLETE' : 'NOTHING'}`,
    cancelState: `ORDER-CANCEL-STATE-${order.cancelled ? 'COMPLETE' : 'NOTHING'}`,
    completeState: `ORDER-COMPLETE-STATE-${isDone ? 'COMPLETE' : 'NOTHING'}`,
    orderNumber: { year: order.year, number: order.number },
    ...(order.deliveryCountryIso3 !== '' && { vatCountryIso3: order.deliveryCountryIso3 }),
  };
}

/** What an order, an invoice and a ticket have in common: date, place, totals, VAT, lines and payments. `ownerId` gives the parts their ids. */
export function saleParts(shop: Shop, sale: ShopOrder | ShopInvoice | ShopReceipt, countryIso3: string, ownerId: string, employeeNumber: number, groupOf: GroupOf, scale: VatScale) {
  const { year, month, day } = sale.date;
  const entryTimestamp = wireDateTime(fromWallClock(year, month, day, sale.time.hour, sale.time.minute));
  const financialDate = { day, mon: month, year };
  return {
    entryTimestamp,
    financialDate,
    financialBranchNumber: sale.branchNumber,
    workplaceNumber: shop.branches.find((branch) => branch.number === sale.branchNumber)?.workplaces[0] ?? 0,
    totalInclAmount: sale.totalInclCents,
    totalExclAmount: sale.totalExclCents,
    vatMethod: `VAT-METHOD-${sale.vatMethod}`,
    vatGroupList: { vatGroup: vatGroupsOf(sale.lines, countryIso3, scale) },
    changeCounter: 1,
    versionNumber: 1,
    lineList: { line: sale.lines.map((line, index) => seedLine(line, partId(ownerId, index + 1), index, employeeNumber, groupOf, scale)) },
    paymentList: {
      payment: sale.payments.map(({ method, amountCents }, index) => ({
        paymentId: partId(ownerId, 0xf000 + index),
        financialDate,
        entryTimestamp,
        branchNumber: sale.branchNumber,
        method,
        description: shop.paymentMethods.find((each) => each.code === method)?.description ?? method,
        amount: amountCents,
      })),
    },
  };
}

function seedLine(line: ShopOrderLine, lineId: string, index: number, employeeNumber: number, groupOf: GroupOf, scale: VatScale): Line {
  return {
    lineId,
    employeeNumber,
    articleNumber: line.articleNumber,
    pluNumber: String(line.articleNumber),
    text: line.text,
    data: {
      ...scaled(line.quantity),
      price: line.unitInclCents,
      priceExcl: line.unitExclCents,
      ...groupOf(line.articleNumber),
      vatCode: vatCodes[line.vatRate],
      vatPercentage: vatPercentage(line.vatRate, scale),
      discountType: 'DISCOUNT-TYPE-NONE',
      totalInclAmount: line.totalInclCents,
      totalExclAmount: line.totalExclCents,
    },
    sequenceNumber: index + 1,
    lineKind: 'LINE-KIND-DEFAULT',
  };
}

/** `"0.530"` as 530 with 3 places. The planted text that is no number goes out as it is, as a broken till would send it. */
function scaled(quantity: string): { quantity: number | string; decimalPlaces: number } {
  if (!/^-?\d+(\.\d+)?$/.test(quantity)) return { quantity, decimalPlaces: 0 };
  return { quantity: Number(quantity.replace('.', '')), decimalPlaces: quantity.split('.')[1]?.length ?? 0 };
}

export function vatGroupsOf(lines: Parameters<typeof vatSums>[0], countryIso3: string, scale: VatScale): VatGroup[] {
  return vatSums(lines).map(({ rate, exclCents, vatCents }) => ({
    ...(countryIso3 !== '' && { countryIso3 }),
    vatCode: vatCodes[rate],
    vatPercentage: vatPercentage(rate, scale),
    exclAmount: exclCents,
    vatAmount: vatCents,
  }));
}
