import type { RecordContext } from '#connectors/sdk/connector.ts';
import { categoryNames } from '#shared/entities/category.ts';
import type { Product } from '#shared/entities/product.ts';
import { findCategory, findOrMakeCategory } from '../../categories/findOrMake.ts';
import { placesOf } from '../../categories/places.ts';
import type { QuickBooksClient } from '../../client.ts';
import type { Item } from '../../entities.ts';
import { isVariant } from './itemName.ts';
import type { Session } from './session.ts';

type Context = RecordContext<QuickBooksClient>;

/**
 * The category an item belongs in: that of its product, and below it one of the parent's name for a variant. Null when it has none, or none may be made.
 * A category told by its id in the source is the one its own flow made.
 */
export async function categoryOf(product: Product, { settings, categories }: Session, context: Context): Promise<Item | null> {
  const told = product.category ?? '';
  const wantsParent = settings.variants === 'category' && isVariant(product) && (product.parentName ?? '') !== '';
  if (!categories) {
    if (settings.categories !== 'off' && (told !== '' || wantsParent)) context.note({ code: 'quickbooks.categories_off', text: 'The company has no categories; the item stands without one.', params: {} });
    return null;
  }
  const entry = told === '' ? null : await context.recall('category', told);
  const known = entry && categories.tree.byId(entry.targetId);
  const names = placesOf([...(known ? categories.tree.path(known.Id) : categoryNames(told)), ...(wantsParent ? [product.parentName!] : [])]);
  if (names.length === 0) return null;
  if (settings.categories === 'create') return findOrMakeCategory(names, categories, context);
  const found = findCategory(names, categories.tree) ?? (wantsParent ? findCategory(names.slice(0, -1), categories.tree) : null);
  if (!found) context.note({ code: 'quickbooks.category_missing', text: `The category ${names.join(' > ')} is not in QuickBooks; the item stands without one.`, params: { name: names.join(' > ') } });
  return found;
}
