import type { JsonObject } from '#sandbox/server/json.ts';

export { isObject, objectAt, objectsAt } from '#sandbox/server/json.ts';
export type { Json, JsonObject } from '#sandbox/server/json.ts';

/** The text of a property, empty texts included; undefined when it is absent or no text. */
export function textAt(object: JsonObject | undefined, property: string): string | undefined {
  const value = object?.[property];
  return typeof value === 'string' ? value : undefined;
}

/** Only the named properties, and only those that are there. */
export function pick(object: JsonObject, properties: readonly string[]): JsonObject {
  return Object.fromEntries(properties.filter((property) => object[property] !== undefined).map((property) => [property, object[property]]));
}
