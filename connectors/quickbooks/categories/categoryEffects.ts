import type { EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import type { Value } from '#shared/records/story.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import type { Item } from '../entities.ts';
import { isOneOf } from '../isOneOf.ts';
import { requestIdOf } from '../requestId.ts';
import { makeUpdateEffect } from '../updateEffect.ts';
import { viewBody } from '../viewBody.ts';

const categoryResult = (item: Item): EffectResult => ({ type: 'Category', id: item.Id, ...(item.SyncToken !== undefined && { version: item.SyncToken }), label: item.FullyQualifiedName ?? item.Name });

/** Makes a category. Payload: `body`. */
export const createCategory: EffectDefinition<QuickBooksClient> = {
  name: 'createCategory',
  label: 'Create category',
  repeat: 'key',
  view: viewBody,
  async send(client, payload, key, call) {
    const { body } = payload as { readonly body: { readonly Name: string; readonly ParentRef?: { readonly value: string }; readonly [key: string]: Value } };
    try {
      return categoryResult(await client.write(kinds.item, body, requestIdOf(key), call));
    } catch (thrown) {
      // A category of the same name in the same place is the same one, made by a lost answer or by somebody else just now.
      if (!isOneOf(thrown, 'quickbooks.duplicate_name', 'quickbooks.duplicate_request')) throw thrown;
      const named = await client.rows({ kind: kinds.item, where: [{ property: 'Name', is: body.Name }, { property: 'Type', is: 'Category' }] }, call);
      const same = named.find((category) => category.ParentRef?.value === body.ParentRef?.value);
      if (same) return { ...categoryResult(same), adopted: true };
      throw thrown;
    }
  },
};

/** Renames a category or moves it; everything in it goes along. */
export const updateCategory = makeUpdateEffect('updateCategory', 'Rename or move category', kinds.item, categoryResult);
