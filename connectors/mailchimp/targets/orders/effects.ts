import type { EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { MailchimpClient } from '../../client.ts';
import { listOf, nested, textOf } from '../../pages.ts';
import { storePath } from '../../streams/storeScan.ts';
import { orderVersion } from '../../streams/versions.ts';

type Effect = EffectDefinition<MailchimpClient>;

const part = (payload: Value, name: string): string => textOf(nested(payload)[name]);
const orderPath = (payload: Value, ...rest: readonly string[]) => storePath(part(payload, 'store'), 'orders', part(payload, 'order'), ...rest);

const orderResult = (order: SourceRecord, adopted = false): EffectResult => ({ type: 'Order', id: textOf(order['id']), version: orderVersion(order), label: textOf(order['id']), ...(adopted && { adopted }) });

/** Makes an order with its buyer. The id is ours and in use once only, so what an earlier attempt made is found by it. */
const createOrder: Effect = {
  name: 'createOrder',
  label: 'Write order',
  repeat: 'lookup',
  view: (payload) => ({ fields: nested(payload)['body'] ?? {} }),
  send: async (client, payload, _key, call) => orderResult(await client.write('POST', storePath(part(payload, 'store'), 'orders'), nested(payload)['body']!, {}, call)),
  async lookUp(client, payload, _key, call) {
    const found = await client.find(orderPath(payload), { exclude_fields: '_links' }, call);
    return found && orderResult(found);
  },
};

/** Writes over an order. Lines that are not named would stay, so those that are gone are taken away one by one. */
const updateOrder: Effect = {
  name: 'updateOrder',
  label: 'Change order',
  repeat: 'key',
  // When it was changed is the moment of the run, and nothing of a plan.
  view(payload) {
    const { updated_at_foreign: _now, ...fields } = nested(nested(payload)['body']);
    return { thing: `Order ${part(payload, 'order')}`, fields };
  },
  async send(client, payload, _key, call) {
    const { body, linesGone } = nested(payload);
    let order = await client.write('PATCH', orderPath(payload), body!, {}, call);
    const gone = Array.isArray(linesGone) ? (linesGone as readonly string[]) : [];
    for (const line of gone) await deleteLine(client, orderPath(payload, 'lines', line), call);
    if (gone.length > 0) order = await client.get(orderPath(payload), { exclude_fields: '_links' }, call);
    return orderResult(order);
  },
};

async function deleteLine(client: MailchimpClient, path: string, call: Parameters<Effect['send']>[3]): Promise<void> {
  try {
    await client.write('DELETE', path, undefined, {}, call);
  } catch (thrown) {
    // Gone already, which is what was wanted.
    if (!(thrown instanceof FluxoError) || thrown.code !== 'mailchimp.not_found') throw thrown;
  }
}

export const lineIds = (order: SourceRecord): readonly string[] => listOf(order['lines']).map((line) => textOf(line['id']));

export const orderEffects: readonly Effect[] = [createOrder, updateOrder];
