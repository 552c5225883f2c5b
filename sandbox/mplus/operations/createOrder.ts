import { divideRounded, withVat, withoutVat } from '#sandbox/shop/amounts.ts';
import type { VatRate } from '#sandbox/shop/types.ts';
import { wireDate, wireDateTime } from '../dateTime.ts';
import type { WireDate } from '../dateTime.ts';
import { findArticle } from '../till/makeTill.ts';
import type { Till } from '../till/makeTill.ts';
import { vatGroupsOf } from '../till/seedOrder.ts';
import { moveStock } from '../till/reserve.ts';
import type { Line, Order } from '../till/types.ts';
import { partId, uuidOf } from '../till/uuid.ts';
import { rateOfCode, vatPercentage } from '../till/vat.ts';
import type { WireObject } from '../wire/write.ts';
import { invoiceOrder } from './documents.ts';
import { handler } from './handler.ts';
import { byExtId } from './orders.ts';
import { pay } from './pay.ts';
import type { PaymentRequest } from './pay.ts';

interface LineRequest extends WireObject {
  readonly articleNumber?: number;
  readonly text?: string;
  readonly data?: WireObject & {
    readonly quantity?: number;
    readonly decimalPlaces?: number;
    readonly price?: number;
    readonly priceExcl?: number;
    readonly vatCode?: number;
    readonly discountPercentage?: number;
    readonly discountAmount?: number;
  };
}

type OrderRequest = WireObject & {
  readonly extOrderId?: string;
  readonly orderType?: string;
  readonly employeeNumber?: number;
  readonly relationNumber?: number;
  readonly entryBranchNumber?: number;
  readonly financialBranchNumber?: number;
  readonly workplaceNumber?: number;
  readonly financialDate?: WireDate;
  readonly vatMethod?: string;
  readonly vatCountryIso3?: string;
  readonly lineList?: { readonly line: readonly LineRequest[] };
};

interface CreateRequest {
  readonly order: OrderRequest;
  readonly prepay?: boolean;
  readonly paymentList?: { readonly payment: readonly PaymentRequest[] };
}

/** The idempotency key is dealt with before this runs: see `makeMplusLookAlike`. */
export const createOrderV3 = handler<{ request: CreateRequest }>((till, { request }) => {
  const { order, paymentList } = request;
  if (byExtId(till, order.extOrderId)) return refuse('EXT-ORDER-ID-ALREADY-EXISTS', `External order id ${order.extOrderId} is in use`);
  const made = makeOrder(till, order);
  if (typeof made === 'string') return refuse('FAILED', made);
  const payments = paymentList?.payment ?? [];
  const paid = payments.length === 0 ? undefined : pay(till, made, payments, request.prepay ?? false);
  if (paid && !paid.order) return { ...refuse('PAYMENT-FAILED', paid.errorMessage), payResult: paid.result };
  const stored = till.orders.put(made.orderId, paid?.order ?? made);
  moveStock(till, stored, 'reserve');
  if (paid?.invoiceId !== undefined) {
    moveStock(till, stored, 'deliver');
    invoiceOrder(till, stored, paid.invoiceId);
  }
  if (stored.extOrderId) till.extOrderIds.set(stored.extOrderId, stored.orderId);
  return {
    result: 'CREATE-ORDER-RESULT-OK',
    order: stored,
    errorMessage: '',
    info: { orderId: stored.orderId, orderString: stored.transactionString },
    ...(paid && { payResult: paid.result, ...(paid.invoiceId !== undefined && { invoiceId: paid.invoiceId }) }),
  };
});

const refuse = (result: string, errorMessage: string): WireObject => ({ result: `CREATE-ORDER-RESULT-${result}`, errorMessage, info: {} });

/** The order as the till would keep it, or the reason why it cannot. */
function makeOrder(till: Till, request: OrderRequest): Order | string {
  const relation = till.relations.get(request.relationNumber ?? 0);
  if (!relation) return `There is no relation ${request.relationNumber ?? 0}`;
  const employee = till.employees.get(request.employeeNumber ?? 0);
  if (!employee) return `There is no employee ${request.employeeNumber ?? 0}`;
  const home = till.shop.branches[0]!.number;
  const financialBranchNumber = request.financialBranchNumber ?? home;
  const entryBranchNumber = request.entryBranchNumber ?? financialBranchNumber;
  for (const branch of [financialBranchNumber, entryBranchNumber]) if (!till.shop.branches.some(({ number }) => number === branch)) return `There is no branch ${branch}`;
  if (entryBranchNumber !== home && request.workplaceNumber === undefined) return `Branch ${entryBranchNumber} needs a workplace number`;
  const { workplaces } = till.shop.branches.find(({ number }) => number === entryBranchNumber)!;
  if (request.workplaceNumber !== undefined && !workplaces.includes(request.workplaceNumber)) return `Branch ${entryBranchNumber} has no workplace ${request.workplaceNumber}`;

  const number = nextOrderNumber(till);
  const orderId = uuidOf('created', till.shop.seed, number);
  const vatMethod = request.vatMethod ?? 'VAT-METHOD-INCLUSIVE';
  const lines: Line[] = [];
  for (const [index, line] of (request.lineList?.line ?? []).entries()) {
    const made = makeLine(till, line, vatMethod, partId(orderId, index + 1));
    if (typeof made === 'string') return made;
    lines.push(made);
  }
  if (lines.length === 0) return 'The order has no lines';

  const now = till.clock.now();
  const financialDate = request.financialDate?.year ? request.financialDate : wireDate(now);
  const sums = lines.map(({ data }) => ({ vatRate: rateOn(vatMethod, data.vatCode), totalInclCents: data.totalInclAmount, totalExclCents: data.totalExclAmount }));
  return {
    ...request,
    orderId,
    transactionString: `${financialDate.year}.${number}`,
    orderType: request.orderType ?? 'ORDER-TYPE-SALES-ORDER',
    entryBranchNumber,
    employeeNumber: employee.employeeNumber,
    employeeName: employee.name,
    entryTimestamp: wireDateTime(now),
    relationNumber: relation.relationNumber,
    relationName: relation.name,
    relationVatNumber: relation.vatNumber,
    financialDate,
    financialBranchNumber,
    totalInclAmount: lines.reduce((sum, line) => sum + line.data.totalInclAmount, 0),
    totalExclAmount: lines.reduce((sum, line) => sum + line.data.totalExclAmount, 0),
    vatMethod,
    vatGroupList: { vatGroup: vatGroupsOf(sums, request.vatCountryIso3 ?? '', till.vatScale) },
    changeCounter: 1,
    versionNumber: 1,
    prepaidAmount: 0,
    fullyPaid: false,
    deliveryState: 'ORDER-DELIVERY-STATE-NOTHING',
    cancelState: 'ORDER-CANCEL-STATE-NOTHING',
    completeState: 'ORDER-COMPLETE-STATE-NOTHING',
    orderNumber: { year: financialDate.year, number },
    lineList: { line: lines },
    paymentList: { payment: [] },
  };
}

const rateOn = (vatMethod: string, vatCode: number): VatRate => (vatMethod === 'VAT-METHOD-SHIFTED' || vatMethod === 'VAT-METHOD-NONE' ? 0 : rateOfCode(vatCode) ?? 0);

/** Prices as sent, else the article's; the side of the price that was not sent is computed from the VAT rate. */
function makeLine(till: Till, request: LineRequest, vatMethod: string, lineId: string): Line | string {
  const article = findArticle(till, request.articleNumber ?? 0);
  if (!article) return `There is no article ${request.articleNumber ?? 0}`;
  const data = request.data ?? {};
  const vatCode = data.vatCode ?? article.vatCode;
  if (rateOfCode(vatCode) === undefined) return `There is no VAT code ${vatCode}`;
  const rate = rateOn(vatMethod, vatCode);
  const quantity = data.quantity ?? 0;
  const decimalPlaces = data.decimalPlaces ?? 0;
  const price = data.price ?? (data.priceExcl === undefined ? article.priceIncl : withVat(data.priceExcl, rate));
  const priceExcl = data.priceExcl ?? withoutVat(price, rate);
  const isInclusive = vatMethod === 'VAT-METHOD-INCLUSIVE';
  const gross = divideRounded((isInclusive ? price : priceExcl) * quantity, 10 ** decimalPlaces);
  const net = divideRounded(gross * (100 - (data.discountPercentage ?? 0)), 100) - (data.discountAmount ?? 0);
  return {
    ...request,
    lineId,
    articleNumber: article.articleNumber,
    text: request.text || article.description,
    data: {
      ...data,
      quantity,
      decimalPlaces,
      price,
      priceExcl,
      vatCode,
      vatPercentage: vatPercentage(rate, till.vatScale),
      totalInclAmount: isInclusive ? net : withVat(net, rate),
      totalExclAmount: isInclusive ? withoutVat(net, rate) : net,
    },
  };
}

function nextOrderNumber(till: Till): number {
  let highest = 1000;
  for (const { orderNumber } of till.orders.all()) highest = Math.max(highest, orderNumber.number);
  return highest + 1;
}
