import { useDeferredValue, useMemo, useRef } from 'react';
import { checkFlow, type FlowIssue } from '#shared/flow/check.ts';
import type { Catalog, ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { useEditor } from './editorStore.ts';

export const noCatalog: Catalog = { connectors: [] };
const noConnections: readonly ConnectionInfo[] = [];

/** True when two documents differ at most in where their cards lie. */
export function sameMeaning(a: FlowDocument, b: FlowDocument): boolean {
  if (a === b) return true;
  if (a.edges !== b.edges || a.nodes.length !== b.nodes.length || a.policy !== b.policy) return false;
  return a.nodes.every((node, index) => {
    const other = b.nodes[index]!;
    return node.id === other.id && node.kind === other.kind && node.settings === other.settings && node.connection === other.connection && node.name === other.name && node.disabled === other.disabled;
  });
}

/** The document as of its last change of meaning: moving cards about gives the same object again. */
export function useMeaning(): FlowDocument | null {
  const flow = useEditor((state) => state.flow);
  const kept = useRef(flow);
  if (!flow || !kept.current || kept.current.id !== flow.id || !sameMeaning(kept.current, flow)) kept.current = flow;
  return kept.current;
}

const none: readonly FlowIssue[] = [];

/** Everything that keeps the flow from running, checked while drawing. */
export function useIssues(): readonly FlowIssue[] {
  const flow = useDeferredValue(useMeaning());
  const catalog = useCatalog().data;
  const connections = useConnections().data ?? noConnections;
  return useMemo(() => (flow && catalog ? checkFlow(flow, catalog, connections) : none), [flow, catalog, connections]);
}
