/** A value as it stands in a request or an answer. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An entity or a part of one. Never changed once made: an update makes a new one. */
export interface JsonObject {
  readonly [property: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of a property; undefined when it is absent, empty or no text. */
export function textAt(object: JsonObject | undefined, property: string): string | undefined {
  const value = object?.[property];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The number of a property; undefined when it is absent or no number. */
export function numberAt(object: JsonObject | undefined, property: string): number | undefined {
  const value = object?.[property];
  return typeof value === 'number' ? value : undefined;
}

export function objectAt(object: JsonObject | undefined, property: string): JsonObject | undefined {
  const value = object?.[property];
  return isObject(value) ? value : undefined;
}

export function objectsAt(object: JsonObject | undefined, property: string): readonly JsonObject[] {
  const value = object?.[property];
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

/** The id inside a reference such as `CustomerRef: { value: "58" }`. */
export function referenceAt(object: JsonObject | undefined, property: string): string | undefined {
  return textAt(objectAt(object, property), 'value');
}

/** Without the properties that are undefined or an empty text: the service never shows those. */
export function compact(object: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [property, value] of Object.entries(object)) if (value !== undefined && value !== '') kept[property] = value;
  return kept;
}
