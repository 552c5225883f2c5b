import type { EntityName, Properties, Property } from './entities/definition.ts';
import { entities } from './entities/index.ts';
import { faultLine, refuse } from './faults.ts';
import { isObject, textAt } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { Row, Store } from './store.ts';

const builtInNames: Readonly<Record<string, string>> = { SHIPPING_ITEM_ID: 'Shipping', GRATUITY_ITEM_ID: 'Gratuity' };

/**
 * Follows every reference in a checked body: a missing row answers 2500, an inactive one 610. The names in the result are
 * those of the rows, whatever the client sent.
 */
export function resolveReferences(store: Store, properties: Properties, body: JsonObject, path = ''): JsonObject {
  const resolved: Record<string, Json> = {};
  for (const [name, value] of Object.entries(body)) {
    const property = properties[name];
    const at = path === '' ? name : `${path}.${name}`;
    if (value !== undefined) resolved[name] = property && typeof value === 'object' ? resolveValue(store, property, value, at) : value;
  }
  return resolved;
}

function resolveValue(store: Store, property: Property, value: Json, path: string): Json {
  if (property.is === 'list' && Array.isArray(value)) return (value as readonly Json[]).map((entry) => resolveValue(store, property.of, entry, path));
  if (!isObject(value)) return value;
  if (property.is === 'object') return resolveReferences(store, property.properties, value, path);
  if (property.is !== 'reference') return value;
  const id = textAt(value, 'value') ?? '';
  if (!property.list) return value;
  if (property.also?.includes(id)) return { value: id, ...(builtInNames[id] !== undefined && { name: builtInNames[id] }) };
  const row = store.table(property.list).get(id) ?? refuse(faultLine.unknownReference(path, listLabel(property.list), id));
  if (row.json['Active'] === false) refuse(faultLine.inactive(path));
  return referenceTo(row);
}

const listLabel = (name: EntityName): string => (['Customer', 'Vendor', 'Employee'].includes(name) ? 'Names' : entities[name].label);

/** `{ value, name }` of a row, as it stands in answers. */
export function referenceTo(row: Row): JsonObject {
  const name = textAt(row.json, 'FullyQualifiedName') ?? textAt(row.json, 'DisplayName') ?? textAt(row.json, 'Name') ?? textAt(row.json, 'DocNumber');
  return { value: row.id, ...(name !== undefined && { name }) };
}
