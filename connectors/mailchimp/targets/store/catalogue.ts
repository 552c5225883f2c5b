import type { CallContext } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MailchimpClient } from '../../client.ts';
import { everyRow, listOf, pagesOf, textOf } from '../../pages.ts';
import { storePath, withoutLinks } from '../../streams/storeScan.ts';

/** A variant with the product it is in, both as the service keeps them. */
export interface Place {
  readonly product: SourceRecord;
  readonly variant: SourceRecord;
}

/** What a store offers, asked for as little as possible: one by one for a few records, all at once for many or for a search. */
export interface Catalogue {
  /** Reads the whole store; the service cannot be asked for a SKU. */
  readAll(call: CallContext): Promise<void>;
  /** A product with all its variants; null when the store has none with this id. */
  product(id: string, call: CallContext): Promise<SourceRecord | null>;
  /** A variant by its two ids. */
  variant(product: string, variant: string, call: CallContext): Promise<Place | null>;
  /** Variants with this article number. */
  bySku(sku: string, call: CallContext): Promise<readonly Place[]>;
  /** Takes in what was written. */
  keep(product: SourceRecord): void;
  /** Has a product read anew when it is asked for next; for one that was written and is not known as the service keeps it. */
  forget(id: string): void;
}

/** A product's answer stops at this many variants; the rest has to be asked for. */
const mostEmbedded = 50;
/** Products come with all their variants and texts, so a page is smaller than the service would give. */
const pageSize = 250;

export const idOf = (row: SourceRecord): string => textOf(row['id']);
export const variantsOf = (product: SourceRecord): readonly SourceRecord[] => listOf(product['variants']);

/** `isEmpty`: the store is about to be made, so there is nothing to ask for. */
export function makeCatalogue(client: MailchimpClient, store: string, isEmpty: boolean): Catalogue {
  const known = new Map<string, SourceRecord | null>();
  const places = new Map<string, Map<string, SourceRecord>>();
  const asked = new Map<string, Promise<SourceRecord | null>>();
  /** Written since they were read. */
  const stale = new Set<string>();
  let reading: Promise<void> | undefined;
  let hasAll = isEmpty;

  async function whole(product: SourceRecord, call: CallContext): Promise<SourceRecord> {
    const plain = withoutLinks(product);
    if (variantsOf(plain).length < mostEmbedded) return plain;
    const variants = await everyRow(client, { path: storePath(store, 'products', idOf(plain), 'variants'), name: 'variants', identity: idOf }, call);
    return { ...plain, variants: variants.map(withoutLinks).map(({ store_id: _store, product_id: _product, ...own }) => own) };
  }

  function keep(product: SourceRecord): void {
    const id = idOf(product);
    drop(id);
    known.set(id, product);
    for (const variant of variantsOf(product)) {
      const sku = textOf(variant['sku']).trim();
      if (sku !== '') places.set(sku, (places.get(sku) ?? new Map<string, SourceRecord>()).set(id, product));
    }
  }

  function drop(id: string): void {
    for (const variant of variantsOf(known.get(id) ?? {})) places.get(textOf(variant['sku']).trim())?.delete(id);
    known.delete(id);
  }

  async function readAll(call: CallContext): Promise<void> {
    const collection = { path: storePath(store, 'products'), name: 'products', identity: idOf };
    for await (const { rows } of pagesOf(client, collection, { pageSize }, call)) for (const row of rows) keep(await whole(row, call));
    hasAll = true;
  }

  async function ask(id: string, call: CallContext): Promise<SourceRecord | null> {
    const found = await client.find(storePath(store, 'products', id), { exclude_fields: '_links' }, call);
    if (!found) return null;
    const product = await whole(found, call);
    keep(product);
    return product;
  }

  const catalogue: Catalogue = {
    async readAll(call) {
      if (hasAll) return;
      reading ??= readAll(call).finally(() => (reading = undefined));
      return reading;
    },
    async product(id, call) {
      const there = known.get(id);
      if (there !== undefined) return there;
      if (hasAll && !stale.has(id)) return null;
      const under = asked.get(id) ?? ask(id, call).finally(() => asked.delete(id));
      asked.set(id, under);
      const found = await under;
      stale.delete(id);
      return found;
    },
    async variant(product, variant, call) {
      const found = await catalogue.product(product, call);
      const own = found && variantsOf(found).find((candidate) => idOf(candidate) === variant);
      return found && own ? { product: found, variant: own } : null;
    },
    async bySku(sku, call) {
      await catalogue.readAll(call);
      await Promise.all([...stale].map((id) => catalogue.product(id, call)));
      return [...(places.get(sku)?.values() ?? [])].flatMap((product) => variantsOf(product).filter((variant) => textOf(variant['sku']).trim() === sku).map((variant) => ({ product, variant })));
    },
    keep,
    forget(id) {
      drop(id);
      stale.add(id);
    },
  };
  return catalogue;
}
