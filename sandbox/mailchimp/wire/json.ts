/** A value as it stands in a request or an answer. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A resource or a part of one. Never changed once made: an update makes a new one. */
export interface JsonObject {
  readonly [property: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of a property, empty texts included; undefined when it is absent or no text. */
export function textAt(object: JsonObject | undefined, property: string): string | undefined {
  const value = object?.[property];
  return typeof value === 'string' ? value : undefined;
}

export function objectAt(object: JsonObject | undefined, property: string): JsonObject | undefined {
  const value = object?.[property];
  return isObject(value) ? value : undefined;
}

export function objectsAt(object: JsonObject | undefined, property: string): readonly JsonObject[] {
  const value = object?.[property];
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

/** Only the named properties, and only those that are there. */
export function pick(object: JsonObject, properties: readonly string[]): JsonObject {
  return Object.fromEntries(properties.filter((property) => object[property] !== undefined).map((property) => [property, object[property]]));
}
