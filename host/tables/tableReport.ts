import type { ErrorData } from '#shared/errors.ts';
import type { Catalog } from '#shared/catalog/catalog.ts';
import { nodeById, sourceOf } from '#shared/flow/graph.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { unmappedPolicies, type UnmappedPolicy } from '#shared/mapping/mapping.ts';
import { missingCountries, missingPairs, seenAt, type Counted } from '#shared/tables/seen.ts';
import { tableReferences, withTables, wrongKind } from '#shared/tables/shared.ts';
import type { TableDocument } from '#shared/tables/table.ts';
import type { Workspace } from '#storage/workspace.ts';

/** One place of a flow that uses a table, and what came by there lately without a row. */
export interface TablePlace {
  readonly flowId: string;
  readonly flowName: string;
  readonly nodeId: string;
  /** Such as `paymentMethod`, or `mapping.fields.3.lookup`. */
  readonly setting: string;
  /** What becomes of a value without a row; by country it always waits. */
  readonly unmapped: UnmappedPolicy;
  /** How many of the last records reached it. */
  readonly records: number;
  readonly missing: readonly Counted[];
  /** The table cannot be used there. */
  readonly error?: ErrorData;
}

export interface TableReport {
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  readonly places: readonly TablePlace[];
  /** Why the file cannot be read. */
  readonly error?: ErrorData;
}

const lastRecords = 50;

/**
 * Where tables of the workspace are used, and which values of the last records of those flows have no row. Without `only` all tables, and those
 * that flows name but that are not there. Nothing is asked of a service.
 */
export async function tableReports({ flows, tables, store }: Pick<Workspace, 'flows' | 'tables' | 'store'>, catalog: Catalog, only?: string): Promise<readonly TableReport[]> {
  const files = await tables.list();
  const documents = new Map<string, TableDocument>();
  for (const { id, broken } of files) if (!broken) documents.set(id, (await tables.get(id)).document);
  const places = new Map<string, TablePlace[]>();
  for (const { id, broken } of await flows.list()) {
    if (broken) continue;
    const { document } = await flows.get(id);
    for (const reference of tableReferences(document)) {
      if (only !== undefined && reference.tableId !== only) continue;
      const place = await placeOf(document, reference, documents.get(reference.tableId));
      places.set(reference.tableId, [...(places.get(reference.tableId) ?? []), place]);
    }
  }
  const known = files.filter(({ id }) => only === undefined || id === only).map(({ id, name, rowCount, broken }): TableReport => ({ id, name, rows: rowCount, places: places.get(id) ?? [], ...(broken && { error: broken }) }));
  const gone = await Promise.all([...places.keys()].filter((id) => !files.some((file) => file.id === id)).map(async (id): Promise<TableReport> => ({ id, name: id, rows: 0, places: places.get(id)!, error: await tables.get(id).then(() => undefined as never, (thrown: { data: ErrorData }) => thrown.data) })));
  return [...known, ...gone];

  async function placeOf(flow: FlowDocument, { nodeId, at, kind, tableId: _id }: ReturnType<typeof tableReferences>[number], table: TableDocument | undefined): Promise<TablePlace> {
    const place = { flowId: flow.id, flowName: flow.name, nodeId, setting: at.join('.'), unmapped: policyAt(flow, nodeId, at) };
    if (table && table.kind !== kind) return { ...place, records: 0, missing: [], error: wrongKind(table, nodeId).data };
    const source = sourceOf(flow, nodeId);
    const stream = source?.settings['stream'];
    const samples = table && source?.connection !== undefined && typeof stream === 'string' ? await store.samples(source.connection, stream, lastRecords) : [];
    const seen = seenAt(withTables(flow, (id) => documents.get(id)), catalog, { nodeId, at }, samples.map(({ record }) => record));
    const missing = !table ? [] : table.kind === 'pairs' ? missingPairs(table.rows, seen.values) : missingCountries(table.rows, seen.asked);
    return { ...place, records: seen.records, missing: missing.map(({ value, count }) => ({ value, count })) };
  }
}

function policyAt(flow: FlowDocument, nodeId: string, at: readonly (string | number)[]): UnmappedPolicy {
  const setting = at.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined), nodeById(flow, nodeId)?.settings);
  const told = typeof setting === 'object' && setting !== null && 'unmapped' in setting ? setting.unmapped : undefined;
  return unmappedPolicies.find((policy) => policy === told) ?? 'park';
}
