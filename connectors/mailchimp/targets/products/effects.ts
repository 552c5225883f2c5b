import type { EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { MailchimpClient } from '../../client.ts';
import { nested, textOf } from '../../pages.ts';
import { variantKey } from '../../streams/orderRecord.ts';
import { storePath } from '../../streams/storeScan.ts';
import { variantVersion } from '../../streams/versions.ts';
import { idOf, variantsOf } from '../store/catalogue.ts';

type Effect = EffectDefinition<MailchimpClient>;

const part = (payload: Value, name: string): string => textOf(nested(payload)[name]);
const productPath = (payload: Value, ...rest: readonly string[]) => storePath(part(payload, 'store'), 'products', part(payload, 'product'), ...rest);
const body = (payload: Value): Value => nested(payload)['body']!;

/** Of what was written as the stream of products names it: the variant, whichever part of it or of its product changed. */
function resultOf(payload: Value, version: string | undefined, label: string): EffectResult {
  return { type: 'Product', id: variantKey(part(payload, 'product'), part(payload, 'variant')), ...(version !== undefined && { version }), ...(label !== '' && { label }) };
}

function productResult(product: SourceRecord, payload: Value): EffectResult {
  const variant = variantsOf(product).find((candidate) => idOf(candidate) === part(payload, 'variant'));
  return resultOf(payload, variant && variantVersion(variant, product), textOf(product['title']));
}

/** `of` is what the product says, as it was read; without it nobody can tell the version. */
function variantResult(variant: SourceRecord, payload: Value): EffectResult {
  const product = nested(payload)['of'];
  return resultOf(payload, product === undefined || product === null ? undefined : variantVersion(variant, nested(product)), textOf(variant['title']));
}

/** Makes a product with its first variant. Its id is ours, so that sending it again writes the same once more. */
const createProduct: Effect = {
  name: 'createProduct',
  label: 'Make product',
  repeat: 'key',
  view: (payload) => ({ fields: body(payload) }),
  send: async (client, payload, _key, call) => productResult(await client.write('PUT', productPath(payload), body(payload), {}, call), payload),
};

/** What the product says about itself. Its variants are not named: the contract gives them no id there. */
const updateProduct: Effect = {
  name: 'updateProduct',
  label: 'Change product',
  repeat: 'key',
  view: (payload) => ({ thing: `Product ${part(payload, 'product')}`, fields: body(payload) }),
  send: async (client, payload, _key, call) => productResult(await client.write('PATCH', productPath(payload), body(payload), {}, call), payload),
};

const createVariant: Effect = {
  name: 'createVariant',
  label: 'Add variant',
  repeat: 'key',
  view: (payload) => ({ thing: `Product ${part(payload, 'product')}`, fields: body(payload) }),
  send: async (client, payload, _key, call) => variantResult(await client.write('PUT', productPath(payload, 'variants', part(payload, 'variant')), body(payload), {}, call), payload),
};

const updateVariant: Effect = {
  name: 'updateVariant',
  label: 'Change variant',
  repeat: 'key',
  view: (payload) => ({ thing: `Variant ${part(payload, 'variant')}`, fields: body(payload) }),
  send: async (client, payload, _key, call) => variantResult(await client.write('PATCH', productPath(payload, 'variants', part(payload, 'variant')), body(payload), {}, call), payload),
};

export { createProduct };
export const productEffects: readonly Effect[] = [createProduct, updateProduct, createVariant, updateVariant];
