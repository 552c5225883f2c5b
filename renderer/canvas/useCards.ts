import { useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { findStream } from '#shared/catalog/catalog.ts';
import type { FlowIssue } from '#shared/flow/check.ts';
import type { FlowNode } from '#shared/flow/document.ts';
import { inputType, sourceOf } from '#shared/flow/graph.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog, useIssues, useMeaning } from '#renderer/state/useFlowFacts.ts';
import { toCanvasEdges, toCanvasNodes, type CanvasEdge, type CanvasNode, type CardData } from './canvasNodes.ts';
import { inFlowOrder, outputTypes } from './flowTypes.ts';
import { connectorOfNode, nameOf, summaryOf } from './summary.ts';

/** Cards and lines for React Flow, made from the document; `dragged` holds places that are not in it yet. */
export function useCards(dragged: ReadonlyMap<string, FlowNode['position']>): { readonly nodes: CanvasNode[]; readonly edges: CanvasEdge[] } {
  const { t } = useTranslation(['editor', 'settings']);
  const flow = useEditor((state) => state.flow);
  const meaning = useMeaning();
  const selectedIds = useEditor((state) => state.selectedIds);
  const selectedEdges = useEditor((state) => state.selectedEdges);
  const catalog = useCatalog().data ?? noCatalog;
  const connections = useConnections().data;
  const issues = useIssues();
  const drawn = useRef(new Map());

  const types = useMemo(() => (meaning ? outputTypes(meaning, catalog) : new Map()), [meaning, catalog]);
  const order = useMemo(() => (meaning ? inFlowOrder(meaning).map((node) => node.id) : []), [meaning]);

  const texts = useMemo(() => {
    const byNode = Map.groupBy(issues, (issue) => issue.nodeId ?? '');
    const none: readonly FlowIssue[] = [];
    const made = new Map<string, CardData>();
    for (const node of meaning?.nodes ?? []) {
      const own = (byNode.get(node.id) ?? none).filter((issue) => issue.severity === 'error');
      const defaultMapping = node.kind === 'map' && meaning ? findStream(catalog, sourceOf(meaning, node.id)?.settings['stream'])?.defaultMapping : undefined;
      const facts = { catalog, connections: connections ?? [], t, defaultMapping, label: (owner: string, field: { key: string; label: string }) => t(`settings:${owner}.${field.key}.label`, { defaultValue: field.label }) };
      const connection = connections?.find((candidate) => candidate.id === node.connection);
      made.set(node.id, {
        kind: node.kind,
        name: nameOf(node, catalog, t),
        summary: node.disabled ? t('editor:summary.off') : summaryOf(node, own, facts),
        detail: connection ? connection.name : '',
        connector: connectorOfNode(node),
        missing: !node.disabled && own.length > 0,
        disabled: node.disabled ?? false,
        inType: inputType(catalog, node),
        outType: types.get(node.id) ?? 'any',
      });
    }
    return made;
  }, [meaning, catalog, connections, issues, types, t]);

  const nodes = useMemo(() => {
    const byId = new Map(flow?.nodes.map((node) => [node.id, node]));
    const ordered = order.flatMap((id) => byId.get(id) ?? []).filter((node) => texts.has(node.id));
    return toCanvasNodes(ordered, (node) => texts.get(node.id)!, new Set(selectedIds), dragged, drawn.current);
  }, [flow, order, texts, selectedIds, dragged]);

  const label = useCallback((from: string, to: string) => t('editor:line.label', { from: texts.get(from)?.name ?? from, to: texts.get(to)?.name ?? to }), [t, texts]);
  const edges = useMemo(() => (meaning ? toCanvasEdges(meaning, selectedEdges, types, label) : []), [meaning, selectedEdges, types, label]);
  return { nodes, edges };
}
