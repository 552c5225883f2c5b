import { entities } from './entities/index.ts';
import { entityNames } from './entities/definition.ts';
import type { EntityDefinition, EntityName, Property } from './entities/definition.ts';
import { objectAt, referenceAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';

/** One record as it is answered, with its times as numbers for comparing. Times count in whole seconds, as the service shows them. */
export interface Row {
  readonly id: string;
  readonly json: JsonObject;
  readonly createdMs: number;
  readonly changedMs: number;
}

export interface Tombstone {
  readonly id: string;
  readonly changedMs: number;
}

export interface Table {
  readonly definition: EntityDefinition;
  get(id: string): Row | undefined;
  /** All rows, oldest id first. */
  rows(): Iterable<Row>;
  readonly size: number;
  /** Rows whose indexed property has this value, whatever its case. Throws when the property is not indexed. */
  find(property: string, value: string): readonly Row[];
  isIndexed(property: string): boolean;
  put(row: Row): void;
  remove(id: string, changedMs: number): void;
  readonly removed: readonly Tombstone[];
}

export interface Store {
  table(name: EntityName): Table;
  /** The next number of a sequence; entities of one sequence share their numbers. */
  nextId(sequence: string): string;
}

/** Every sequence starts elsewhere, so that the id of a tax code put where a rate belongs is not right by luck. */
const firstIds: Readonly<Record<string, number>> = { transactions: 1450, names: 58, items: 112, accounts: 35, taxCodes: 5, taxRates: 21, terms: 3, paymentMethods: 11, departments: 1, classes: 200000001, addresses: 90 };

/** Everything one company holds, in memory. */
export function makeStore(): Store {
  const tables = new Map(entityNames.map((name) => [name, makeTable(entities[name])]));
  const nextIds = new Map<string, number>();
  return {
    table: (name) => tables.get(name) as Table,
    nextId(sequence) {
      const id = nextIds.get(sequence) ?? firstIds[sequence] ?? 1;
      nextIds.set(sequence, id + 1);
      return String(id);
    },
  };
}

function makeTable(definition: EntityDefinition): Table {
  const rows = new Map<string, Row>();
  const removed: Tombstone[] = [];
  const indexes = new Map(definition.indexed.map((property) => [property, new Map<string, Map<string, Row>>()]));

  function unindex(row: Row): void {
    for (const [property, index] of indexes) {
      const key = indexKey(definition, row.json, property);
      const bucket = key === undefined ? undefined : index.get(key);
      if (key !== undefined && bucket?.delete(row.id) && bucket.size === 0) index.delete(key);
    }
  }

  return {
    definition,
    removed,
    get size() {
      return rows.size;
    },
    get: (id) => rows.get(id),
    rows: () => rows.values(),
    isIndexed: (property) => indexes.has(property),
    find(property, value) {
      const index = indexes.get(property);
      if (!index) throw new Error(`${definition.name}.${property} is not indexed`);
      return [...(index.get(value.toLowerCase())?.values() ?? [])];
    },
    put(row) {
      const previous = rows.get(row.id);
      if (previous) unindex(previous);
      rows.set(row.id, row);
      for (const [property, index] of indexes) {
        const key = indexKey(definition, row.json, property);
        if (key === undefined) continue;
        const bucket = index.get(key);
        if (bucket) bucket.set(row.id, row);
        else index.set(key, new Map([[row.id, row]]));
      }
    },
    remove(id, changedMs) {
      const row = rows.get(id);
      if (!row) return;
      unindex(row);
      rows.delete(id);
      removed.push({ id, changedMs });
    },
  };
}

function indexKey(definition: EntityDefinition, json: JsonObject, property: string): string | undefined {
  return comparableText(definition.properties[property], json, property)?.toLowerCase();
}

/** The text by which a property is compared: the id of a reference, the address of an e-mail, else the text itself. */
export function comparableText(kind: Property | undefined, json: JsonObject, property: string): string | undefined {
  if (kind?.is === 'reference') return referenceAt(json, property);
  if (kind?.is === 'object') return textAt(objectAt(json, property), 'Address');
  return textAt(json, property);
}
