import { defineStream } from '#connectors/sdk/connector.ts';
import type { CallContext } from '#connectors/sdk/connector.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MailchimpClient } from '../client.ts';
import { productMapping } from '../defaultMappings/products.ts';
import { everyRow, listOf, nested, textOf } from '../pages.ts';
import { declare } from './fields.ts';
import { variantKey } from './orderRecord.ts';
import { findInStores, scanStore, storePath, storeSettings, withoutLinks } from './storeScan.ts';
import { variantVersion } from './versions.ts';

/** A product's answer stops at this many variants; the rest has to be asked for. */
const mostEmbedded = 50;

/** One record per variant: each has its own price, SKU and stock. What the product says stands in `product`. */
async function variantRecords(client: MailchimpClient, store: string, product: SourceRecord, call: CallContext): Promise<readonly SourceRecord[]> {
  const { variants: embedded, images: _images, ...rest } = product;
  const id = textOf(product['id']);
  const variants = listOf(embedded).length < mostEmbedded ? listOf(embedded) : (await everyRow(client, { path: storePath(store, 'products', id, 'variants'), name: 'variants', identity: (row) => textOf(row['id']) }, call)).map(withoutLinks);
  return variants.map((variant) => {
    // A route of its own tells of each variant what the product knows already.
    const { store_id: _store, product_id: _product, ...own } = variant;
    return { ...own, key: variantKey(id, textOf(own['id'])), name: nameOf(product, variant), product: rest };
  });
}

function nameOf(product: SourceRecord, variant: SourceRecord): string {
  const [whole, part] = [textOf(product['title']).trim(), textOf(variant['title']).trim()];
  return part === '' || part.toLowerCase() === whole.toLowerCase() ? whole : part.toLowerCase().startsWith(whole.toLowerCase()) ? part : `${whole} ${part}`.trim();
}

const fields: readonly FieldInfo[] = [
  { path: 'key', label: 'Product and variant', type: 'text', help: 'Ids of product and variant; a variant’s own is only unique within its product.' },
  { path: 'name', label: 'Name', type: 'text', help: 'Title of the product, with that of the variant where it says more.' },
  ...declare('', 'text', 'id title url sku inventory_quantity image_url backorders visibility'),
  ...declare('', 'decimal', 'price'),
  ...declare('', 'datetime', 'created_at updated_at'),
  ...declare('', 'object', 'product'),
  ...declare('product.', 'text', 'id store_id title handle url description type vendor image_url currency_code'),
  ...declare('product.', 'datetime', 'published_at_foreign'),
];

export const products = defineStream<MailchimpClient>({
  name: 'products',
  label: 'Products of a store',
  help: 'All variants of all products of an e-commerce store, read anew each time; changes are noticed by comparing.',
  entity: 'product',
  settings: storeSettings,
  fields,
  defaultMapping: productMapping,
  key: (variant) => textOf(variant['key']),
  version: (variant) => variantVersion(variant, nested(variant['product'])),
  type: () => 'Product',
  describe(variant) {
    const price = textOf(variant['price']);
    const sku = textOf(variant['sku']);
    return { title: textOf(variant['name']) || textOf(variant['id']), ...(sku !== '' && { subtitle: sku }), ...(price !== '' && { amount: `${price} ${textOf(nested(variant['product'])['currency_code'])}`.trim() }) };
  },

  read: (context) =>
    scanStore(context, {
      name: 'products',
      records: async (rows, store) => (await Promise.all(rows.map((row) => variantRecords(context.client, store, withoutLinks(row), context)))).flat(),
    }),

  async readOne(context, key) {
    // A product that comes in one variant only often has the same id twice.
    const [product = '', variant = product] = key.trim().split('/').map(decoded);
    if (product === '') return null;
    const found = await findInStores(context, ['products', product], context);
    if (!found) return null;
    return (await variantRecords(context.client, found.store, found.row, context)).find((record) => record['key'] === variantKey(product, variant)) ?? null;
  },
});

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
