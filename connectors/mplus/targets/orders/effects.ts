import type { EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Value } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { list, nested, textOf } from '../../wire/values.ts';
import { createProduct } from '../products/effects.ts';
import { relationEffects } from '../relations/effects.ts';
import { findOrder, tillOrder } from './lookups.ts';
import type { TillOrder } from './lookups.ts';

/** What the ledger calls an order, and what the stream `mplus.orders` calls its records. */
export const orderType = 'Order';

const resultOf = (order: TillOrder, more: Partial<EffectResult> = {}): EffectResult => ({
  type: orderType,
  id: order.orderId,
  ...(order.version !== '' && { version: order.version }),
  ...(order.label !== '' && { label: order.label }),
  facts: { ...(order.totalIncl !== '' && { total: order.totalIncl }), ...(order.totalExcl !== '' && { totalExcl: order.totalExcl }), ...more.facts },
  ...(more.adopted && { adopted: true }),
});

/**
 * Makes an order with its payments, under an idempotency key and an external id the till takes only once: sending it again gives the first answer back, and
 * should the till have forgotten the key, the order is found by its id. Payments are always a deposit (`prepay`): without it the till would deliver
 * and invoice the order. Payload: `{ order, payments }`.
 */
const createOrder: EffectDefinition<MplusClient> = {
  name: 'createOrder',
  label: 'Create order',
  repeat: 'key',
  async send(client, payload, key, call) {
    const order = nested(nested(payload)['order']);
    const payments = list(nested(payload)['payments']);
    const externalId = textOf(order['extOrderId']);
    const request = { idempotencyKey: key, order: { ...order, orderId: '' }, ...(payments.length > 0 && { prepay: true, paymentList: payments as readonly Value[] }) };
    try {
      const answer = await client.call('createOrderV3', { request }, call);
      const made = tillOrder(nested(answer['order']));
      const info = nested(answer['info']);
      // A branch without a line to its headquarters answers before the order is there.
      return resultOf({ ...made, orderId: made.orderId || textOf(info['orderId']), label: made.label || textOf(info['orderString']) }, { facts: { ...(info['orderQueued'] === true && { queued: 'yes' }) } });
    } catch (thrown) {
      const refusal = thrown instanceof FluxoError ? (thrown.data.answer?.code ?? '') : '';
      if (!/(EXT-ORDER-ID-ALREADY-EXISTS|PAYMENT-FAILED)$/.test(refusal)) throw thrown;
      const there = await findOrder(client, externalId, call);
      if (!there) throw thrown;
      // Nothing says whether an order whose payment failed was kept; this one was.
      return refusal.endsWith('PAYMENT-FAILED') ? resultOf(there, { facts: { unpaid: 'yes' } }) : resultOf(there, { adopted: true });
    }
  },
};

export const orderEffects: readonly EffectDefinition<MplusClient>[] = [...relationEffects, createProduct, createOrder];
