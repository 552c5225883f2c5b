import type { RecordContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import { compact } from '../compact.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import type { Item } from '../entities.ts';
import { isOneOf } from '../isOneOf.ts';
import type { CategoryTree } from './categoryTree.ts';

type Context = RecordContext<QuickBooksClient>;

/** The categories of one run, and those being made right now, so that two records at once do not make the same one. */
export interface Categories {
  readonly tree: CategoryTree;
  readonly making: Map<string, Promise<Item>>;
}

/** The category at the end of these names; null when it is not there. */
export function findCategory(names: readonly string[], tree: CategoryTree): Item | null {
  let found: Item | undefined;
  for (const name of names) {
    found = tree.below(found?.Id, name);
    if (!found) return null;
  }
  return found ?? null;
}

/** The category at the end of these names; what is missing on the way to it is made, from the top down. Null for no names. */
export async function findOrMakeCategory(names: readonly string[], categories: Categories, context: Context): Promise<Item | null> {
  let parent: Item | undefined;
  for (const name of names) parent = categories.tree.below(parent?.Id, name) ?? (await makeCategory(name, parent, categories, context));
  return parent ?? null;
}

/** Makes one category; whoever wants the same one meanwhile waits for it. `ledger` remembers what record it is. */
export function makeCategory(name: string, parent: Item | undefined, categories: Categories, context: Context, ledger?: { readonly entity: string; readonly key: string }): Promise<Item> {
  const key = `${parent?.Id ?? ''}/${name.toLowerCase()}`;
  const begun = categories.making.get(key);
  // When it fails for the one that began, everybody tries for himself.
  if (begun) return begun.catch(() => makeCategory(name, parent, categories, context, ledger));
  const making = make(name, parent, categories, context, ledger).finally(() => categories.making.delete(key));
  categories.making.set(key, making);
  return making;
}

async function make(name: string, parent: Item | undefined, { tree }: Categories, context: Context, ledger: { readonly entity: string; readonly key: string } | undefined): Promise<Item> {
  const body = compact({ Name: name, Type: 'Category', SubItem: parent ? true : undefined, ParentRef: parent ? { value: parent.Id } : undefined });
  try {
    const made = await context.effect('createCategory', { body }, { slot: `${parent?.Id ?? ''}/${name}`, ...(ledger && { ledger }) });
    context.note({ code: 'quickbooks.category_created', text: `Created the category ${name}.`, params: { name } });
    const category = kinds.item.parse({ ...body, Id: made.id, SyncToken: made.version ?? '0' });
    if (!context.dryRun) tree.keep(category);
    return category;
  } catch (thrown) {
    if (!isOneOf(thrown, 'quickbooks.duplicate_name')) throw thrown;
    throw new FluxoError({ code: 'quickbooks.category_name_taken', kind: 'data', what: `The category “${name}” cannot be made: an item has this name in the same place.`, where: { field: 'category' }, params: { name }, fix: 'Rename the item in QuickBooks, or the category in the source.', refusedByService: true }, { cause: thrown });
  }
}
