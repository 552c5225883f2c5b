import { Background, BackgroundVariant, MiniMap, ReactFlow, ReactFlowProvider, useReactFlow, type Edge } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { portRef, type FlowEdge } from '#shared/flow/document.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { connectorOfNode, nameOf } from '#renderer/canvas/summary.ts';
import { zoomLimits } from '#renderer/canvas/useFit.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { VersionCard, type Fate, type VersionNode } from './VersionCard.tsx';
import type { Comparison } from './useComparison.ts';
import { useComparison } from './useComparison.ts';
import { useVersions } from './versionsStore.ts';

const nodeTypes = { version: VersionCard };
const proOptions = { hideAttribution: true };
/** From here on only what is in view is mounted. */
const manyNodes = 200;

/** Two states of the flow as one drawing: what is there now, and as shadows what is not there any more. */
export function VersionCanvas({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('versions');
  const comparison = useComparison(flowId);
  return (
    <main aria-label={t('canvas')} className="absolute inset-0 z-20 bg-ground">
      {comparison && (
        <ReactFlowProvider>
          <Picture comparison={comparison} />
        </ReactFlowProvider>
      )}
    </main>
  );
}

function Picture({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useTranslation('editor');
  const catalog = useCatalog().data ?? noCatalog;
  const chosen = useVersions((state) => state.nodeId);
  const { fitView } = useReactFlow();
  const nodes = useMemo(() => cardsOf(comparison, (node) => nameOf(node, catalog, t)), [comparison, catalog, t]);
  const edges = useMemo(() => linesOf(comparison), [comparison]);
  const shown = useMemo(() => nodes.map((node) => (node.id === chosen ? { ...node, selected: true } : node)), [nodes, chosen]);
  useEffect(() => {
    if (chosen !== null) void fitView({ nodes: [{ id: chosen }], maxZoom: 1, duration: 160, padding: 0.6 });
  }, [chosen, fitView]);
  return (
    <ReactFlow
      nodes={shown}
      edges={edges}
      nodeTypes={nodeTypes}
      nodesDraggable={false}
      nodesConnectable={false}
      elementsSelectable={false}
      edgesFocusable={false}
      onNodeClick={(_event, node) => useVersions.setState({ nodeId: node.id })}
      onPaneClick={() => useVersions.setState({ nodeId: null })}
      onlyRenderVisibleElements={nodes.length > manyNodes}
      panOnScroll
      zoomOnDoubleClick={false}
      minZoom={zoomLimits.least}
      maxZoom={zoomLimits.most}
      fitView
      fitViewOptions={{ maxZoom: 1, padding: 0.15 }}
      proOptions={proOptions}
      deleteKeyCode={null}
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
      {nodes.length > 12 && <MiniMap pannable zoomable />}
    </ReactFlow>
  );
}

function cardsOf({ before, after, changes }: Comparison, called: (node: Comparison['after']['nodes'][number]) => string): VersionNode[] {
  const byNode = Map.groupBy(changes, (change) => change.nodeId ?? '');
  const card = (node: Comparison['after']['nodes'][number], gone: boolean): VersionNode => {
    const own = byNode.get(node.id) ?? [];
    const whole = own.find((change) => change.part === 'node');
    const fate: Fate = gone ? 'removed' : whole ? 'added' : own.length > 0 ? 'changed' : 'same';
    const { width, height } = nodeKindInfo[node.kind].size;
    return { id: gone ? `gone ${node.id}` : node.id, type: 'version', position: node.position, width, height, measured: { width, height }, focusable: fate !== 'same', data: { kind: node.kind, name: called(node), connector: connectorOfNode(node), fate, sentences: own.map(({ sentence }) => sentence) }, ariaLabel: [called(node), ...own.map(({ sentence }) => sentence)].join(' ') };
  };
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  return [...before.nodes.filter((node) => now.get(node.id)?.kind !== node.kind).map((node) => card(node, true)), ...after.nodes.map((node) => card(node, false))];
}

function linesOf({ before, after }: Comparison): Edge[] {
  const now = new Map(after.nodes.map((node) => [node.id, node.kind]));
  const old = new Map(before.nodes.map((node) => [node.id, node.kind]));
  const key = ({ from, to }: FlowEdge) => `${from}→${to}`;
  const [newer, older] = [new Set(after.edges.map(key)), new Set(before.edges.map(key))];
  const line = (edge: FlowEdge, fate: Fate): Edge => {
    const [from, to] = [portRef(edge.from), portRef(edge.to)];
    // A line that went may have led to a node that went too.
    const end = (id: string) => (fate === 'removed' && now.get(id) !== old.get(id) ? `gone ${id}` : id);
    return { id: `${fate} ${key(edge)}`, source: end(from.node), sourceHandle: from.port, target: end(to.node), targetHandle: to.port, style: fate === 'added' ? { stroke: 'var(--accent)', strokeWidth: 2.5 } : fate === 'removed' ? { stroke: 'var(--text-faint)', strokeDasharray: '4 4' } : {} };
  };
  return [...before.edges.filter((edge) => !newer.has(key(edge))).map((edge) => line(edge, 'removed')), ...after.edges.map((edge) => line(edge, older.has(key(edge)) ? 'same' : 'added'))];
}
