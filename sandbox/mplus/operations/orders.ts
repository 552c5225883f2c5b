import { dateKey } from '../dateTime.ts';
import type { WireDate } from '../dateTime.ts';
import type { Stamped } from '../till/collection.ts';
import type { Till } from '../till/makeTill.ts';
import type { Order } from '../till/types.ts';
import type { WireObject } from '../wire/write.ts';
import { handler, wants } from './handler.ts';
import { moveStock } from '../till/reserve.ts';
import { page } from './page.ts';

interface OrdersRequest {
  readonly syncMarker?: number;
  readonly syncMarkerLimit?: number;
  readonly fromFinancialDate?: Partial<WireDate>;
  readonly throughFinancialDate?: Partial<WireDate>;
  readonly branchNumbers: readonly number[];
  readonly employeeNumbers: readonly number[];
  readonly relationNumbers: readonly number[];
  readonly articleNumbers: readonly number[];
  readonly orderTypeList?: { readonly orderType: readonly string[] };
  readonly orderIds: readonly string[];
  readonly orderNumbers: readonly { readonly year?: number; readonly number?: number }[];
  readonly includeLineList?: boolean;
}

/** Table and cafeteria orders come only when they are asked for. */
const usualTypes = ['ORDER-TYPE-SALES-ORDER', 'ORDER-TYPE-REPEAT-SALES-ORDER', 'ORDER-TYPE-EXTERNAL-SALES-ORDER'];

export const orderHandlers = {
  getOrders: handler<{ request: OrdersRequest }>((till, { request }) => {
    const orders = till.orders.page({ from: request.syncMarker, limit: request.syncMarkerLimit, keep: orderFilter(request) });
    const shown: readonly WireObject[] = request.includeLineList === false ? orders.map((order) => ({ ...order, lineList: undefined })) : orders;
    return { orderList: { order: page(till, shown) } };
  }),

  getOrder: handler<{ orderId?: string }>((till, { orderId }) => found(till.orders.get(orderId ?? ''))),

  findOrder: handler<{ extOrderId?: string }>((till, { extOrderId }) => found(byExtId(till, extOrderId))),

  getOrdersByExtOrderIds: handler<{ request: { syncMarker?: number; syncMarkerLimit?: number; extOrderIds?: { id: readonly string[] } } }>((till, { request }) => {
    const ids = request.extOrderIds?.id ?? [];
    const orders = till.orders.page({
      from: request.syncMarker,
      limit: request.syncMarkerLimit,
      keep: (order) => order.extOrderId !== undefined && ids.includes(order.extOrderId),
    });
    return { orderList: { order: page(till, orders) } };
  }),

  cancelOrder: handler<{ orderId?: string }>((till, { orderId }) => {
    const order = till.orders.get(orderId ?? '');
    if (!order) return { result: 'CANCEL-ORDER-RESULT-NOT-FOUND', message: `There is no order ${orderId ?? ''}`.trim() };
    if (order.cancelState === 'ORDER-CANCEL-STATE-COMPLETE') return { result: 'CANCEL-ORDER-RESULT-ALREADY-CANCELLED', message: `Order ${order.transactionString} is cancelled already` };
    if (order.invoiceIds) return { result: 'CANCEL-ORDER-RESULT-FAILED', message: `Order ${order.transactionString} has been invoiced` };
    if (order.deliveryState === 'ORDER-DELIVERY-STATE-NOTHING') moveStock(till, order, 'release');
    till.orders.put(order.orderId, { ...order, cancelState: 'ORDER-CANCEL-STATE-COMPLETE', changeCounter: order.changeCounter + 1, versionNumber: order.versionNumber + 1 });
    return { result: 'CANCEL-ORDER-RESULT-OK', message: '' };
  }),
};

export const byExtId = (till: Till, extOrderId: string | undefined): Stamped<Order> | undefined => till.orders.get(till.extOrderIds.get(extOrderId ?? '') ?? '');

const found = (order: Order | undefined) => (order ? { result: 'GET-ORDER-RESULT-OK', order } : { result: 'GET-ORDER-RESULT-NOT-FOUND' });

function orderFilter(request: OrdersRequest): (order: Order) => boolean {
  const orderTypes = request.orderTypeList?.orderType.length ? request.orderTypeList.orderType : usualTypes;
  // A date of noughts is "no date", so no bound.
  const from = dateKey(request.fromFinancialDate ?? {});
  const through = dateKey(request.throughFinancialDate ?? {}) || Infinity;
  const ids = new Set(request.orderIds);
  return (order) => {
    const date = dateKey(order.financialDate);
    return (
      orderTypes.includes(order.orderType) &&
      date >= from &&
      date <= through &&
      (ids.size === 0 || ids.has(order.orderId)) &&
      wants(request.branchNumbers, order.financialBranchNumber) &&
      wants(request.employeeNumbers, order.employeeNumber) &&
      wants(request.relationNumbers, order.relationNumber) &&
      (request.articleNumbers.length === 0 || order.lineList.line.some((line) => request.articleNumbers.includes(line.articleNumber))) &&
      (request.orderNumbers.length === 0 ||
        request.orderNumbers.some(({ year, number }) => year === order.orderNumber.year && number === order.orderNumber.number))
    );
  };
}
