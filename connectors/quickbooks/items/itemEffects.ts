import type { EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import type { Value } from '#shared/records/story.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import type { Item } from '../entities.ts';
import { isOneOf } from '../isOneOf.ts';
import { requestIdOf } from '../requestId.ts';
import { makeUpdateEffect } from '../updateEffect.ts';
import { viewBody } from '../viewBody.ts';

type Json = { readonly [key: string]: Value };

const itemResult = (item: Item): EffectResult => ({ type: 'Item', id: item.Id, ...(item.SyncToken !== undefined && { version: item.SyncToken }), label: item.Name });

/** Makes an item. Payload: `body`. */
export const createItem: EffectDefinition<QuickBooksClient> = {
  name: 'createItem',
  label: 'Create item',
  repeat: 'key',
  view: viewBody,
  async send(client, payload, key, call) {
    const { body } = payload as { readonly body: Json };
    try {
      return itemResult(await client.write(kinds.item, body, requestIdOf(key), call));
    } catch (thrown) {
      // The same name with the same number is the same article, made by a lost answer or by somebody else just now.
      if (!isOneOf(thrown, 'quickbooks.duplicate_name', 'quickbooks.duplicate_request')) throw thrown;
      const named = await client.rows({ kind: kinds.item, where: [{ property: 'Name', is: String(body['Name'] ?? '') }] }, call);
      const same = named.find((item) => (item.Sku ?? '') === String(body['Sku'] ?? '') && item.Type === body['Type']);
      if (same) return { ...itemResult(same), adopted: true };
      throw thrown;
    }
  },
};

export const updateItem = makeUpdateEffect('updateItem', 'Update item', kinds.item, itemResult);
