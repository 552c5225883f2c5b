/** Names a formula never sees in a record: those that reach prototypes, and those JSONata keeps to itself. */
export const isHidden = (name: string): boolean => name === '__proto__' || name === 'constructor' || name === 'prototype' || name.startsWith('_jsonata_');

/** The names of an object's own fields that a formula may see. */
export const visibleKeys = (value: object): readonly string[] => Object.keys(value).filter((name) => !isHidden(name));

/** A record as JSONata gets it: a frozen copy that inherits nothing and holds plain data only. */
export function frozenCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint' ? undefined : value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy));
  const copy = Object.create(null) as Record<string, unknown>;
  for (const name of visibleKeys(value)) copy[name] = frozenCopy((value as Record<string, unknown>)[name]);
  return Object.freeze(copy);
}
