import type { FlowNode } from '#shared/flow/document.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';

/** Side of a drawn port in pixels. */
export const portSize = 12;

/** Between two cards in a row: room for a port's name and a counter. */
export const nodeGap = 92;

/** How far below the card's top edge the middle of a port lies; ports share the height evenly. */
export function portTop(kind: FlowNode['kind'], side: 'in' | 'out', index: number): number {
  const { ports, size } = nodeKindInfo[kind];
  return Math.round((size.height * (index + 1)) / (ports[side].length + 1));
}
