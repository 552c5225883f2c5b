import { useDeferredValue, useMemo } from 'react';
import { checkFlow, type FlowIssue, type KnownTable } from '#shared/flow/check.ts';
import type { Catalog, ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { resolveFlow, type Above, type ResolvedFlow } from '#shared/flow/levels.ts';
import type { NodeSettings } from '#shared/settings/levels.ts';
import { useWorkspaceSettings } from '#renderer/queries/settings.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { tableReferences, withTables } from '#shared/tables/shared.ts';
import { useTableDocuments, useTables } from '#renderer/queries/tables.ts';
import { useEditor } from './editorStore.ts';

export const noCatalog: Catalog = { connectors: [] };
const noConnections: readonly ConnectionInfo[] = [];

export const useMeaning = (): FlowDocument | null => useEditor((state) => state.meaning);

/** What connections and the workspace give to nodes. */
export function useAbove(): Above {
  const connections = useConnections().data ?? noConnections;
  const workspace = useWorkspaceSettings().data;
  return useMemo(() => ({ connections, workspace }), [connections, workspace]);
}

let lastResolved: { readonly flow: FlowDocument; readonly catalog: Catalog; readonly connections: readonly ConnectionInfo[]; readonly workspace: NodeSettings | undefined; readonly resolved: ResolvedFlow } | undefined;

function resolveOnce(flow: FlowDocument, catalog: Catalog, connections: readonly ConnectionInfo[], workspace: NodeSettings | undefined): ResolvedFlow {
  if (lastResolved?.flow !== flow || lastResolved.catalog !== catalog || lastResolved.connections !== connections || lastResolved.workspace !== workspace) lastResolved = { flow, catalog, connections, workspace, resolved: resolveFlow(flow, catalog, { connections, workspace }) };
  return lastResolved.resolved;
}

/** The flow with the settings of all levels in its nodes; worked out once for all who ask. */
export function useResolvedFlow(): ResolvedFlow | null {
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  const connections = useConnections().data ?? noConnections;
  const workspace = useWorkspaceSettings().data;
  return flow && resolveOnce(flow, catalog, connections, workspace);
}

/** The same with the rows of shared tables in its settings: what the engine runs, and what samples are tried on. */
export function useWholeFlow(): FlowDocument | null {
  const flow = useResolvedFlow()?.flow ?? null;
  const ids = useMemo(() => (flow ? [...new Set(tableReferences(flow).map(({ tableId }) => tableId))] : []), [flow]);
  const tables = useTableDocuments(ids);
  return useMemo(() => flow && withTables(flow, (id) => tables.get(id)), [flow, tables]);
}

let last: { readonly flow: FlowDocument; readonly catalog: Catalog; readonly connections: readonly ConnectionInfo[]; readonly tables: readonly KnownTable[] | undefined; readonly workspace: NodeSettings | undefined; readonly issues: readonly FlowIssue[] } | undefined;
const none: readonly FlowIssue[] = [];
/** The check of so many takes longer than a picture. */
const manyNodes = 200;

/** Many ask about the same document at once; only the first one has it checked. */
function checkOnce(flow: FlowDocument, catalog: Catalog, connections: readonly ConnectionInfo[], tables: readonly KnownTable[] | undefined, workspace: NodeSettings | undefined): readonly FlowIssue[] {
  if (last?.flow !== flow || last.catalog !== catalog || last.connections !== connections || last.tables !== tables || last.workspace !== workspace) last = { flow, catalog, connections, tables, workspace, issues: checkFlow(flow, catalog, connections, tables, workspace) };
  return last.issues;
}

/** Everything that keeps the flow from running, checked while drawing; once for all who ask. */
export function useIssues(): readonly FlowIssue[] {
  const meaning = useMeaning();
  // The picture of thousands of nodes does not wait for their check; of a flow that was checked already, or of a usual one, all is there at once.
  const flow = useDeferredValue(meaning, meaning && meaning.nodes.length > manyNodes && last?.flow !== meaning ? null : meaning);
  const catalog = useCatalog().data;
  const connections = useConnections().data ?? noConnections;
  const tables = useTables().data;
  const workspace = useWorkspaceSettings().data;
  return flow && catalog ? checkOnce(flow, catalog, connections, tables, workspace) : none;
}
