import { parsePath, readPath } from '../mapping/path.ts';

/** `lines[].sku` as its list and the path in an item; `list` is null for a field of the record itself. */
export interface RulePath {
  readonly list: string | null;
  readonly inner: readonly string[];
}

/** Throws a `setup` error for a bad path, and for a list within a list. */
export function rulePath(path: string): RulePath {
  const at = path.indexOf('[].');
  return at < 0 ? { list: null, inner: parsePath(path) } : { list: path.slice(0, at), inner: parsePath(path.slice(at + 3)) };
}

/** Where a block looks: at the record, and at the item it is about when its field belongs to a list. */
export interface Scope {
  readonly record: unknown;
  readonly item?: unknown;
}

/** The items of a list, none where there is no list. */
export function itemsOf(record: unknown, list: string): readonly unknown[] {
  const found = readPath(record, parsePath(list));
  return Array.isArray(found) ? found : [];
}

/** Reads a path in a scope. A field of the block's own list comes from its item, one of another list from that list's first item. */
export function scopeReader(path: string, ownList: string | null): (scope: Scope) => unknown {
  const { list, inner } = rulePath(path);
  if (list === null) return ({ record }) => readPath(record, inner);
  if (list === ownList) return ({ item }) => readPath(item, inner);
  return ({ record }) => readPath(itemsOf(record, list)[0], inner);
}
