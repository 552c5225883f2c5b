import { objectAt } from '#sandbox/server/json.ts';
import type { Json, JsonObject } from '#sandbox/server/json.ts';

export { isObject, objectAt, objectsAt } from '#sandbox/server/json.ts';
export type { Json, JsonObject } from '#sandbox/server/json.ts';

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
