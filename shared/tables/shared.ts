import { FluxoError } from '../errors.ts';
import type { FlowDocument, FlowNode } from '../flow/document.ts';
import type { TableDocument, TableKind } from './table.ts';

/** One place of a flow that takes its rows from a table of the workspace. */
export interface TableReference {
  readonly nodeId: string;
  readonly tableId: string;
  /** Where it stands in the node's settings: `['paymentMethod']`, `['mapping', 'fields', 3, 'lookup']`. */
  readonly at: readonly (string | number)[];
  readonly kind: TableKind;
}

type Reference = { readonly sharedTable: string; readonly [key: string]: unknown };

const isReference = (value: object): value is Reference => 'sharedTable' in value && typeof value.sharedTable === 'string';

/** A table by country stands alone; everything else has a rule for what is not in the table beside it. */
const kindOf = (reference: Reference): TableKind => ('unmapped' in reference ? 'pairs' : 'countries');

/** Ids of the tables of the workspace that a value takes rows from, however deep inside it. */
export function tableIdsIn(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const inside = Object.values(value).flatMap((inner) => [...tableIdsIn(inner)]);
  return new Set(isReference(value) ? [value.sharedTable, ...inside] : inside);
}

/** Every place of a flow that takes its rows from a table of the workspace. */
export function tableReferences(flow: FlowDocument): readonly TableReference[] {
  const found: TableReference[] = [];
  const look = (nodeId: string, value: unknown, at: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return value.forEach((inner, index) => look(nodeId, inner, [...at, index]));
    if (isReference(value)) found.push({ nodeId, tableId: value.sharedTable, at, kind: kindOf(value) });
    for (const [key, inner] of Object.entries(value)) look(nodeId, inner, [...at, key]);
  };
  for (const node of flow.nodes) look(node.id, node.settings, []);
  return found;
}

/**
 * The flow with the rows of the workspace's tables in its settings, so that whoever runs or tries it knows own rows only. What `tableOf` has
 * no table for stays as it is. A flow without such tables is given back itself.
 */
export function withTables(flow: FlowDocument, tableOf: (id: string, nodeId: string) => TableDocument | undefined): FlowDocument {
  let changed = false;
  const nodes = flow.nodes.map((node) => {
    const settings = filled(node.settings, (id) => tableOf(id, node.id)) as FlowNode['settings'];
    changed ||= settings !== node.settings;
    return settings === node.settings ? node : { ...node, settings };
  });
  return changed ? { ...flow, nodes } : flow;
}

function filled(value: unknown, tableOf: (id: string) => TableDocument | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((inner) => filled(inner, tableOf));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (isReference(value)) {
    const table = tableOf(value.sharedTable);
    if (!table || table.kind !== kindOf(value)) return value;
    if (table.kind === 'countries') return table.rows;
    const { sharedTable: _id, ...rest } = value;
    return 'rows' in rest ? { ...rest, rows: table.rows } : { ...rest, table: table.rows };
  }
  let changed = false;
  const entries = Object.entries(value).map(([key, inner]) => {
    const next = filled(inner, tableOf);
    changed ||= next !== inner;
    return [key, next] as const;
  });
  return changed ? Object.fromEntries(entries) : value;
}

/** A table that is used where one of the other kind is needed. */
export function wrongKind(table: TableDocument, nodeId: string): FluxoError {
  const params = { table: table.name, id: table.id };
  const where = { node: nodeId, file: `tables/${table.id}.table.json` };
  return table.kind === 'pairs'
    ? new FluxoError({ code: 'table.not_by_country', kind: 'setup', what: `The table “${table.name}” has pairs of values, but a table by country is needed here.`, where, fix: 'Choose a table by country, or make one.', params })
    : new FluxoError({ code: 'table.by_country', kind: 'setup', what: `The table “${table.name}” goes by country, but pairs of values are needed here.`, where, fix: 'Choose a table of pairs, or make one.', params });
}
