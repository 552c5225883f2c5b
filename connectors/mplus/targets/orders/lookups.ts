import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { list, nested, textOf } from '../../wire/values.ts';

/** An order as the till has it, as far as it is compared. */
export interface TillOrder {
  readonly orderId: string;
  readonly externalId: string;
  readonly reference: string;
  /** What a person calls it: `2026-15`. */
  readonly label: string;
  readonly totalIncl: string;
  readonly totalExcl: string;
  readonly version: string;
  readonly isCancelled: boolean;
}

export interface OrderLookups {
  /** Looks up many external ids in few calls. */
  ahead(externalIds: readonly string[], call: CallContext): Promise<void>;
  byExternalId(externalId: string, call: CallContext): Promise<TillOrder | null>;
  /** All orders of a day; asked once a run. */
  ofDay(date: string, call: CallContext): Promise<readonly TillOrder[]>;
  /** Those of these till ids that the till has. */
  byIds(orderIds: readonly string[], call: CallContext): Promise<readonly TillOrder[]>;
}

const mostAtOnce = 100;

/** Whether the till has an order already. */
export function makeOrderLookups(client: MplusClient): OrderLookups {
  const known = new Map<string, TillOrder | null>();
  const days = new Map<string, Promise<readonly TillOrder[]>>();

  async function ahead(externalIds: readonly string[], call: CallContext): Promise<void> {
    const wanted = [...new Set(externalIds)];
    for (let at = 0; at < wanted.length; at += mostAtOnce) {
      const some = wanted.slice(at, at + mostAtOnce);
      try {
        const answer = await client.call('getOrdersByExtOrderIds', { request: { extOrderIds: some } }, call);
        for (const id of some) known.set(id, null);
        for (const order of list(answer['orderList'])) known.set(textOf(order['extOrderId']), tillOrder(order));
      } catch (thrown) {
        if (!(thrown instanceof FluxoError) || thrown.code !== 'mplus.not_supported') throw thrown;
        for (const id of some) known.set(id, await findOrder(client, id, call));
      }
    }
  }

  return {
    ahead,
    async byExternalId(externalId, call) {
      if (!known.has(externalId)) await ahead([externalId], call);
      const found = known.get(externalId) ?? null;
      // Soon it may be there; only what is, stays.
      if (!found) known.delete(externalId);
      return found;
    },
    ofDay(date, call) {
      let day = days.get(date);
      if (!day) {
        day = client
          .call('getOrders', { request: { fromFinancialDate: date, throughFinancialDate: date, includeLineList: false } }, call)
          .then((answer) => list(answer['orderList']).map(tillOrder))
          .catch((thrown: unknown) => {
            days.delete(date);
            throw thrown;
          });
        days.set(date, day);
      }
      return day;
    },
    async byIds(orderIds, call) {
      const answer = await client.call('getOrders', { request: { orderIds: [...orderIds], includeLineList: false } }, call);
      return list(answer['orderList']).map(tillOrder).filter(({ orderId }) => orderIds.includes(orderId));
    },
  };
}

/** The order with this external id; null when the till has none. */
export async function findOrder(client: MplusClient, extOrderId: string, call: CallContext): Promise<TillOrder | null> {
  try {
    const answer = await client.call('findOrder', { extOrderId }, call);
    const order = nested(answer['order']);
    return textOf(order['orderId']) === '' ? null : tillOrder(order);
  } catch (thrown) {
    if (thrown instanceof FluxoError && thrown.code === 'mplus.not_found') return null;
    throw thrown;
  }
}

export function tillOrder(order: SourceRecord): TillOrder {
  const number = nested(order['orderNumber']);
  return {
    orderId: textOf(order['orderId']),
    externalId: textOf(order['extOrderId']),
    reference: textOf(order['reference']),
    label: textOf(number['number']) === '' ? textOf(order['transactionString']) : `${textOf(number['year'])}-${textOf(number['number'])}`,
    totalIncl: textOf(order['totalInclAmount']),
    totalExcl: textOf(order['totalExclAmount']),
    version: textOf(order['syncMarker']),
    isCancelled: order['cancelState'] === 'ORDER-CANCEL-STATE-COMPLETE',
  };
}
