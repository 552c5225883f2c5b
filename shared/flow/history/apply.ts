import { hostile, sameJson, type Change, type Json, type Path } from './patch.ts';

/** The changes do not belong to this document: a journal that does not fit, or was tampered with. */
export class Misfit extends Error {
  override readonly name = 'Misfit';
}

type Open = { [key: string]: Json } | Json[];

/** The document after the changes. Throws `Misfit` when something is not as the changes found it; the document given stays as it is. */
export function apply<D>(document: D, changes: readonly Change[]): D {
  let root = document as unknown as Json;
  const own = new Set<Json>();
  const opened = <T extends Json>(value: T): Open => {
    if (own.has(value)) return value as unknown as Open;
    const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Open;
    own.add(copy);
    return copy;
  };
  /** The list or object at a path, as a copy that may be changed; each is copied once. */
  const open = (path: Path): Open => {
    if (typeof root !== 'object' || root === null) throw new Misfit('nothing is there');
    let place = opened(root);
    root = place;
    for (const part of path) {
      const inner = hostile.has(part) ? undefined : (place as { [key: string | number]: Json })[part];
      if (typeof inner !== 'object' || inner === null) throw new Misfit(`nothing at ${path.join('.')}`);
      const copy = opened(inner);
      (place as { [key: string | number]: Json })[part] = copy;
      place = copy;
    }
    return place;
  };
  for (const change of changes) root = applyOne(root, change, open);
  return root as unknown as D;
}

function applyOne(root: Json, change: Change, open: (path: Path) => Open): Json {
  if (change.op !== 'set') {
    const place = open(change.at);
    if (Array.isArray(place)) changeList(place, change);
    else changeMembers(place, change);
    return change.at.length === 0 ? place : open([]);
  }
  const last = change.at.at(-1);
  if (last === undefined) {
    if (!sameJson(root, change.from)) throw new Misfit('the document is another one');
    return change.to;
  }
  const place = open(change.at.slice(0, -1)) as { [key: string | number]: Json };
  if (hostile.has(last) || !sameJson(place[last], change.from)) throw new Misfit(`${change.at.join('.')} is not what it was`);
  place[last] = change.to;
  return open([]);
}

type AddOrCut = Exclude<Change, { op: 'set' }>;

function changeList(list: Json[], { op, index, value, at }: AddOrCut): void {
  if (op === 'add' ? index > list.length : !sameJson(list[index], value)) throw new Misfit(`${at.join('.')}[${index}] is not what it was`);
  if (op === 'add') list.splice(index, 0, value);
  else list.splice(index, 1);
}

function changeMembers(members: { [key: string]: Json }, { op, key, index, value, at }: AddOrCut): void {
  if (key === undefined || hostile.has(key)) throw new Misfit(`${at.join('.')} is no list`);
  if (op === 'cut') {
    if (!sameJson(members[key], value)) throw new Misfit(`${at.join('.')}.${key} is not what it was`);
    delete members[key];
    return;
  }
  if (members[key] !== undefined) throw new Misfit(`${at.join('.')}.${key} is there already`);
  // Members come in the order they were put in: what stands after the new one is put in once more.
  const after = Object.keys(members).slice(index).map((other) => [other, members[other]!] as const);
  for (const [other] of after) delete members[other];
  members[key] = value;
  for (const [other, kept] of after) members[other] = kept;
}

/** The changes that take these back. */
export function inverse(changes: readonly Change[]): readonly Change[] {
  return changes.toReversed().map((change): Change => (change.op === 'set' ? { ...change, from: change.to, to: change.from } : { ...change, op: change.op === 'add' ? 'cut' : 'add' }));
}
