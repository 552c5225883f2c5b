import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import type { FlowDocument, FlowEdge, FlowNode } from '#shared/flow/document.ts';
import { addNode, connect, edgeBetween, freePlace, idFor, insertInto, makeRoom, type NewNode } from '#shared/flow/edit.ts';
import { growFrames, settle } from '#shared/flow/frames.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { connectorOf } from '#shared/catalog/catalog.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { nodeGap } from './geometry.ts';

interface Where {
  /** Top left corner on the canvas; absent = beside the selected node, else in the middle of the view. */
  readonly at?: FlowNode['position'];
  /** A line to be put into. */
  readonly into?: FlowEdge;
  /** The line to draw to the new node, whose id it gets. */
  readonly joins?: (id: string) => FlowEdge;
}

/** Adds a node, with its only possible connection filled in and joined to the selected node when that fits; selects it. */
export function useAddNode(): (node: NewNode, where?: Where) => void {
  const catalog = useCatalog().data ?? noCatalog;
  const connections = useConnections().data;
  const { screenToFlowPosition, getNodesBounds, setCenter, getZoom } = useReactFlow();
  return useCallback(
    (node, where = {}) => {
      const { flow, selectedIds, edit, select } = useEditor.getState();
      if (!flow) return;
      const of = node.settings['stream'] ?? node.settings['target'];
      const fitting = typeof of === 'string' ? connections?.filter((connection) => connection.connector === connectorOf(of)) : [];
      const filled: NewNode = fitting?.length === 1 && !node.connection ? { ...node, connection: fitting[0]!.id } : node;
      const id = idFor(flow, filled);
      const beside = where.at ? undefined : flow.nodes.find((other) => selectedIds.length === 1 && other.id === selectedIds[0]);
      const { width, height } = nodeKindInfo[node.kind].size;
      const wish = where.at ?? (beside ? { x: beside.position.x + (nodeKindInfo[node.kind].ports.in.length > 0 ? 1 : -1) * (width + nodeGap), y: beside.position.y } : middle(screenToFlowPosition, width, height));
      const place = freePlace(flow, wish, where.at ? 0 : undefined);
      const joined = (current: FlowDocument) => {
        const added = addNode(current, filled, id, place);
        const into = where.into && insertInto(added, catalog, id, where.into);
        if (into && into !== added) return makeRoom(into, id, nodeGap);
        if (where.joins) return connect(added, where.joins(id));
        const edge = beside && (edgeBetween(added, catalog, beside.id, id) ?? edgeBetween(added, catalog, id, beside.id));
        return edge ? connect(added, edge) : added;
      };
      edit((current) => growFrames(settle(joined(current), [id])));
      select([id]);
      if (!where.at && beside) {
        const bounds = getNodesBounds([beside.id]);
        if (bounds.width > 0) void setCenter(place.x + width / 2 - 60, place.y + height / 2, { zoom: getZoom(), duration: 160 });
      }
    },
    [catalog, connections, screenToFlowPosition, getNodesBounds, setCenter, getZoom],
  );
}

function middle(toFlow: (point: { x: number; y: number }) => { x: number; y: number }, width: number, height: number): FlowNode['position'] {
  const box = document.querySelector('[data-canvas]')?.getBoundingClientRect();
  const centre = toFlow(box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : { x: 400, y: 300 });
  return { x: centre.x - width / 2, y: centre.y - height / 2 };
}
