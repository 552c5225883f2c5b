import { Background, BackgroundVariant, ReactFlow, useReactFlow, type Connection, type EdgeChange, type NodeChange, type OnConnectEnd, type OnConnectStart } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent, type MouseEvent as ReactMouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowEdge, FlowNode } from '#shared/flow/document.ts';
import { canConnect, connect, grid, moveNodes } from '#shared/flow/edit.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useConnecting } from '#renderer/state/connectingStore.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { CanvasControls } from './CanvasControls.tsx';
import { edgeTypes } from './Line.tsx';
import { KeepCentre } from './KeepCentre.tsx';
import { Overview, overviewBelow } from './Overview.tsx';
import { NodePicker, useNodePicker } from './NodePicker.tsx';
import { dragType, readDragged } from './dragged.ts';
import { edgeId, type CanvasEdge, type CanvasNode } from './canvasNodes.ts';
import { NodeMenu, useNodeMenu } from './nodes/NodeMenu.tsx';
import { nodeTypes } from './nodes/nodeTypes.ts';
import { useAddNode } from './useAddNode.ts';
import { useCards } from './useCards.ts';
import { useFit, zoomLimits } from './useFit.ts';

const noDrag: ReadonlyMap<string, FlowNode['position']> = new Map();
/** From here on only what is in view is mounted, and a far view is drawn as one picture. */
const manyNodes = 200;
const snapGrid: [number, number] = [grid, grid];
const shiftOrMod = ['Meta', 'Control', 'Shift'];
const noNodes: CanvasNode[] = [];
const noEdges: CanvasEdge[] = [];

const asEdge = (connection: Connection | CanvasEdge): FlowEdge => ({ from: `${connection.source}.${connection.sourceHandle}`, to: `${connection.target}.${connection.targetHandle}` });

/** The drawing: cards, lines, dragging, connecting, dropping. All edits go to the editor store as pure edits. */
export function FlowCanvas({ children }: { readonly children?: React.ReactNode }) {
  const { t } = useTranslation('editor');
  const catalog = useCatalog().data ?? noCatalog;
  const [dragged, setDragged] = useState(noDrag);
  const { nodes, edges } = useCards(dragged);
  const many = nodes.length > manyNodes;
  // A large flow begins as an overview: fitting it would else mount every card once.
  const [far, setFar] = useState(many);
  const fit = useFit();
  const { screenToFlowPosition } = useReactFlow<CanvasNode, CanvasEdge>();
  const addNode = useAddNode();
  const dropEdge = useRef<string | null>(null);

  const onNodesChange = useCallback((changes: readonly NodeChange<CanvasNode>[]) => {
    const moved = changes.filter((change) => change.type === 'position' && change.position);
    if (moved.length > 0) {
      setDragged((before) => {
        const next = new Map(before);
        for (const change of moved) if (change.type === 'position' && change.position) next.set(change.id, change.position);
        return next;
      });
    }
    const selected = changes.filter((change) => change.type === 'select');
    if (selected.length > 0) {
      const { selectedIds, selectedEdges, select } = useEditor.getState();
      const ids = new Set(selectedIds);
      for (const change of selected) if (change.type === 'select') ids[change.selected ? 'add' : 'delete'](change.id);
      select([...ids], selectedEdges);
    }
  }, []);

  const onEdgesChange = useCallback((changes: readonly EdgeChange<CanvasEdge>[]) => {
    const selected = changes.filter((change) => change.type === 'select');
    if (selected.length === 0) return;
    const { flow, selectedIds, selectedEdges, select } = useEditor.getState();
    const ids = new Set(selectedEdges.map(edgeId));
    for (const change of selected) if (change.type === 'select') ids[change.selected ? 'add' : 'delete'](change.id);
    select(selectedIds, flow?.edges.filter((edge) => ids.has(edgeId(edge))) ?? []);
  }, []);

  const commitDrag = useCallback(() => {
    setDragged((places) => {
      if (places.size > 0) queueMicrotask(() => useEditor.getState().edit((flow) => moveNodes(flow, places)));
      return places;
    });
  }, []);
  // The places being dragged give way once the document has them.
  const flow = useEditor((state) => state.flow);
  useEffect(() => setDragged((before) => (before.size > 0 ? noDrag : before)), [flow]);

  const onConnectStart: OnConnectStart = useCallback(
    (_event, { nodeId, handleId, handleType }) => {
      const current = useEditor.getState().flow;
      if (!current || !nodeId || !handleId) return;
      const own = `${nodeId}.${handleId}`;
      const fits = new Set<string>();
      for (const node of current.nodes) {
        for (const port of nodeKindInfo[node.kind].ports[handleType === 'source' ? 'in' : 'out']) {
          const other = `${node.id}.${port.name}`;
          if (canConnect(current, catalog, handleType === 'source' ? { from: own, to: other } : { from: other, to: own })) fits.add(`${handleType === 'source' ? 'in' : 'out'} ${other}`);
        }
      }
      useConnecting.setState({ fits });
    },
    [catalog],
  );
  // A line let go over nothing asks what should stand there.
  const onConnectEnd: OnConnectEnd = useCallback((event, { fromHandle, toHandle, fromNode }) => {
    useConnecting.setState({ fits: null });
    if (toHandle || !fromHandle?.id || !fromNode || !(event instanceof MouseEvent) || !(event.target instanceof Element) || !event.target.closest('.react-flow__pane')) return;
    useNodePicker.setState({ at: { x: event.clientX, y: event.clientY }, from: { ref: `${fromNode.id}.${fromHandle.id}`, side: fromHandle.type === 'source' ? 'out' : 'in' } });
  }, []);

  const isValidConnection = useCallback((connection: Connection | CanvasEdge) => {
    const current = useEditor.getState().flow;
    return current !== null && canConnect(current, catalog, asEdge(connection));
  }, [catalog]);
  const onConnect = useCallback((connection: Connection) => useEditor.getState().edit((current) => connect(current, asEdge(connection))), []);

  const onDragOver = useCallback((event: DragEvent) => {
    if (!event.dataTransfer.types.includes(dragType)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    dropEdge.current = document.elementFromPoint(event.clientX, event.clientY)?.closest('.react-flow__edge')?.getAttribute('data-id') ?? null;
  }, []);
  const onDrop = useCallback(
    (event: DragEvent) => {
      const node = readDragged(event.dataTransfer);
      if (!node) return;
      event.preventDefault();
      const { width, height } = nodeKindInfo[node.kind].size;
      const point = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      const edge = useEditor.getState().flow?.edges.find((candidate) => edgeId(candidate) === dropEdge.current);
      addNode(node, { at: { x: point.x - width / 2, y: point.y - height / 2 }, ...(edge && { into: edge }) });
    },
    [addNode, screenToFlowPosition],
  );

  const connecting = useConnecting((state) => state.fits !== null);
  const overview = many && far;
  const ariaLabelConfig = useMemo(() => ({ 'node.a11yDescription.default': t('canvas.nodeHint'), 'edge.a11yDescription.default': t('canvas.lineHint') }), [t]);

  return (
    <main aria-label={t('canvas.label')} className="relative h-full w-full" onDragOver={onDragOver} onDrop={onDrop} data-canvas>
      <ReactFlow<CanvasNode, CanvasEdge>
        className={connecting ? 'connecting' : ''}
        nodes={overview ? noNodes : nodes}
        edges={overview ? noEdges : edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={commitDrag}
        onSelectionDragStop={commitDrag}
        onNodeContextMenu={onNodeContextMenu}
        onNodeDoubleClick={() => useLayout.getState().showInspector()}
        onConnectStart={onConnectStart}
        onConnectEnd={onConnectEnd}
        onConnect={onConnect}
        isValidConnection={isValidConnection}
        connectionRadius={28}
        onMove={(_event, viewport) => setFar(viewport.zoom < overviewBelow)}
        onlyRenderVisibleElements={many}
        snapToGrid
        snapGrid={snapGrid}
        selectNodesOnDrag
        multiSelectionKeyCode={shiftOrMod}
        deleteKeyCode={null}
        disableKeyboardA11y
        autoPanOnNodeFocus
        panOnScroll
        onDoubleClick={(event) => event.target instanceof Element && event.target.matches('.react-flow__pane') && useNodePicker.setState({ at: { x: event.clientX, y: event.clientY }, from: null })}
        zoomOnDoubleClick={false}
        minZoom={zoomLimits.least}
        maxZoom={zoomLimits.most}
        onInit={() => fit({ duration: 0 })}
        proOptions={proOptions}
        ariaLabelConfig={ariaLabelConfig}
        elevateNodesOnSelect={false}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
        {overview && <Overview nodes={nodes} edges={edges} />}
        <KeepCentre />
        <CanvasControls nodeCount={nodes.length} />
        <NodePicker />
        <NodeMenu />
        {children}
      </ReactFlow>
    </main>
  );
}

function onNodeContextMenu(event: ReactMouseEvent, node: CanvasNode): void {
  event.preventDefault();
  useNodeMenu.setState({ open: { nodeId: node.id, x: event.clientX, y: event.clientY } });
}

const proOptions = { hideAttribution: true };
