import type { CallContext } from '#connectors/sdk/connector.ts';
import { byAge } from '../byAge.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import type { Item } from '../entities.ts';

/**
 * The categories of a company, all of them (a shop has some hundred at most), each known by its id and by its name below its parent. They
 * stand in the service's list of items. Kept up to date with what a run makes.
 */
export class CategoryTree {
  readonly #byId = new Map<string, Item>();
  readonly #byPlace = new Map<string, string>();

  constructor(categories: readonly Item[]) {
    // Of two with one name the older counts.
    for (const category of categories.toSorted(byAge)) this.keep(category);
  }

  byId(id: string): Item | undefined {
    return this.#byId.get(id);
  }

  /** The category of this name below a parent; at the top without one. */
  below(parentId: string | undefined, name: string): Item | undefined {
    return this.#byId.get(this.#byPlace.get(placeKey(parentId, name)) ?? '');
  }

  /** Names from the top down. */
  path(id: string): readonly string[] {
    const names: string[] = [];
    for (let category = this.#byId.get(id); category && names.length < 10; category = this.#byId.get(category.ParentRef?.value ?? '')) names.unshift(category.Name);
    return names;
  }

  /** Takes over what a write made of a category. */
  keep(category: Item): void {
    const before = this.#byId.get(category.Id);
    if (before && this.#byPlace.get(placeKey(before.ParentRef?.value, before.Name)) === category.Id) this.#byPlace.delete(placeKey(before.ParentRef?.value, before.Name));
    this.#byId.set(category.Id, category);
    const key = placeKey(category.ParentRef?.value, category.Name);
    if (!this.#byPlace.has(key)) this.#byPlace.set(key, category.Id);
  }
}

/** Reads the whole tree. */
export async function readCategories(client: QuickBooksClient, call: CallContext): Promise<CategoryTree> {
  return new CategoryTree(await client.rows({ kind: kinds.item, where: [{ property: 'Type', is: 'Category' }] }, call));
}

const placeKey = (parentId: string | undefined, name: string) => `${parentId ?? ''}/${name.trim().toLowerCase()}`;
