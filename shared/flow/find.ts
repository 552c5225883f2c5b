import type { FlowDocument, FlowNode } from './document.ts';
import type { Json, Path } from './history/patch.ts';

/** One text of a flow in which something was found. */
export interface Hit {
  /** The node, frame, note or bookmark it belongs to; absent = the flow itself. */
  readonly ownerId?: string;
  readonly of: 'flow' | 'node' | 'frame' | 'note' | 'bookmark';
  readonly part: 'name' | 'type' | 'setting' | 'mapping' | 'table' | 'text';
  /** The setting it is in, or the choice of the flow. */
  readonly key?: string;
  /** Where the text stands in the document; absent = it is not the user's own and cannot be replaced (the name of a service, the label of a setting). */
  readonly path?: Path;
  readonly text: string;
}

export interface Wanted {
  readonly text: string;
  readonly matchCase?: boolean;
}

/** What of a node can be found although it is not in the document: the names of its kind, service and connection, and its settings by label. */
export interface FindOptions {
  readonly typesOf?: (node: FlowNode) => readonly string[];
  readonly settingsOf?: (node: FlowNode) => readonly { readonly key: string; readonly label: string; /** One of a fixed list or a number: found by its label, never replaced. */ readonly isFixed: boolean; /** What its value is called on the screen. */ readonly shown?: string }[];
  /** True for a setting of a stream or target with a fixed list of values or a number. */
  readonly isFixedFor?: (owner: string, key: string) => boolean;
}

/** Members whose value is a word of the file format, not of the user. */
const formal = new Set(['kind', 'op', 'join', 'unmapped', 'write', 'tooLong', 'entity', 'take', 'id', 'sharedTable', 'stream', 'target']);
const inTable = new Set(['table', 'rows', 'lookup', 'keys', 'values', 'map']);

/** Where one text is in another, from left to right, without overlaps. */
export function placesIn(text: string, { text: wanted, matchCase = false }: Wanted): readonly number[] {
  if (wanted === '') return [];
  const [inside, sought] = matchCase ? [text, wanted] : [text.toLowerCase(), wanted.toLowerCase()];
  // A few letters change their length with their case; there places would be wrong.
  if (inside.length !== text.length) return matchCase ? [] : placesIn(text, { text: wanted, matchCase: true });
  const places: number[] = [];
  for (let at = inside.indexOf(sought); at >= 0; at = inside.indexOf(sought, at + sought.length)) places.push(at);
  return places;
}

/** Every text of the flow that holds what is wanted, in the order of the drawing's file. */
export function findInFlow(flow: FlowDocument, wanted: Wanted, { typesOf, settingsOf, isFixedFor }: FindOptions = {}): readonly Hit[] {
  if (wanted.text === '') return [];
  const hits: Hit[] = [];
  const look = (hit: Hit) => {
    if (placesIn(hit.text, wanted).length > 0) hits.push(hit);
  };
  look({ of: 'flow', part: 'name', key: 'name', path: ['name'], text: flow.name });
  if (flow.description !== undefined) look({ of: 'flow', part: 'text', key: 'description', path: ['description'], text: flow.description });
  for (const [index, node] of flow.nodes.entries()) {
    const own = { of: 'node', ownerId: node.id } as const;
    if (node.name !== undefined) look({ ...own, part: 'name', path: ['nodes', index, 'name'], text: node.name });
    for (const text of typesOf?.(node) ?? []) look({ ...own, part: 'type', text });
    const settings = settingsOf?.(node) ?? [];
    for (const { key, label, shown } of settings) {
      look({ ...own, part: 'setting', key, text: label });
      if (shown !== undefined) look({ ...own, part: 'setting', key, text: shown });
    }
    const fixed = new Set(settings.filter(({ isFixed }) => isFixed).map(({ key }) => key));
    for (const [key, value] of Object.entries(node.settings)) {
      if (formal.has(key) || fixed.has(key)) continue;
      walk(value as Json, ['nodes', index, 'settings', key], false, (path, text, isTable) => look({ ...own, part: key === 'mapping' && !isTable ? 'mapping' : isTable ? 'table' : 'setting', key, path, text }));
    }
  }
  for (const [owner, settings] of Object.entries(flow.nodeSettings ?? {})) {
    for (const [key, value] of Object.entries(settings)) if (!isFixedFor?.(owner, key)) walk(value as Json, ['nodeSettings', owner, key], false, (path, text, isTable) => look({ of: 'flow', part: isTable ? 'table' : 'setting', key, path, text }));
  }
  for (const [index, frame] of (flow.frames ?? []).entries()) look({ of: 'frame', ownerId: frame.id, part: 'name', path: ['frames', index, 'title'], text: frame.title });
  for (const [index, note] of (flow.notes ?? []).entries()) look({ of: 'note', ownerId: note.id, part: 'text', path: ['notes', index, 'text'], text: note.text });
  for (const [index, bookmark] of (flow.bookmarks ?? []).entries()) look({ of: 'bookmark', ownerId: bookmark.id, part: 'name', path: ['bookmarks', index, 'name'], text: bookmark.name });
  return hits;
}

function walk(value: Json, path: Path, isTable: boolean, found: (path: Path, text: string, isTable: boolean) => void): void {
  if (typeof value === 'string') return found(path, value, isTable);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) return value.forEach((inner: Json, index) => walk(inner, [...path, index], isTable, found));
  const isFunction = path.at(-2) === 'functions' || path.at(-2) === 'steps';
  for (const [key, inner] of Object.entries(value as { readonly [key: string]: Json })) {
    // A mapped field is named by `target`, a function by `name`: words of Fluxo, not of the user.
    if ((formal.has(key) && typeof inner === 'string') || (isFunction && key === 'name')) continue;
    walk(inner, [...path, key], isTable || inTable.has(key) || isCountryRow(value), found);
  }
}

const isCountryRow = (value: object) => 'country' in value && 'values' in value;

/** The text with every place of what is wanted replaced. */
export function replaceIn(text: string, wanted: Wanted, by: string): string {
  const places = placesIn(text, wanted);
  return places.toReversed().reduce((changed, at) => changed.slice(0, at) + by + changed.slice(at + wanted.text.length), text);
}

/** The flow with the wanted text replaced at these places; a name that would become empty stays as it is. */
export function replaceHits(flow: FlowDocument, hits: readonly Hit[], wanted: Wanted, by: string): FlowDocument {
  let next: Json = flow as unknown as Json;
  for (const { path, part } of hits) {
    if (!path) continue;
    next = changeAt(next, path, (text) => {
      const changed = replaceIn(text, wanted, by);
      return part === 'name' && changed.trim() === '' ? text : part === 'name' ? changed.slice(0, 120) : changed;
    });
  }
  return next as unknown as FlowDocument;
}

function changeAt(value: Json, [part, ...rest]: Path, change: (text: string) => string): Json {
  if (part === undefined) return typeof value === 'string' ? change(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner: Json, index) => (index === part ? changeAt(inner, rest, change) : inner));
  const members = value as { readonly [key: string]: Json };
  const inner = members[part];
  return inner === undefined ? value : { ...members, [part]: changeAt(inner, rest, change) };
}
