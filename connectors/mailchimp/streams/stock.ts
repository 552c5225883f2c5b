import { defineStream } from '#connectors/sdk/connector.ts';
import type { MailchimpClient } from '../client.ts';
import { stockMapping } from '../defaultMappings/stock.ts';
import { textOf } from '../pages.ts';
import { products } from './products.ts';
import { storeSettings } from './storeScan.ts';

/** How many there are of each variant, as the store was told last. */
export const stock = defineStream<MailchimpClient>({
  name: 'stock',
  label: 'Stock of a store',
  help: 'How many there are of each variant of an e-commerce store, read anew each time; a variant counts as changed when its quantity did.',
  entity: 'stock',
  settings: storeSettings,
  fields: products.fields,
  defaultMapping: stockMapping,
  key: (variant) => textOf(variant['key']),
  version: (variant) => textOf(variant['inventory_quantity']),
  type: () => 'Stock',
  describe(variant) {
    const sku = textOf(variant['sku']);
    return { title: textOf(variant['name']) || textOf(variant['id']), ...(sku !== '' && { subtitle: sku }), amount: textOf(variant['inventory_quantity']) };
  },
  // What a variant is stands with what it says it has.
  read: products.read,
  readOne: (context, key) => products.readOne!(context, key),
});
