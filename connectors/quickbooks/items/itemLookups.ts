import type { CallContext } from '#connectors/sdk/connector.ts';
import { byAge } from '../byAge.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import type { Item } from '../entities.ts';
import { inPieces, pieceSize } from '../query.ts';
import type { Questions } from '../questions.ts';
import { Recent } from '../recent.ts';
import { plainText } from '#shared/plainText.ts';

type Property = 'Sku' | 'Name';

/**
 * Items looked up in the company by their number or name, the latest answers remembered. A sale wants what can be sold now; with `everything`
 * inactive items and bundles are found as well, for whoever wants to know what is there. Categories stand in the same list and are never meant.
 */
export class ItemLookups {
  readonly #client: QuickBooksClient;
  readonly #everything: boolean;
  readonly #found: Readonly<Record<Property, Recent<string, readonly Item[]>>> = { Sku: new Recent(20_000), Name: new Recent(20_000) };

  constructor(client: QuickBooksClient, options: { readonly everything?: boolean } = {}) {
    this.#client = client;
    this.#everything = options.everything ?? false;
  }

  /** What to ask for these numbers or names, as far as it is not remembered. */
  ahead(property: Property, values: readonly string[]): Questions {
    const known = this.#found[property];
    const found = new Map<string, Item[]>(values.map(plainText).filter((value) => !known.has(value)).map((value) => [value, []]));
    return {
      asked: inPieces(found.keys(), pieceSize).map((piece) => ({
        rows: { kind: kinds.item, where: [{ property, in: piece }, ...this.#activity()] },
        keep: (rows) => this.#meant(rows as readonly Item[]).forEach((item) => found.get(plainText(item[property] ?? ''))?.push(item)),
      })),
      done: () => found.forEach((items, value) => known.set(value, items.toSorted(byAge))),
    };
  }

  /** Items with this SKU, oldest first. The service allows several. */
  bySku(sku: string, call: CallContext): Promise<readonly Item[]> {
    return this.#with('Sku', sku, call);
  }

  /** Items of this name, oldest first: one in each category at most. */
  byName(name: string, call: CallContext): Promise<readonly Item[]> {
    return this.#with('Name', name, call);
  }

  /** The item with this id, read anew; null when it is gone. */
  async byId(id: string, call: CallContext): Promise<Item | null> {
    return this.#client.read(kinds.item, id, call);
  }

  /** Takes over what a write made of an item, so that the next record sees it. */
  keep(item: Item): void {
    for (const property of ['Sku', 'Name'] as const) {
      const value = plainText(item[property] ?? '');
      const before = this.#found[property].get(value);
      if (before) this.#found[property].set(value, [...before.filter((other) => other.Id !== item.Id), item].sort(byAge));
    }
  }

  /** After a refusal: the next question goes to the service. */
  forget(sku: string): void {
    this.#found.Sku.delete(plainText(sku));
  }

  async #with(property: Property, value: string, call: CallContext): Promise<readonly Item[]> {
    const known = this.#found[property].get(plainText(value));
    if (known) return known;
    const rows = await this.#client.rows({ kind: kinds.item, where: [{ property, is: value }, ...this.#activity()] }, call);
    const items = this.#meant(rows).toSorted(byAge);
    this.#found[property].set(plainText(value), items);
    return items;
  }

  #activity() {
    return this.#everything ? [{ property: 'Active', in: [true, false] }] : [];
  }

  #meant(items: readonly Item[]): readonly Item[] {
    return items.filter((item) => item.Type !== 'Category' && (this.#everything || item.Type !== 'Group'));
  }
}
