/** A JSON value, as a flow document is made of them. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Path = readonly (string | number)[];

/**
 * One change of a document, with what was there before, so that it can be taken back. `add` and `cut` work on the list or
 * object at `at`; in an object `key` names the member and `index` its place among the others, because the order of members is
 * part of a file's bytes.
 */
export type Change =
  | { readonly op: 'set'; readonly at: Path; readonly from: Json; readonly to: Json }
  | { readonly op: 'add' | 'cut'; readonly at: Path; readonly key?: string | undefined; readonly index: number; readonly value: Json };

/** Names that reach the insides of an object. */
export const hostile: ReadonlySet<string | number> = new Set(['__proto__', 'prototype', 'constructor']);

type Members = { readonly [key: string]: Json };
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const keysOf = (members: Members) => Object.keys(members).filter((key) => members[key] !== undefined);

/** True when both are the same JSON, whatever the order of members. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  if (!isMembers(a) || !isMembers(b)) return false;
  const keys = keysOf(a);
  return keys.length === keysOf(b).length && keys.every((key) => b[key] !== undefined && sameJson(a[key], b[key]));
}

/** What leads from one document to the other. What both share as objects is not looked into, so an edit of a large flow costs little. */
export function diff(before: unknown, after: unknown): readonly Change[] {
  const changes: Change[] = [];
  diffInto(changes, [], before as Json, after as Json);
  return changes;
}

function diffInto(changes: Change[], at: Path, before: Json, after: Json): void {
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(changes, at, before, after);
  if (isMembers(before) && isMembers(after)) return diffMembers(changes, at, before, after);
  changes.push({ op: 'set', at, from: before, to: after });
}

function diffMembers(changes: Change[], at: Path, before: Members, after: Members): void {
  const [old, now] = [keysOf(before), keysOf(after)];
  const kept = now.filter((key) => before[key] !== undefined);
  // No path leads through such a member: what holds one is changed as a whole.
  const isOdd = [...old, ...now].some((key) => hostile.has(key));
  if (isOdd && JSON.stringify(before) === JSON.stringify(after)) return;
  if (isOdd || String(kept) !== String(old.filter((key) => after[key] !== undefined))) {
    changes.push({ op: 'set', at, from: before, to: after });
    return;
  }
  for (const [index, key] of [...old.entries()].toReversed()) if (after[key] === undefined) changes.push({ op: 'cut', at, key, index, value: before[key]! });
  for (const [index, key] of now.entries()) if (before[key] === undefined) changes.push({ op: 'add', at, key, index, value: after[key]! });
  for (const key of kept) diffInto(changes, [...at, key], before[key]!, after[key]!);
}

/** What an item of a list is known by: its id, else all of it. */
const nameOf = (item: Json): string => (isMembers(item) && typeof item['id'] === 'string' ? `#${item['id']}` : JSON.stringify(item));

function diffLists(changes: Change[], at: Path, before: readonly Json[], after: readonly Json[]): void {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const [old, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const [oldNames, nowNames] = [old.map(nameOf), now.map(nameOf)];
  const [oldSet, nowSet] = [new Set(oldNames), new Set(nowNames)];
  const isPlain = oldSet.size === old.length && nowSet.size === now.length;
  const haveIds = [...oldNames, ...nowNames].every((name) => name.startsWith('#'));
  if (!haveIds && old.length === now.length) {
    for (const [index, item] of old.entries()) diffInto(changes, [...at, start + index], item, now[index]!);
    return;
  }
  const keptOld = oldNames.filter((name) => nowSet.has(name));
  const sameOrder = isPlain && nowNames.filter((name) => oldSet.has(name)).every((name, index) => name === keptOld[index]);
  const stays = (name: string, others: ReadonlySet<string>) => sameOrder && others.has(name);
  for (const [index, item] of [...old.entries()].toReversed()) if (!stays(oldNames[index]!, nowSet)) changes.push({ op: 'cut', at, index: start + index, value: item });
  for (const [index, item] of now.entries()) if (!stays(nowNames[index]!, oldSet)) changes.push({ op: 'add', at, index: start + index, value: item });
  if (!sameOrder) return;
  const oldByName = new Map(oldNames.map((name, index) => [name, old[index]!]));
  for (const [index, name] of nowNames.entries()) if (oldByName.has(name)) diffInto(changes, [...at, start + index], oldByName.get(name)!, now[index]!);
}
