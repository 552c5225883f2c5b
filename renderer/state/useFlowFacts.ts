import { useDeferredValue } from 'react';
import { checkFlow, type FlowIssue } from '#shared/flow/check.ts';
import type { Catalog, ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { useEditor } from './editorStore.ts';

export const noCatalog: Catalog = { connectors: [] };
const noConnections: readonly ConnectionInfo[] = [];

export const useMeaning = (): FlowDocument | null => useEditor((state) => state.meaning);

let last: { readonly flow: FlowDocument; readonly catalog: Catalog; readonly connections: readonly ConnectionInfo[]; readonly issues: readonly FlowIssue[] } | undefined;
const none: readonly FlowIssue[] = [];

/** Many ask about the same document at once; only the first one has it checked. */
function checkOnce(flow: FlowDocument, catalog: Catalog, connections: readonly ConnectionInfo[]): readonly FlowIssue[] {
  if (last?.flow !== flow || last.catalog !== catalog || last.connections !== connections) last = { flow, catalog, connections, issues: checkFlow(flow, catalog, connections) };
  return last.issues;
}

/** Everything that keeps the flow from running, checked while drawing; once for all who ask. */
export function useIssues(): readonly FlowIssue[] {
  const flow = useDeferredValue(useMeaning());
  const catalog = useCatalog().data;
  const connections = useConnections().data ?? noConnections;
  return flow && catalog ? checkOnce(flow, catalog, connections) : none;
}
