import type { Catalog } from '#shared/catalog/catalog.ts';

const named = new WeakMap<Catalog, Map<string, Catalog>>();

/**
 * The catalog with the connectors called as the reader calls them: a service keeps its own name, a kind of place ("Files") has a word in every language.
 * The same object for the same catalog and language, since many compare catalogs by identity.
 */
export function withServiceNames(catalog: Catalog, language: string, nameOf: (connector: string, label: string) => string): Catalog {
  const known = named.get(catalog) ?? new Map<string, Catalog>();
  named.set(catalog, known);
  const before = known.get(language);
  if (before) return before;
  const made: Catalog = { ...catalog, connectors: catalog.connectors.map((connector) => ({ ...connector, label: nameOf(connector.name, connector.label) })) };
  known.set(language, made);
  return made;
}
