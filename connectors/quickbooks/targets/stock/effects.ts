import type { EffectDefinition } from '#connectors/sdk/connector.ts';
import { compare, sum, toJsonNumber } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { Value } from '#shared/records/story.ts';
import type { QuickBooksClient } from '../../client.ts';
import { kinds } from '../../entities.ts';
import type { Item } from '../../entities.ts';
import { requestIdOf } from '../../requestId.ts';
import { stockVersion } from '../../stockVersion.ts';
import { makeUpdateEffect } from '../../updateEffect.ts';

/** Payload of an adjustment: the request, the item it is about and the quantity it leads to. */
export interface AdjustPayload {
  readonly itemId: string;
  readonly label: string;
  readonly to: Decimal;
  readonly body: Value;
}

/** Quantity of an item as a decimal; the service's number has few digits, so its shortest text is exact. */
export const quantityOf = (item: Item): Decimal => sum([String(item.QtyOnHand ?? 0)]);

/**
 * Books a difference on an inventory item. Made under a `requestid`; how long the service remembers one is not documented and a difference must not count
 * twice, so after a lost answer the item is looked at first: with the wanted quantity there is nothing left to do.
 */
const adjustStock: EffectDefinition<QuickBooksClient> = {
  name: 'adjustStock',
  label: 'Adjust stock',
  repeat: 'lookup',
  view(payload) {
    const { itemId, to } = payload as unknown as AdjustPayload;
    return { thing: `Item ${itemId}`, fields: { QtyOnHand: toJsonNumber(to) } };
  },
  async send(client, payload, key, call) {
    const { itemId, label, to, body } = payload as unknown as AdjustPayload;
    const made = await client.write(kinds.inventoryAdjustment, body, requestIdOf(key), call);
    // The answer does not say what came of it. The adjustment is booked, whatever becomes of this question.
    const item = await client.read(kinds.item, itemId, call).catch(() => null);
    const quantity = item === null ? to : quantityOf(item);
    return { type: 'Item', id: itemId, ...(compare(quantity, to) === 0 && { version: stockVersion(to) }), label, facts: { adjustment: made.Id, quantity } };
  },
  async lookUp(client, payload, _key, call) {
    const { itemId, label, to } = payload as unknown as AdjustPayload;
    const item = await client.read(kinds.item, itemId, call);
    return item && compare(quantityOf(item), to) === 0 ? { type: 'Item', id: itemId, version: stockVersion(to), label, adopted: true } : null;
  },
};

/** Sets the quantity of an item; QuickBooks books the difference by itself. */
const setItemStock: EffectDefinition<QuickBooksClient> = { ...makeUpdateEffect('setItemStock', 'Set stock of item', kinds.item, (item) => ({ type: 'Item', id: item.Id, version: stockVersion(quantityOf(item)), label: item.Name, facts: { quantity: quantityOf(item) } })),
  // The day it counts from is the day of the run, and nothing of the plan.
  view(payload) {
    const { id, changes } = payload as { readonly id: string; readonly changes: { readonly QtyOnHand: number } };
    return { thing: `Item ${id}`, fields: { QtyOnHand: changes.QtyOnHand } };
  },
};

export const stockEffects: readonly EffectDefinition<QuickBooksClient>[] = [adjustStock, setItemStock];
