import type { FieldInfo, FieldType } from '#shared/entities/fields.ts';
import { asText, readPath } from '#shared/mapping/path.ts';

/** One row of the source tree. `path` uses `[]` for the items of a list. */
export interface SourceNode {
  readonly path: string;
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly children: readonly SourceNode[];
}

/** Leaves that the record has and the connector did not name: nothing a service sends is out of reach. */
export function extraFields(record: unknown, known: ReadonlySet<string>, prefix = ''): readonly FieldInfo[] {
  if (typeof record !== 'object' || record === null) return [];
  if (Array.isArray(record)) return record.length > 0 ? extraFields(record[0], known, `${prefix}[]`) : [];
  return Object.entries(record).flatMap(([key, value]): readonly FieldInfo[] => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'object' && value !== null) return extraFields(value, known, path);
    return known.has(path) ? [] : [{ path, label: key, type: 'text' }];
  });
}

/** The fields as a tree, in the order given; groups and lists stand where their first field stands. */
export function sourceTree(fields: readonly FieldInfo[]): readonly SourceNode[] {
  interface Growing { path: string; name: string; label: string; type: FieldType; children: Growing[] }
  const roots: Growing[] = [];
  const byPath = new Map<string, Growing>();
  const grow = (path: string): Growing => {
    const known = byPath.get(path);
    if (known) return known;
    const dot = path.lastIndexOf('.');
    const name = path.slice(dot + 1).replace('[]', '');
    const node: Growing = { path, name, label: name, type: path.endsWith('[]') ? 'list' : 'object', children: [] };
    byPath.set(path, node);
    (dot < 0 ? roots : grow(path.slice(0, dot)).children).push(node);
    return node;
  };
  for (const field of fields) {
    const node = grow(field.type === 'list' ? `${field.path}[]` : field.path);
    node.label = field.label;
    node.type = field.type;
  }
  return roots;
}

/** Rows that match, with the groups above them; everything when nothing is searched for. */
export function searchTree(nodes: readonly SourceNode[], wanted: string, valueOf: (path: string) => string): readonly SourceNode[] {
  if (wanted === '') return nodes;
  return nodes.flatMap((node) => {
    if (`${node.path} ${node.label} ${node.children.length === 0 ? valueOf(node.path) : ''}`.toLowerCase().includes(wanted)) return [node];
    const children = searchTree(node.children, wanted, valueOf);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

/** The value at a tree path; of a list, the item with this number (0 = first). */
export function valueAt(record: unknown, path: string, item = 0): unknown {
  return readPath(record, path.replace(/\[\]/g, `.${item}`).split('.'));
}

export const textAt = (record: unknown, path: string, item = 0): string => asText(valueAt(record, path, item));

/** The tree row of a path a rule reads: `paymentList.0.method` stands in the tree as `paymentList[].method`. */
export const treePath = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, '[]');
