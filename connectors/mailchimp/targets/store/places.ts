import type { RecordContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { MailchimpClient } from '../../client.ts';
import { variantKey } from '../../streams/orderRecord.ts';
import type { Catalogue, Place } from './catalogue.ts';

type Context = RecordContext<MailchimpClient>;

/** How a variant may be known. */
export interface Sought {
  /** Article number in MailChimp; empty when there is none. */
  readonly sku: string;
  /** Where the ledger has what this record became. */
  readonly ledger: { readonly entity: string; readonly key: string };
}

/**
 * The variant something belongs to: the one it came from, else the one it became before, else the one with its article number; null when there is none. Throws `data` when several
 * have that number.
 */
export async function findPlace({ sku, ledger }: Sought, catalogue: Catalogue, context: Context): Promise<Place | null> {
  for (const key of context.twin?.keys ?? []) {
    const origin = await placeAt(key, catalogue, context);
    if (origin) return origin;
  }
  const entry = await context.recall(ledger.entity, ledger.key);
  if (entry && entry.targetId !== 'dry-run') {
    const place = await placeAt(entry.targetId, catalogue, context);
    if (place) return place;
    await context.forget(ledger.entity, ledger.key);
  }
  return sku === '' ? null : placeOfSku(sku, catalogue, context);
}

/** The only variant with an article number. Throws `data` when there are several. */
export async function placeOfSku(sku: string, catalogue: Catalogue, context: Context): Promise<Place | null> {
  const found = await catalogue.bySku(sku, context);
  if (found.length > 1) throw new FluxoError({ code: 'mailchimp.several_variants', kind: 'data', what: `${found.length} variants of the store have the SKU ${sku}.`, where: { field: 'sku' }, params: { sku, count: String(found.length) }, fix: 'Give each its own SKU in MailChimp; Fluxo does not guess which one is meant.' });
  return found[0] ?? null;
}

/** The variant of a key as streams and the ledger have it. */
export async function placeAt(key: string, catalogue: Catalogue, context: Context): Promise<Place | null> {
  const [product, variant] = key.split('/').map(decoded);
  return product === undefined || variant === undefined ? null : catalogue.variant(product, variant, context);
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
};

interface Remembered {
  readonly store: string;
  readonly sku: string;
  readonly product: string;
  readonly variant: string;
  /** Ledger place of the parent whose variants stand together. */
  readonly group?: { readonly entity: string; readonly key: string };
}

/** Where a source's article number is found in a store. Orders and stock name articles by nothing else. */
export const skuLedger = (store: string, sku: string) => ({ entity: `variantOfSku ${store}`, key: sku });

/** Keeps for orders, stock and siblings where the article stands. */
export async function rememberPlace({ store, sku, product, variant, group }: Remembered, context: Context): Promise<void> {
  if (context.dryRun) return;
  const targetId = variantKey(product, variant);
  const places = [...(sku === '' ? [] : [{ ...skuLedger(store, sku), targetType: 'ProductPlace', targetId }]), ...(group ? [{ ...group, targetType: 'ProductGroup', targetId: product }] : [])];
  for (const { entity, key, ...entry } of places) if ((await context.recall(entity, key))?.targetId !== entry.targetId) await context.adopt(entity, key, entry);
}
