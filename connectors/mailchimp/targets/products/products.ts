import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, RecordContext } from '#connectors/sdk/connector.ts';
import { readProduct } from '#connectors/sdk/readProduct.ts';
import type { Product } from '#shared/entities/product.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { MailchimpClient } from '../../client.ts';
import { textOf } from '../../pages.ts';
import { variantKey } from '../../streams/orderRecord.ts';
import { productOnly } from '../../streams/versions.ts';
import { versionOf } from '../../version.ts';
import { idOf, makeCatalogue, variantsOf } from '../store/catalogue.ts';
import type { Catalogue, Place } from '../store/catalogue.ts';
import { findPlace, rememberPlace } from '../store/places.ts';
import { createStore, openStore } from '../store/storeInHand.ts';
import type { StoreInHand } from '../store/storeInHand.ts';
import { productEffects } from './effects.ts';
import { productFields } from './settings.ts';
import type { ProductSettings } from './settings.ts';
import { productFieldsOf, productIdOf, saysTheSame, sent, skuOf, variantFieldsOf, variantIdOf } from './wanted.ts';
import type { WantedField } from './wanted.ts';

type Context = RecordContext<MailchimpClient>;

interface Session {
  readonly settings: ProductSettings;
  readonly store: StoreInHand;
  readonly catalogue: Catalogue;
}

/** From so many records on the whole store is read at once instead of one product after the other. */
const manyRecords = 25;

/** Products of a source as products with variants of an e-commerce store. Nothing is ever deleted. */
export const products = defineTarget<MailchimpClient>({
  name: 'storeProducts',
  label: 'Store products',
  help: 'Adds products to an e-commerce store and keeps them up to date. Products of one parent become the variants of one product. Pictures are not sent.',
  entity: 'product',
  settings: productFields,
  asked: ['createStore', 'articleNumber', 'inactive', 'price'],
  effects: [createStore, ...productEffects],
  concurrency: 8,
  async open({ client, settings: given, ...call }) {
    const settings = withDefaults(productFields, given) as unknown as ProductSettings;
    const store = await openStore(client, settings, call);
    const session: Session = { settings, store, catalogue: makeCatalogue(client, store.id, !store.isThere) };
    return {
      async lookAhead(records, context) {
        if (records.length >= manyRecords) await session.catalogue.readAll(context);
      },
      // The first variant makes the product and the others find it.
      lane: (record) => textOf(record['parentId']).trim() || textOf(record['sourceId']).trim(),
      apply: (record, context) => applyProduct(record, session, context as Context),
    };
  },
});

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `mailchimp.${code}`, text, params });

async function applyProduct(record: SourceRecord, session: Session, context: Context): Promise<ApplyResult> {
  const { settings, store, catalogue } = session;
  const product = readProduct(record);
  const isInactive = product.active === false;
  if (isInactive && settings.inactive === 'skip') return { outcome: 'skipped', reason: say('inactive', 'The product is inactive; such products are left alone.') };
  const whole = productFieldsOf(product, settings);
  const own = variantFieldsOf(product, settings);
  const modeOf = modesOf(settings, context);
  const fingerprint = versionOf([...whole, ...own].map((field) => [field.name, field.value, modeOf(field)]), new Set());
  const ledger = { entity: `variant ${store.id}`, key: product.sourceId };

  const entry = await context.recall(ledger.entity, ledger.key);
  if (entry && entry.targetId !== 'dry-run' && entry.fingerprint === fingerprint) return { outcome: 'unchanged', reason: say('unchanged', 'Nothing changed since it was last written.'), target: { type: 'Product', id: entry.targetId, label: product.name } };

  await store.ensure(context);
  const place = await findPlace({ sku: skuOf(product, settings), ledger }, catalogue, context);
  const work: Work = { product, whole, own, modeOf, fingerprint, ledger, session, context };
  const result = place ? await update(place, work) : isInactive && settings.inactive === 'hide' ? null : settings.createNew ? await create(work) : null;
  if (result) return result;
  return { outcome: 'skipped', reason: isInactive ? say('inactive_not_there', 'The product is inactive and not in the store.') : say('not_in_store', 'The product is not in the store, and new ones are not added.') };
}

type ModeOf = (field: WantedField) => ReturnType<Context['writeMode']>;

/** The mapping's write mode of a field; with “update product information” off, texts are written when a product is new and never again. */
function modesOf(settings: ProductSettings, context: Context): ModeOf {
  return (field) => {
    const mode = context.writeMode(field.from);
    return field.describes && !settings.updateInformation && mode !== 'ifEmpty' ? 'create' : mode;
  };
}

interface Work {
  readonly product: Product;
  readonly whole: readonly WantedField[];
  readonly own: readonly WantedField[];
  readonly modeOf: ModeOf;
  readonly fingerprint: string;
  readonly ledger: { readonly entity: string; readonly key: string };
  readonly session: Session;
  readonly context: Context;
}

/** What the service demands of something new, whatever the write mode says. */
const isDemanded = (field: WantedField) => field.name === 'title';
const bodyOf = (fields: readonly WantedField[]): Readonly<Record<string, Value>> => Object.fromEntries(fields.map((field) => [field.name, sent(field)]));
const forNew = (fields: readonly WantedField[], modeOf: ModeOf) => fields.filter((field) => isDemanded(field) || modeOf(field) !== 'update');

/** Fields that differ and may be written to something that is there. */
const changed = (fields: readonly WantedField[], current: SourceRecord, modeOf: ModeOf) =>
  fields.filter((field) => {
    const mode = modeOf(field);
    return mode !== 'create' && !saysTheSame(field, current) && (mode !== 'ifEmpty' || textOf(current[field.name]).trim() === '');
  });

async function create({ product, whole, own, modeOf, fingerprint, ledger, session: { store, catalogue }, context }: Work): Promise<ApplyResult> {
  const group = product.parentId ? { entity: `productGroup ${store.id}`, key: product.parentId } : null;
  // Siblings may have been found in a product somebody else made; new ones join them there.
  const known = group && (await context.recall(group.entity, group.key));
  const productId = known && known.targetId !== 'dry-run' && (await catalogue.product(known.targetId, context)) ? known.targetId : productIdOf(product);
  const variantId = variantIdOf(product);
  const variant = { id: variantId, ...bodyOf(forNew(own, modeOf)) };
  const there = await catalogue.product(productId, context);
  const address = { store: store.id, product: productId, variant: variantId };
  if (!there) {
    const body = { id: productId, ...bodyOf(forNew(whole, modeOf)), variants: [variant] };
    await context.effect('createProduct', { ...address, body }, { ledger: { ...ledger, fingerprint } });
    catalogue.keep(asRead(body));
    // The service adds fields of its own; a sibling has to know them to tell its version.
    if (group && !context.dryRun) catalogue.forget(productId);
  } else {
    await context.effect('createVariant', { ...address, body: variant, of: productOnly(there) }, { ledger: { ...ledger, fingerprint } });
    catalogue.keep({ ...there, variants: [...variantsOf(there), asRead(variant)] });
  }
  await rememberPlace({ store: store.id, sku: product.sku ?? '', product: productId, variant: variantId, ...(group && { group }) }, context);
  const reason = there ? say('variant_added', `Added as a variant of ${textOf(there['title'])}.`, { product: textOf(there['title']) }) : say('product_added', 'Added to the store.');
  return done('created', reason, { product: productId, variant: variantId, label: product.name });
}

/** As it would be read: every number as text. */
const asRead = (body: SourceRecord): SourceRecord => JSON.parse(JSON.stringify(body), (_key, value: unknown) => (typeof value === 'number' ? String(value) : value)) as SourceRecord;

async function update({ product: there, variant }: Place, { product, whole, own, modeOf, fingerprint, ledger, session: { store, catalogue }, context }: Work): Promise<ApplyResult> {
  const address = { store: store.id, product: idOf(there), variant: idOf(variant) };
  context.note(say('product_found', `In the store already, as ${textOf(there['title'])}.`, { product: textOf(there['title']) }));
  // Variants of one product share its texts. Only the first one keeps them, or they would write over each other in turn.
  const leads = idOf(variantsOf(there)[0] ?? {}) === address.variant;
  const texts = leads ? changed(whole, there, modeOf) : [];
  const fields = changed(own, variant, modeOf);
  // In this order, so that the last answer tells the version of both.
  if (texts.length > 0) {
    await context.effect('updateProduct', { ...address, body: bodyOf(texts) }, { current: there, ...(fields.length === 0 && { ledger: { ...ledger, fingerprint } }) });
    catalogue.keep({ ...there, ...asRead(bodyOf(texts)) });
  }
  if (fields.length > 0) {
    const now = (await catalogue.product(address.product, context)) ?? there;
    await context.effect('updateVariant', { ...address, body: bodyOf(fields), of: productOnly(now) }, { ledger: { ...ledger, fingerprint }, current: variant });
    catalogue.keep({ ...now, variants: variantsOf(now).map((one) => (idOf(one) === address.variant ? { ...one, ...asRead(bodyOf(fields)) } : one)) });
  }
  const names = [...texts, ...fields].map((field) => field.name);
  if (names.length === 0 && !context.dryRun) await context.adopt(ledger.entity, ledger.key, { targetType: 'Product', targetId: variantKey(address.product, address.variant), fingerprint });
  await rememberPlace({ store: store.id, sku: product.sku ?? '', product: address.product, variant: address.variant, ...(product.parentId && { group: { entity: `productGroup ${store.id}`, key: product.parentId } }) }, context);
  const target = { product: address.product, variant: address.variant, label: product.name };
  if (names.length === 0) return done('unchanged', say('same_product', 'The store says the same already.'), target);
  context.note(say('fields_changed', `Changed ${names.join(', ')}.`, { fields: names.join(', ') }));
  return done('updated', say('product_updated', 'Updated the product.'), target);
}

function done(outcome: ApplyResult['outcome'], reason: Reason, { product, variant, label }: { readonly product: string; readonly variant: string; readonly label: string }): ApplyResult {
  return { outcome, reason, target: { type: 'Product', id: variantKey(product, variant), label } };
}
