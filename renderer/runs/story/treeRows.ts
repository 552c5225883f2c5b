import type { Value } from '#shared/records/story.ts';

/** One line of a record shown as a tree. */
export interface TreeRow {
  readonly path: string;
  readonly depth: number;
  readonly name: string;
  /** The value of a leaf; undefined for a list or an object. */
  readonly leaf?: string | number | boolean | null;
  /** How many entries an object or a list has. */
  readonly size?: number;
  readonly isList?: boolean;
  readonly open?: boolean;
}

/** The lines to draw: everything except what stands under a closed path. */
export function treeRows(value: Value, closed: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (inner: Value, path: string, name: string, depth: number) => {
    if (inner === null || typeof inner !== 'object') {
      rows.push({ path, depth, name, leaf: inner });
      return;
    }
    const isList = Array.isArray(inner);
    const entries = isList ? (inner as readonly Value[]).map((item, index) => [`[${index}]`, item] as const) : Object.entries(inner as { readonly [key: string]: Value });
    const open = !closed.has(path);
    rows.push({ path, depth, name, size: entries.length, isList, open });
    if (!open) return;
    for (const [key, item] of entries) walk(item, isList ? `${path}${key}` : path ? `${path}.${key}` : key, isList ? `${Number(key.slice(1, -1)) + 1}` : key, depth + 1);
  };
  if (value === null || typeof value !== 'object' || Array.isArray(value)) walk(value, '', '', 0);
  else for (const [key, item] of Object.entries(value)) walk(item, key, key, 0);
  return rows;
}
