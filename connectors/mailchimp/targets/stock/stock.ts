import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, EffectDefinition, RecordContext } from '#connectors/sdk/connector.ts';
import { readStock } from '#connectors/sdk/readStock.ts';
import { stockQuantity } from '#connectors/sdk/stockQuantity.ts';
import { stockDimensions, stockTotals } from '#connectors/sdk/totals.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare, isDecimal } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { MailchimpClient } from '../../client.ts';
import { nested, textOf } from '../../pages.ts';
import { variantKey } from '../../streams/orderRecord.ts';
import { storePath } from '../../streams/storeScan.ts';
import { wholeNumber } from '../products/wanted.ts';
import { idOf, makeCatalogue, variantsOf } from '../store/catalogue.ts';
import type { Catalogue, Place } from '../store/catalogue.ts';
import { findPlace, placeAt, placeOfSku, skuLedger } from '../store/places.ts';
import { openStore } from '../store/storeInHand.ts';
import type { StoreInHand } from '../store/storeInHand.ts';
import { stockFields } from './settings.ts';
import type { StockSettings } from './settings.ts';

type Context = RecordContext<MailchimpClient>;

interface Session {
  readonly settings: StockSettings & Settings;
  readonly store: StoreInHand;
  readonly catalogue: Catalogue;
}

/** From so many records on the whole store is read at once instead of one product after the other. */
const manyRecords = 25;

/** Writes over what the variant had, so that it may be sent again. There is no call that adds or takes off. */
const setStock: EffectDefinition<MailchimpClient> = {
  name: 'setStock',
  label: 'Set stock',
  repeat: 'key',
  view: (payload) => ({ thing: `Variant ${textOf(nested(payload)['variant'])}`, fields: { inventory_quantity: textOf(nested(payload)['quantity']) } }),
  async send(client, payload, _key, call) {
    const { store, product, variant, quantity } = nested(payload);
    const path = storePath(textOf(store), 'products', textOf(product), 'variants', textOf(variant));
    const answer = await client.write('PATCH', path, { inventory_quantity: Number(quantity) }, {}, call);
    return { type: 'Stock', id: variantKey(textOf(product), textOf(variant)), version: textOf(answer['inventory_quantity']), label: textOf(answer['sku']) || textOf(variant) };
  },
};

/** How many there are of each variant of an e-commerce store. */
export const stock = defineTarget<MailchimpClient>({
  name: 'storeStock',
  label: 'Store stock',
  help: 'Sets how many there are of each product of an e-commerce store, in whole numbers and only when it differs.',
  entity: 'stock',
  settings: stockFields,
  asked: ['stockFormula', 'safetyStock', 'onUnknown'],
  effects: [setStock],
  addsUp: stockDimensions,
  concurrency: 8,
  async open({ client, settings: given, ...call }) {
    const settings = withDefaults(stockFields, given) as unknown as StockSettings & Settings;
    const store = await openStore(client, { store: settings.store ?? '', createStore: false, storeAudience: '', storeCurrency: '' }, call);
    const session: Session = { settings, store, catalogue: makeCatalogue(client, store.id, false) };
    return {
      async lookAhead(records, context) {
        if (records.length >= manyRecords) await session.catalogue.readAll(context);
      },
      lane: (record) => textOf(record['sku']).trim() || textOf(record['sourceId']),
      apply: (record, context) => applyStock(record, session, context as Context),
    };
  },
});

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `mailchimp.${code}`, text, params });

async function applyStock(record: SourceRecord, session: Session, context: Context): Promise<ApplyResult> {
  const { settings, store } = session;
  const read = readStock(record);
  const sku = read.sku || read.sourceId;
  if (read.isStocked === false && settings.managed === 'leave') return { outcome: 'skipped', reason: say('not_stocked', 'The article is not kept in stock.') };
  const isAlways = settings.managed === 'off' || (settings.managed === 'on' && read.isStocked === false);
  const quantity = isAlways ? String(settings.alwaysAvailable) : wholeNumber(stockQuantity(read, settings, true));
  const ledger = { entity: `stock ${store.id}`, key: read.sourceId };

  const entry = await context.recall(ledger.entity, ledger.key);
  if (entry && entry.targetId !== 'dry-run' && entry.fingerprint === quantity) return done('unchanged', say('stock_sent', `${quantity} is what was sent last.`, { quantity }), entry.targetId);

  const place = await placeOf(sku, ledger, session, context);
  if (!place) return unknown(sku, settings);
  const address = { store: store.id, product: idOf(place.product), variant: idOf(place.variant) };
  const id = variantKey(address.product, address.variant);
  const there = textOf(place.variant['inventory_quantity']) || '0';
  if (isDecimal(there) && compare(there, quantity) === 0) {
    if (!context.dryRun) await context.adopt(ledger.entity, ledger.key, { targetType: 'Stock', targetId: id, fingerprint: quantity });
    return done('unchanged', say('stock_same', `The store says ${quantity} already.`, { quantity }), id);
  }
  await context.effect('setStock', { ...address, quantity }, { ledger: { ...ledger, fingerprint: quantity }, current: { inventory_quantity: there }, totals: stockTotals(store.name, { from: there, to: quantity }) });
  session.catalogue.keep({ ...place.product, variants: variantsOf(place.product).map((one) => (idOf(one) === address.variant ? { ...one, inventory_quantity: quantity } : one)) });
  return done('updated', say('stock_set', `Set from ${there} to ${quantity}.`, { from: there, quantity }), id);
}

/** Where the article stands: as found before, as a flow of products left it, or else by its article number. */
async function placeOf(sku: string, ledger: { readonly entity: string; readonly key: string }, { store, catalogue }: Session, context: Context): Promise<Place | null> {
  const own = await findPlace({ sku: '', ledger }, catalogue, context);
  if (own) return own;
  const left = skuLedger(store.id, sku);
  const entry = await context.recall(left.entity, left.key);
  const known = entry && (await placeAt(entry.targetId, catalogue, context));
  return known ?? placeOfSku(sku, catalogue, context);
}

function unknown(sku: string, settings: StockSettings): ApplyResult {
  const what = `The article ${sku} is not in the store.`;
  if (settings.onUnknown === 'problem') throw new FluxoError({ code: 'mailchimp.sku_unknown', kind: 'data', what, where: { field: 'sku' }, params: { sku }, fix: 'Send the product first, or let articles that are not in the store be skipped.' });
  return { outcome: 'skipped', reason: say('sku_unknown', what, { sku }) };
}

const done = (outcome: ApplyResult['outcome'], reason: Reason, id: string): ApplyResult => ({ outcome, reason, target: { type: 'Stock', id } });
