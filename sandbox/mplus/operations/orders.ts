import type { Stamped } from '../till/collection.ts';
import type { Till } from '../till/makeTill.ts';
import type { Order } from '../till/types.ts';
import { moveStock } from '../till/reserve.ts';
import { documentFilter, isNumbered, withoutLines } from './documentFilter.ts';
import type { DocumentsRequest, YearNumber } from './documentFilter.ts';
import { handler } from './handler.ts';
import { page } from './page.ts';

interface OrdersRequest extends DocumentsRequest {
  readonly orderTypeList?: { readonly orderType: readonly string[] };
  readonly orderIds: readonly string[];
  readonly orderNumbers: readonly YearNumber[];
}

/** Table and cafeteria orders come only when they are asked for. */
const usualTypes = ['ORDER-TYPE-SALES-ORDER', 'ORDER-TYPE-REPEAT-SALES-ORDER', 'ORDER-TYPE-EXTERNAL-SALES-ORDER'];

export const orderHandlers = {
  getOrders: handler<{ request: OrdersRequest }>((till, { request }) => {
    const orders = till.orders.page({ from: request.syncMarker, limit: request.syncMarkerLimit, keep: orderFilter(request) });
    return { orderList: { order: page(till, withoutLines(orders, request)) } };
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
  const ids = new Set(request.orderIds);
  const isWanted = documentFilter(request);
  return (order) => orderTypes.includes(order.orderType) && isWanted(order) && (ids.size === 0 || ids.has(order.orderId)) && isNumbered(request.orderNumbers, order.orderNumber);
}
