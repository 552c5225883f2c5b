import type { RecordContext } from '#connectors/sdk/connector.ts';
import type { Product } from '#shared/entities/product.ts';
import { FluxoError } from '#shared/errors.ts';
import type { QuickBooksClient } from '../../client.ts';
import type { Item } from '../../entities.ts';
import type { Session } from './session.ts';

type Context = RecordContext<QuickBooksClient>;

/** The number the product's item has, by the settings. Throws `data` when it has none and is to be found by it, or when the service would cut it. */
export function itemNumber(product: Product, { settings }: Session): string {
  const sku = ((settings.skuFrom === 'barcode' ? product.barcode : product.sku) ?? '').trim();
  if (sku === '' && settings.matchBy === 'sku') throw new FluxoError({ code: 'quickbooks.product_no_sku', kind: 'data', what: settings.skuFrom === 'barcode' ? 'The product has no barcode, by which items are known.' : 'The product has no SKU, by which items are known.', where: { field: settings.skuFrom }, params: { field: settings.skuFrom }, fix: 'Give it one in the source, or let products be found by name in the target’s settings.' });
  if (sku.length > 100) throw new FluxoError({ code: 'quickbooks.sku_too_long', kind: 'data', what: 'The SKU is longer than the 100 characters QuickBooks takes.', where: { field: settings.skuFrom }, params: { field: settings.skuFrom }, fix: 'Shorten it in the source; a cut number would be another product’s.' });
  return sku;
}

/**
 * The item that is this product: the one it became earlier, the one it was made from, or the one with its number or name. Null when there is none. Parks
 * the product (`data` error) when several have its number and the settings do not choose.
 */
export async function findItem(product: Product, keys: { readonly sku: string; readonly name: string }, session: Session, context: Context): Promise<Item | null> {
  const { matchBy } = session.settings;
  const byNumber = matchBy === 'name' || keys.sku === '' ? [] : await session.lookups.bySku(keys.sku, context);
  const entry = await context.recall('product', product.sourceId);
  const ids = [...(entry && entry.targetId !== 'dry-run' ? [entry.targetId] : []), ...(context.twin?.keys ?? [])];
  for (const id of ids) {
    // Mostly it is among those of its number, which were asked for with the whole page.
    const item = byNumber.find((hit) => hit.Id === id) ?? (/^\d+$/.test(id) ? await session.lookups.byId(id, context) : null);
    if (item && item.Type !== 'Category') {
      context.note({ code: 'quickbooks.item_known', text: `Item ${item.Id}, known from before.`, params: { id: item.Id } });
      return item;
    }
  }
  if (entry && entry.targetId !== 'dry-run') await context.forget('product', product.sourceId);
  if (byNumber.length > 0) return oneOf(byNumber, session);
  if (matchBy === 'sku') return null;
  const named = (await session.lookups.byName(keys.name, context)).filter((item) => matchBy === 'name' || (item.Sku ?? '') === '');
  return named.length > 0 ? oneOf(named, session) : null;
}

/** An inactive item only counts where no active one is meant. */
function oneOf(items: readonly Item[], { settings }: Session): Item {
  const active = items.filter((item) => item.Active !== false);
  const hits = active.length > 0 ? active : items;
  if (hits.length === 1 || settings.onSeveralItems === 'oldest') return hits[0]!;
  const ids = hits.map((item) => item.Id).join(', ');
  throw new FluxoError({ code: 'quickbooks.several_same_items', kind: 'data', what: `${hits.length} items in QuickBooks are this product: ${ids}.`, where: { field: 'sku' }, params: { count: String(hits.length), ids }, parkedOn: { setting: 'onSeveralItems', value: ids }, fix: 'Give each its own SKU in QuickBooks, or let the oldest be used in the target’s settings.' });
}
