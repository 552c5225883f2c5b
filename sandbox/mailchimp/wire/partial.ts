import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { problem } from './problem.ts';

/**
 * What `fields` or `exclude_fields` leave of an answer. Paths go through lists (`members.merge_fields.FNAME`). Throws 422 for both at
 * once and for a path the answer does not have; below an empty list every path will do, since nothing shows what would be there.
 */
export function partialAnswer(body: JsonObject, query: URLSearchParams): JsonObject {
  const wanted = pathsOf(query.get('fields'));
  const unwanted = pathsOf(query.get('exclude_fields'));
  if (wanted.length > 0 && unwanted.length > 0) throw problem.unknownFields('The fields and exclude_fields parameters cannot be used together.');
  const unknown = [...wanted, ...unwanted].filter((path) => !exists(body, path));
  if (unknown.length > 0) throw problem.unknownFields(`The requested fields are invalid: ${unknown.map((path) => path.join('.')).join(', ')}`);
  if (wanted.length > 0) return keep(body, wanted) as JsonObject;
  return unwanted.length > 0 ? (drop(body, unwanted) as JsonObject) : body;
}

type Path = readonly string[];

function pathsOf(words: string | null): readonly Path[] {
  return (words ?? '').split(',').map((word) => word.trim()).filter((word) => word !== '').map((word) => word.split('.'));
}

function exists(value: Json | undefined, path: Path): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  if (Array.isArray(value)) return value.length === 0 || (value as readonly Json[]).some((item) => exists(item, path));
  return isObject(value) && value[name] !== undefined && exists(value[name], rest);
}

function keep(value: Json, paths: readonly Path[]): Json {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => keep(item, paths));
  if (!isObject(value)) return value;
  return branches(value, paths, (part, below) => (below.length === 0 ? undefined : keep(part, below)));
}

function drop(value: Json, paths: readonly Path[]): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => drop(item, paths));
  if (!isObject(value)) return value;
  return branches(value, paths, (part, below) => (below.some((path) => path.length === 0) ? undefined : drop(part, below)));
}

function branches(value: JsonObject, paths: readonly Path[], act: (part: Json, below: readonly Path[]) => Json | undefined): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [name, part] of Object.entries(value)) {
    if (part === undefined) continue;
    const result = act(part, paths.filter(([first]) => first === name).map((path) => path.slice(1)));
    if (result !== undefined) kept[name] = result;
  }
  return kept;
}
