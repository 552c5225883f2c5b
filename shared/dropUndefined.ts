type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** A filter as it came over the border, without what was left open: absent and `undefined` are not the same to what it is handed to. */
export function dropUndefined<T extends object>(filter: T): Defined<T> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Defined<T>;
}
