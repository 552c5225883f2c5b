import { useReactFlow, type Connection, type OnConnectEnd, type OnConnectStart } from '@xyflow/react';
import { useCallback, useEffect, type RefObject } from 'react';
import type { Catalog } from '#shared/catalog/catalog.ts';
import { portRef, type FlowEdge, type Point } from '#shared/flow/document.ts';
import { canConnect, connect, makeRoom } from '#shared/flow/edit.ts';
import { nodeById } from '#shared/flow/graph.ts';
import { joinLine } from '#shared/flow/joinLine.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { notConnecting, useConnecting } from '#renderer/state/connectingStore.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import type { CanvasEdge, CanvasNode } from './canvasNodes.ts';
import { connectTargets } from './connectTargets.ts';
import { noDrop, showDrop, useDrop } from './dropStore.ts';
import { nodeGap } from './geometry.ts';
import { lineAt } from './lines.ts';
import { useNodePicker } from './NodePicker.tsx';

const asEdge = (connection: Connection | CanvasEdge): FlowEdge => ({ from: `${connection.source}.${connection.sourceHandle}`, to: `${connection.target}.${connection.targetHandle}` });
/** How near the pointer must be to a line, in pixels of the screen, to let a connection go on it. */
const nearLine = 10;

/** Drawing lines: what lights up meanwhile, and what letting go does: on a port, a card, another line or nothing. */
export function useConnect(catalog: Catalog, drawing: RefObject<{ readonly nodes: readonly CanvasNode[]; readonly edges: readonly CanvasEdge[] }>) {
  const { screenToFlowPosition, getZoom } = useReactFlow();

  const lineUnder = useCallback(
    (event: { readonly clientX: number; readonly clientY: number }): CanvasEdge | null => {
      const { from } = useConnecting.getState();
      const { flow } = useEditor.getState();
      const { nodes, edges } = drawing.current;
      const point: Point = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      const line = flow && from && lineAt(point, nodes, edges, nearLine / getZoom());
      return line && line.data!.lines.length === 1 && joinLine(flow, catalog, from.ref, from.side, line.data!.line) ? line : null;
    },
    [catalog, drawing, screenToFlowPosition, getZoom],
  );

  // While a line is drawn the pointer is React Flow's; what lies under it is looked up, at most once a frame.
  const connecting = useConnecting((state) => state.from !== null);
  useEffect(() => {
    if (!connecting) return;
    let frame = 0;
    const onMove = (event: MouseEvent) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => showDrop({ line: isOnNode(event.target) ? null : (lineUnder(event)?.id ?? null), frame: null, guides: [] }));
    };
    document.addEventListener('mousemove', onMove);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('mousemove', onMove);
      useDrop.setState(noDrop);
    };
  }, [connecting, lineUnder]);

  const onConnectStart: OnConnectStart = useCallback(
    (_event, { nodeId, handleId, handleType }) => {
      const { flow } = useEditor.getState();
      if (!flow || !nodeId || !handleId) return;
      const from = { ref: `${nodeId}.${handleId}`, side: handleType === 'source' ? 'out' : 'in' } as const;
      const fits = connectTargets(flow, catalog, from.ref, from.side);
      useConnecting.setState({ from, fits, nodes: new Set([...fits].map((ref) => portRef(ref).node)) });
    },
    [catalog],
  );

  const onConnectEnd: OnConnectEnd = useCallback(
    (event, { fromHandle, toHandle, fromNode }) => {
      const { fits } = useConnecting.getState();
      const line = event instanceof MouseEvent ? lineUnder(event) : null;
      useConnecting.setState(notConnecting);
      const { flow, edit } = useEditor.getState();
      if (!flow || toHandle || !fromHandle?.id || !fromNode || !(event instanceof MouseEvent) || !(event.target instanceof Element)) return;
      const from = { ref: `${fromNode.id}.${fromHandle.id}`, side: fromHandle.type === 'source' ? 'out' : 'in' } as const;
      const over = event.target.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
      const card = over === undefined ? undefined : nodeById(flow, over);
      if (card) {
        // Anywhere on a card means its first port that fits.
        const port = nodeKindInfo[card.kind].ports[from.side === 'out' ? 'in' : 'out'].find(({ name }) => fits.has(`${card.id}.${name}`));
        if (port) edit((current) => connect(current, from.side === 'out' ? { from: from.ref, to: `${card.id}.${port.name}` } : { from: `${card.id}.${port.name}`, to: from.ref }));
      } else if (line) {
        edit((current) => {
          const joined = joinLine(current, catalog, from.ref, from.side, line.data!.line);
          const id = portRef(from.ref).node;
          return joined ? (joined.edges.includes(line.data!.line) ? joined : makeRoom(joined, id, nodeGap)) : current;
        });
      } else if (event.target.closest('.react-flow__pane')) useNodePicker.setState({ at: { x: event.clientX, y: event.clientY }, from, into: null });
    },
    [catalog, lineUnder],
  );

  const isValidConnection = useCallback(
    (connection: Connection | CanvasEdge) => {
      const { flow } = useEditor.getState();
      return flow !== null && canConnect(flow, catalog, asEdge(connection));
    },
    [catalog],
  );
  const onConnect = useCallback((connection: Connection) => useEditor.getState().edit((current) => connect(current, asEdge(connection))), []);
  return { onConnectStart, onConnectEnd, onConnect, isValidConnection };
}

const isOnNode = (target: EventTarget | null) => target instanceof Element && target.closest('.react-flow__node') !== null;
