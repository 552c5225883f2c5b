/** A value as it stands in a request or an answer. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A thing of a service or a part of one. Never changed once made: an update makes a new one. */
export interface JsonObject {
  readonly [property: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(object: JsonObject | undefined, property: string): JsonObject | undefined {
  const value = object?.[property];
  return isObject(value) ? value : undefined;
}

export function objectsAt(object: JsonObject | undefined, property: string): readonly JsonObject[] {
  const value = object?.[property];
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}
