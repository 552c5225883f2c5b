import type { EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import type { Value } from '#shared/records/story.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import type { Customer } from '../entities.ts';
import { isOneOf } from '../isOneOf.ts';
import { hasMarker } from '../marker.ts';
import { requestIdOf } from '../requestId.ts';
import { makeUpdateEffect } from '../updateEffect.ts';
import { viewBody } from '../viewBody.ts';

const customerResult = (customer: Customer): EffectResult => ({ type: 'Customer', id: customer.Id, ...(customer.SyncToken !== undefined && { version: customer.SyncToken }) });

/** Makes a customer. Payload: `body`, and the `marker` in its notes by which it is known again. */
export const createCustomer: EffectDefinition<QuickBooksClient> = {
  name: 'createCustomer',
  label: 'Create customer',
  repeat: 'key',
  view: viewBody,
  async send(client, payload, key, call) {
    const { body, marker } = payload as { readonly body: { readonly [key: string]: Value }; readonly marker: string };
    try {
      return customerResult(await client.write(kinds.customer, body, requestIdOf(key), call));
    } catch (thrown) {
      // The name may be taken by what a lost answer told of: then the customer carries our mark.
      if (!isOneOf(thrown, 'quickbooks.duplicate_name', 'quickbooks.duplicate_request')) throw thrown;
      const named = await client.rows({ kind: kinds.customer, where: [{ property: 'DisplayName', is: String(body['DisplayName'] ?? '') }] }, call);
      const own = named.find((customer) => hasMarker(customer.Notes, marker));
      if (own) return { ...customerResult(own), adopted: true };
      throw thrown;
    }
  },
};

export const updateCustomer = makeUpdateEffect('updateCustomer', 'Update customer', kinds.customer, customerResult);
