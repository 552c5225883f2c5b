import { Background, BackgroundVariant, ReactFlow, useReactFlow, type EdgeChange, type NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState, type MouseEvent as ReactMouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { grid } from '#shared/flow/edit.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useConnecting } from '#renderer/state/connectingStore.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { classes } from '#renderer/ui/classes.ts';
import { CanvasControls } from './CanvasControls.tsx';
import { CanvasMenu, useCanvasMenu } from './CanvasMenu.tsx';
import { Guides } from './Guides.tsx';
import { edgeTypes } from './Line.tsx';
import { LinePeek } from './LinePeek.tsx';
import { KeepCentre } from './KeepCentre.tsx';
import { Overview, overviewBelow } from './Overview.tsx';
import { NodePicker, useNodePicker } from './NodePicker.tsx';
import { RecordTrace } from './RecordTrace.tsx';
import { SelectArea } from './SelectArea.tsx';
import { edgeId, inHand, isCard, type CanvasEdge, type CanvasNode } from './canvasNodes.ts';
import { useResizing } from './dropStore.ts';
import { NodeMenu, useNodeMenu } from './nodes/NodeMenu.tsx';
import { nodeTypes } from './nodes/nodeTypes.ts';
import { usePeek } from './peekStore.ts';
import { useTool } from './toolStore.ts';
import { useTrace } from './traceStore.ts';
import { useCards } from './useCards.ts';
import { useConnect } from './useConnect.ts';
import { useFit, zoomLimits } from './useFit.ts';
import { useInView } from './useInView.ts';
import { useNodeDrag } from './useNodeDrag.ts';
import { usePaletteDrop } from './usePaletteDrop.ts';
import { usePanToLine } from './usePanToLine.ts';
import { motion } from './useView.ts';

/** From here on only what is in view is mounted, and a far view is drawn as one picture. */
const manyNodes = 200;
/** Below this zoom cards show their name and mark alone, larger. */
const lessBelow = 0.6;
const snapGrid: [number, number] = [grid, grid];
const shiftOrMod = ['Meta', 'Control', 'Shift'];
const noNodes: CanvasNode[] = [];
const noEdges: CanvasEdge[] = [];
const middleButton = [1];
const leftAndMiddle = [0, 1];

type Detail = 'full' | 'less' | 'far';
const detailAt = (zoom: number): Detail => (zoom < overviewBelow ? 'far' : zoom < lessBelow ? 'less' : 'full');

/** The drawing: cards, frames, notes, lines, and what a hand does with them. All edits go to the editor store as pure edits. */
export function FlowCanvas({ children }: { readonly children?: React.ReactNode }) {
  const { t } = useTranslation('editor');
  const catalog = useCatalog().data ?? noCatalog;
  // What is on screen, for hands that work past React.
  const drawing = useRef<{ nodes: CanvasNode[]; edges: CanvasEdge[] }>({ nodes: noNodes, edges: noEdges });
  const all = useRef<readonly CanvasNode[]>(noNodes);
  const { dragged, move, commit } = useNodeDrag(catalog, drawing);
  const whole = useCards();
  const many = whole.nodes.length > manyNodes;
  // A large flow begins as an overview: fitting it would else mount every card once.
  const [detail, setDetail] = useState<Detail>(many ? 'far' : 'full');
  const overview = many && detail === 'far';
  const near = useInView(whole, many && !overview);
  const resized = useResizing((state) => state.rects);
  const nodes = useMemo(() => (overview ? noNodes : inHand(near.nodes, dragged, resized)), [overview, near, dragged, resized]);
  const edges = overview ? noEdges : (near.edges as CanvasEdge[]);
  drawing.current = overview ? whole : { nodes, edges };
  all.current = whole.nodes;
  const fit = useFit();
  const { screenToFlowPosition, setCenter } = useReactFlow<CanvasNode, CanvasEdge>();
  const { onConnectStart, onConnectEnd, onConnect, isValidConnection } = useConnect(catalog, drawing);
  const drop = usePaletteDrop(drawing);
  const tool = useTool((state) => state.tool);
  const panToLine = usePanToLine();

  const onNodesChange = useCallback(
    (changes: readonly NodeChange<CanvasNode>[]) => {
      move(changes);
      const selected = changes.filter((change) => change.type === 'select');
      if (selected.length === 0) return;
      const { selectedIds, selectedEdges, select } = useEditor.getState();
      const ids = new Set(selectedIds);
      for (const change of selected) if (change.type === 'select') ids[change.selected ? 'add' : 'delete'](change.id);
      select([...ids], selectedEdges);
    },
    [move],
  );

  const onEdgesChange = useCallback((changes: readonly EdgeChange<CanvasEdge>[]) => {
    const selected = changes.filter((change) => change.type === 'select');
    if (selected.length === 0) return;
    const { flow, selectedIds, selectedEdges, select } = useEditor.getState();
    const ids = new Set(selectedEdges.map(edgeId));
    for (const change of selected) if (change.type === 'select') ids[change.selected ? 'add' : 'delete'](change.id);
    select(selectedIds, flow?.edges.filter((edge) => ids.has(edgeId(edge))) ?? []);
  }, []);

  const connecting = useConnecting((state) => state.from !== null);
  const tracing = useTrace((state) => state.path !== null);
  const ariaLabelConfig = useMemo(() => ({ 'node.a11yDescription.default': t('canvas.nodeHint'), 'edge.a11yDescription.default': t('canvas.lineHint') }), [t]);
  const onDoubleClick = useCallback(
    (event: ReactMouseEvent) => {
      if (!(event.target instanceof Element) || !event.target.matches('.react-flow__pane')) return;
      if (!overview) return useNodePicker.setState({ at: { x: event.clientX, y: event.clientY }, from: null, into: null });
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      void setCenter(x, y, { zoom: 1, duration: motion(160) });
    },
    [overview, screenToFlowPosition, setCenter],
  );

  return (
    <main aria-label={t('canvas.label')} className="relative h-full w-full" {...drop} onFocus={panToLine} data-canvas data-tool={tool}>
      <ReactFlow<CanvasNode, CanvasEdge>
        className={classes(`detail-${detail}`, connecting && 'connecting', tracing && 'tracing')}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={commit}
        onSelectionDragStop={commit}
        onNodeContextMenu={onNodeContextMenu}
        onPaneContextMenu={onPaneContextMenu}
        onNodeDoubleClick={onNodeDoubleClick}
        onEdgeMouseEnter={onEdgeMouseEnter}
        onEdgeMouseLeave={onEdgeMouseLeave}
        onConnectStart={onConnectStart}
        onConnectEnd={onConnectEnd}
        onConnect={onConnect}
        isValidConnection={isValidConnection}
        connectionRadius={28}
        onMove={(_event, viewport) => setDetail(detailAt(viewport.zoom))}
        onlyRenderVisibleElements={many}
        snapToGrid
        snapGrid={snapGrid}
        selectNodesOnDrag
        selectionKeyCode={null}
        multiSelectionKeyCode={shiftOrMod}
        deleteKeyCode={null}
        disableKeyboardA11y
        autoPanOnNodeFocus
        panOnScroll
        panOnDrag={tool === 'hand' ? leftAndMiddle : middleButton}
        onDoubleClick={onDoubleClick}
        zoomOnDoubleClick={false}
        minZoom={zoomLimits.least}
        maxZoom={zoomLimits.most}
        onInit={() => fit({ duration: 0 })}
        proOptions={proOptions}
        ariaLabelConfig={ariaLabelConfig}
        elevateNodesOnSelect={false}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
        {overview && <Overview nodes={whole.nodes} edges={whole.edges} />}
        <SelectArea nodes={all} isPicture={overview} />
        <Guides />
        <KeepCentre />
        <CanvasControls nodes={whole.nodes} />
        <RecordTrace />
        <LinePeek nodes={nodes} edges={edges} />
        <NodePicker />
        <NodeMenu />
        <CanvasMenu />
        {children}
      </ReactFlow>
    </main>
  );
}

function onNodeContextMenu(event: ReactMouseEvent, node: CanvasNode): void {
  event.preventDefault();
  if (isCard(node)) useNodeMenu.setState({ open: { nodeId: node.id, x: event.clientX, y: event.clientY } });
}

function onPaneContextMenu(event: ReactMouseEvent | MouseEvent): void {
  event.preventDefault();
  // Everything lies inside the pane; only its own ground is empty canvas.
  if (event.target instanceof Element && event.target.matches('.react-flow__pane')) useCanvasMenu.setState({ at: { x: event.clientX, y: event.clientY } });
}

function onNodeDoubleClick(_event: ReactMouseEvent, node: CanvasNode): void {
  if (isCard(node)) useLayout.getState().showInspector();
}

function onEdgeMouseEnter(_event: ReactMouseEvent, line: CanvasEdge): void {
  usePeek.setState({ line: line.id });
}

function onEdgeMouseLeave(): void {
  usePeek.setState({ line: null });
}

const proOptions = { hideAttribution: true };
