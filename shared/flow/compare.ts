import type { FieldRule, Mapping } from '../mapping/mapping.ts';
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';
import { sameJson, type Json } from './history/patch.ts';

/** One difference between two states of a flow, small enough for one sentence. */
export interface FlowChange {
  readonly what: 'added' | 'removed' | 'changed';
  /** `flow` = a choice of the flow as a whole (`key` says which), `places` = where cards lie. */
  readonly part: 'node' | 'line' | 'name' | 'connection' | 'disabled' | 'setting' | 'mapping' | 'frame' | 'note' | 'bookmark' | 'flow' | 'flowSetting' | 'places';
  readonly nodeId?: string;
  /** Of a setting that the flow gives to its nodes: the stream or target it is for. */
  readonly owner?: string;
  readonly line?: FlowEdge;
  /** Of a setting, a mapped field (`lines[].sku` inside a list) or a choice of the flow. */
  readonly key?: string;
  /** Where inside it: rows by what they are known by, then members. */
  readonly within?: readonly string[];
  readonly from?: Json;
  readonly to?: Json;
  /** How many, of `places`. */
  readonly count?: number;
}

export interface CompareOptions {
  /** The mapping of a node that has none of its own, so that a first change of one field is told as that. */
  readonly standardMapping?: (flow: FlowDocument, node: FlowNode) => Mapping | undefined;
}

/** Everything that differs, nodes first and in the order of the newer flow. Empty when both are the same. */
export function compareFlows(before: FlowDocument, after: FlowDocument, options: CompareOptions = {}): readonly FlowChange[] {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const changes: FlowChange[] = [];
  for (const node of after.nodes) {
    const was = old.get(node.id);
    if (!was || was.kind !== node.kind) changes.push({ what: 'added', part: 'node', nodeId: node.id });
    else if (was !== node) changes.push(...ofNode(was, node, before, after, options));
  }
  for (const node of before.nodes) if (now.get(node.id)?.kind !== node.kind) changes.push({ what: 'removed', part: 'node', nodeId: node.id });
  const isStaying = ({ from, to }: FlowEdge) => [from, to].every((ref) => old.has(ref.slice(0, ref.indexOf('.'))) && now.has(ref.slice(0, ref.indexOf('.'))));
  // The lines of a node that came or went go without saying.
  for (const line of missing(after.edges, before.edges)) if (isStaying(line)) changes.push({ what: 'added', part: 'line', line });
  for (const line of missing(before.edges, after.edges)) if (isStaying(line)) changes.push({ what: 'removed', part: 'line', line });
  changes.push(...ofFlow(before, after), ...ofThings('frame', before.frames, after.frames), ...ofThings('note', before.notes, after.notes), ...ofThings('bookmark', before.bookmarks, after.bookmarks));
  const moved = after.nodes.filter((node) => old.has(node.id) && !sameJson(old.get(node.id)!.position, node.position)).length;
  if (moved > 0) changes.push({ what: 'changed', part: 'places', count: moved });
  return changes;
}

const missing = (lines: readonly FlowEdge[], others: readonly FlowEdge[]): readonly FlowEdge[] => {
  const known = new Set(others.map(({ from, to }) => `${from}>${to}`));
  return lines.filter(({ from, to }) => !known.has(`${from}>${to}`));
};

function ofNode(was: FlowNode, node: FlowNode, before: FlowDocument, after: FlowDocument, { standardMapping }: CompareOptions): readonly FlowChange[] {
  const about = { what: 'changed', nodeId: node.id } as const;
  const changes: FlowChange[] = [];
  if (was.name !== node.name) changes.push({ ...about, part: 'name', ...given(was.name, node.name) });
  if (was.connection !== node.connection) changes.push({ ...about, part: 'connection', ...given(was.connection, node.connection) });
  if ((was.disabled ?? false) !== (node.disabled ?? false)) changes.push({ ...about, part: 'disabled', from: was.disabled ?? false, to: node.disabled ?? false });
  for (const key of new Set([...Object.keys(was.settings), ...Object.keys(node.settings)])) {
    const [from, to] = [was.settings[key] as Json | undefined, node.settings[key] as Json | undefined];
    if (sameJson(from, to)) continue;
    const [oldMapping, newMapping] = key === 'mapping' ? [asMapping(from) ?? standardMapping?.(before, was), asMapping(to) ?? standardMapping?.(after, node)] : [];
    if (oldMapping && newMapping) changes.push(...ofMapping(node.id, oldMapping, newMapping));
    else for (const leaf of leaves(from, to, [])) changes.push({ nodeId: node.id, part: 'setting', key, ...leaf });
  }
  return changes;
}

const given = (from: Json | undefined, to: Json | undefined) => ({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
const asMapping = (value: Json | undefined): Mapping | undefined => (isObject(value) && Array.isArray(value['fields']) && Array.isArray(value['lists']) ? (value as unknown as Mapping) : undefined);
const isObject = (value: unknown): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

function ofMapping(nodeId: string, before: Mapping, after: Mapping): readonly FlowChange[] {
  const [old, now] = [rulesOf(before), rulesOf(after)];
  const changes: FlowChange[] = [];
  for (const key of new Set([...now.keys(), ...old.keys()])) {
    const [from, to] = [old.get(key), now.get(key)] as unknown as readonly [Json | undefined, Json | undefined];
    if (sameJson(from, to)) continue;
    changes.push({ what: from === undefined ? 'added' : to === undefined ? 'removed' : 'changed', part: 'mapping', nodeId, key, ...given(from, to) });
  }
  return changes;
}

function rulesOf(mapping: Mapping): ReadonlyMap<string, FieldRule> {
  return new Map([...mapping.fields.map((rule) => [rule.target, rule] as const), ...mapping.lists.flatMap((list) => list.fields.map((rule) => [`${list.target}[].${rule.target}`, rule] as const))]);
}

type Leaf = Pick<FlowChange, 'what' | 'within' | 'from' | 'to'>;

/** Down to the value or the row that differs: a table of a hundred rows with one new one is one sentence about that one. */
function leaves(from: Json | undefined, to: Json | undefined, within: readonly string[]): readonly Leaf[] {
  if (sameJson(from, to)) return [];
  const place = within.length > 0 ? { within } : {};
  if (isTable(from) && isTable(to)) {
    const [old, now] = [byName(from), byName(to)];
    const rows = [...new Set([...now.keys(), ...old.keys()])];
    const found = rows.flatMap((row): readonly Leaf[] => {
      const [was, is] = [old.get(row), now.get(row)];
      return was !== undefined && is !== undefined ? leaves(was, is, [...within, row]) : [{ what: was === undefined ? 'added' : 'removed', within: [...within, row], ...given(was, is) }];
    });
    // Only the order differs, which matters where the first row that fits wins.
    return found.length > 0 ? found : [{ what: 'changed', ...place, ...given(from, to) }];
  }
  if (isObject(from) && isObject(to)) return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) => leaves(from[key], to[key], [...within, key]));
  return [{ what: from === undefined ? 'added' : to === undefined ? 'removed' : 'changed', ...place, ...given(from, to) }];
}

const isTable = (value: Json | undefined): value is readonly Json[] => Array.isArray(value) && value.some(isObject);

/** Rows by what a person knows them by; the same name twice gets its number. */
function byName(rows: readonly Json[]): ReadonlyMap<string, Json> {
  const named = new Map<string, Json>();
  for (const [index, row] of rows.entries()) {
    const name = nameOf(row, index);
    named.set(named.has(name) ? `${name} (${index + 1})` : name, row);
  }
  return named;
}

function nameOf(row: Json, index: number): string {
  if (!isObject(row)) return String(row);
  const keys = isObject(row['keys']) ? Object.values(row['keys']).filter((part) => part !== '') : [];
  const name = row['country'] ?? row['from'] ?? row['target'] ?? row['field'] ?? row['name'] ?? row['title'] ?? row['id'] ?? row['key'];
  return typeof name === 'string' && name !== '' ? [name, ...keys.map(String)].join(' · ') : String(index + 1);
}

function ofFlow(before: FlowDocument, after: FlowDocument): readonly FlowChange[] {
  const changes: FlowChange[] = [];
  for (const key of ['name', 'description', 'schedule'] as const) {
    const [from, to] = [before[key] as Json | undefined, after[key] as Json | undefined];
    if (!sameJson(from, to)) changes.push({ what: from === undefined ? 'added' : to === undefined ? 'removed' : 'changed', part: 'flow', key, ...given(from, to) });
  }
  for (const leaf of leaves((before.policy ?? {}) as Json, (after.policy ?? {}) as Json, [])) changes.push({ ...leaf, part: 'flow', key: leaf.within?.[0] ?? 'policy' });
  const owners = new Set([...Object.keys(after.nodeSettings ?? {}), ...Object.keys(before.nodeSettings ?? {})]);
  for (const owner of owners) {
    const [old, now] = [before.nodeSettings?.[owner] ?? {}, after.nodeSettings?.[owner] ?? {}];
    for (const key of new Set([...Object.keys(now), ...Object.keys(old)])) for (const leaf of leaves(old[key] as Json | undefined, now[key] as Json | undefined, [])) changes.push({ part: 'flowSetting', owner, key, ...leaf });
  }
  return changes;
}

type Thing = { readonly id: string; readonly position: unknown; readonly title?: string; readonly text?: string; readonly name?: string };

function ofThings(part: 'frame' | 'note' | 'bookmark', before: readonly Thing[] = [], after: readonly Thing[] = []): readonly FlowChange[] {
  const called = (thing: Thing) => thing.title ?? thing.name ?? thing.text ?? thing.id;
  const [old, now] = [new Map(before.map((thing) => [thing.id, thing])), new Map(after.map((thing) => [thing.id, thing]))];
  const looks = ({ position: _place, ...rest }: Thing) => rest;
  return [
    ...after.flatMap((thing): readonly FlowChange[] => {
      const was = old.get(thing.id);
      if (!was) return [{ what: 'added', part, key: called(thing) }];
      return sameJson(looks(was), looks(thing)) ? [] : [{ what: 'changed', part, key: called(thing) }];
    }),
    ...before.filter((thing) => !now.has(thing.id)).map((thing): FlowChange => ({ what: 'removed', part, key: called(thing) })),
  ];
}
