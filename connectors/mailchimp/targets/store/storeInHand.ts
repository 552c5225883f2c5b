import type { CallContext, EffectDefinition, RecordContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { findAudience, findStore } from '../../choose.ts';
import type { MailchimpClient } from '../../client.ts';
import { safeId } from '../../ids.ts';
import { nested, textOf } from '../../pages.ts';
import { storePath } from '../../streams/storeScan.ts';
import type { StoreSettings } from './settings.ts';

/** The store a target writes to in one run. */
export interface StoreInHand {
  readonly id: string;
  readonly name: string;
  /** ISO 4217; all amounts of the store are in it. */
  readonly currency: string;
  readonly audience: string;
  /** As it was when the run began. */
  readonly isSyncing: boolean;
  /** False for a store that `ensure` still has to make; it holds nothing. */
  readonly isThere: boolean;
  /** Makes the store if that is wanted and nobody did, once for all records. */
  ensure(context: RecordContext<MailchimpClient>): Promise<void>;
}

/** Looks up the store of the settings. Throws `setup` when it is not there and is not to be made. */
export async function openStore(client: MailchimpClient, settings: StoreSettings, call: CallContext): Promise<StoreInHand> {
  const found = await findStore(client, settings.store ?? '', call);
  if (found) return { id: textOf(found['id']), name: textOf(found['name']), currency: textOf(found['currency_code']), audience: textOf(found['list_id']), isSyncing: found['is_syncing'] === true, isThere: true, ensure: async () => undefined };
  if (!settings.createStore) throw new FluxoError({ code: 'mailchimp.store_gone', kind: 'setup', what: `The store “${settings.store}” is not in this MailChimp account.`, where: { field: 'store' }, params: { store: settings.store }, fix: 'Choose a store in the settings of the node, or let it be made.' });
  const audience = textOf((await findAudience(client, settings.storeAudience ?? '', call, 'storeAudience'))['id']);
  const currency = settings.storeCurrency.trim().toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) throw new FluxoError({ code: 'mailchimp.bad_currency', kind: 'setup', what: `“${settings.storeCurrency}” is no currency.`, where: { field: 'storeCurrency' }, params: { currency: settings.storeCurrency }, fix: 'Enter a code of three letters, such as EUR.' });
  const name = settings.store.trim();
  const body = { id: safeId(name), list_id: audience, name, currency_code: currency, platform: 'Fluxo' };
  return { id: body.id, name, currency, audience, isSyncing: false, isThere: false, ensure: onceFor(body) };
}

function onceFor(body: { readonly id: string; readonly name: string; readonly [field: string]: Value }): StoreInHand['ensure'] {
  let making: Promise<void> | undefined;
  const make = async (context: RecordContext<MailchimpClient>) => {
    try {
      const { adopted } = await context.effect('createStore', { body }, { ledger: { entity: 'store', key: body.id } });
      context.note({ code: 'mailchimp.store_made', text: adopted ? `The store ${body.name} is there by now.` : `Made the store ${body.name}.`, params: { store: body.name } });
    } catch (thrown) {
      // What the service has against a store has nothing to do with the record at hand.
      if (thrown instanceof FluxoError && thrown.kind === 'data') throw new FluxoError({ code: 'mailchimp.store_refused', kind: 'setup', what: `MailChimp did not let Fluxo make the store ${body.name}: ${thrown.data.params?.['detail'] ?? ''}`, where: { field: 'store' }, params: { store: body.name, detail: thrown.data.params?.['detail'] ?? '' }, fix: 'Make the store in another way and choose it, or correct the settings of the target.' }, { cause: thrown });
      throw thrown;
    }
  };
  return async function ensure(context): Promise<void> {
    if (!making) {
      making = make(context).catch((thrown: unknown) => {
        making = undefined;
        throw thrown;
      });
      return making;
    }
    // When it fails for the record that began, everybody tries for himself.
    return making.catch(() => ensure(context));
  };
}

/** Makes a store; one with the same id that is there already will do. */
export const createStore: EffectDefinition<MailchimpClient> = {
  name: 'createStore',
  label: 'Make store',
  repeat: 'lookup',
  async send(client, payload, _key, call) {
    return storeResult(await client.write('POST', '/ecommerce/stores', nested(payload)['body']!, {}, call), false);
  },
  async lookUp(client, payload, _key, call) {
    const found = await client.find(storePath(textOf(nested(nested(payload)['body'])['id'])), { fields: 'id,name' }, call);
    return found && storeResult(found, true);
  },
};

const storeResult = (store: SourceRecord, adopted: boolean) => ({ type: 'Store', id: textOf(store['id']), label: textOf(store['name']), ...(adopted && { adopted }) });
