export type Stamped<T> = T & { readonly syncMarker: number };

/** What one kind of the till's things is kept in, with the sync markers of that kind. */
export interface Collection<K, T extends object> {
  get(key: K): Stamped<T> | undefined;
  /** Adds or replaces; the item gets the next marker of this kind. Items are never changed in place. */
  put(key: K, item: T): Stamped<T>;
  /** In the order of the markers. */
  all(): Iterable<Stamped<T>>;
  /**
   * Those that pass `keep` and, when a bound is told, have at least that marker: the lowest ones first, as many as
   * `limit` allows. An item may count for more than one; the first is given however much it counts.
   */
  page(options: { readonly from?: number | undefined; readonly limit?: number | undefined; keep?(item: Stamped<T>): boolean; countOf?(item: T): number }): Stamped<T>[];
  /** The highest marker given out so far, 0 before the first. */
  marker(): number;
}

export function makeCollection<K, T extends object>(): Collection<K, T> {
  // A changed item moves to the end, so that walking the map is walking the markers.
  const items = new Map<K, Stamped<T>>();
  let marker = 0;
  return {
    get: (key) => items.get(key),
    put(key, item) {
      marker += 1;
      const stamped = { ...item, syncMarker: marker };
      items.delete(key);
      items.set(key, stamped);
      return stamped;
    },
    all: () => items.values(),
    page({ from, limit, keep, countOf }) {
      const page: Stamped<T>[] = [];
      // Without a bound there are no pages: the limit only means something together with a marker.
      const most = from === undefined ? Infinity : (limit ?? Infinity);
      let count = 0;
      for (const item of items.values()) {
        if (from !== undefined && item.syncMarker < from) continue;
        if (keep && !keep(item)) continue;
        count += countOf?.(item) ?? 1;
        if (count > most && page.length > 0) break;
        page.push(item);
        if (count >= most) break;
      }
      return page;
    },
    marker: () => marker,
  };
}
