import { useDeferredValue, useMemo } from 'react';
import { checkFlow, type FlowIssue, type KnownTable } from '#shared/flow/check.ts';
import type { Catalog, ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { tableReferences, withTables } from '#shared/tables/shared.ts';
import { useTableDocuments, useTables } from '#renderer/queries/tables.ts';
import { useEditor } from './editorStore.ts';

export const noCatalog: Catalog = { connectors: [] };
const noConnections: readonly ConnectionInfo[] = [];

export const useMeaning = (): FlowDocument | null => useEditor((state) => state.meaning);

/** The same with the rows of shared tables in its settings: what the engine runs, and what samples are tried on. */
export function useWholeFlow(): FlowDocument | null {
  const flow = useMeaning();
  const ids = useMemo(() => (flow ? [...new Set(tableReferences(flow).map(({ tableId }) => tableId))] : []), [flow]);
  const tables = useTableDocuments(ids);
  return useMemo(() => flow && withTables(flow, (id) => tables.get(id)), [flow, tables]);
}

let last: { readonly flow: FlowDocument; readonly catalog: Catalog; readonly connections: readonly ConnectionInfo[]; readonly tables: readonly KnownTable[] | undefined; readonly issues: readonly FlowIssue[] } | undefined;
const none: readonly FlowIssue[] = [];

/** Many ask about the same document at once; only the first one has it checked. */
function checkOnce(flow: FlowDocument, catalog: Catalog, connections: readonly ConnectionInfo[], tables: readonly KnownTable[] | undefined): readonly FlowIssue[] {
  if (last?.flow !== flow || last.catalog !== catalog || last.connections !== connections || last.tables !== tables) last = { flow, catalog, connections, tables, issues: checkFlow(flow, catalog, connections, tables) };
  return last.issues;
}

/** Everything that keeps the flow from running, checked while drawing; once for all who ask. */
export function useIssues(): readonly FlowIssue[] {
  const flow = useDeferredValue(useMeaning());
  const catalog = useCatalog().data;
  const connections = useConnections().data ?? noConnections;
  const tables = useTables().data;
  return flow && catalog ? checkOnce(flow, catalog, connections, tables) : none;
}
