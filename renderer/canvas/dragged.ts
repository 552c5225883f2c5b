import * as z from 'zod';
import { FlowNodeSchema } from '#shared/flow/document.ts';
import type { NewNode } from '#shared/flow/edit.ts';

/** What the palette puts on a drag: a node without id and place. */
export const dragType = 'application/x-fluxo-node';
const NewNodeSchema = FlowNodeSchema.omit({ id: true, position: true });

export function writeDragged(transfer: DataTransfer, node: NewNode): void {
  transfer.setData(dragType, JSON.stringify(node));
  transfer.effectAllowed = 'copy';
}

/** The dragged node, or null when something else was dropped. */
export function readDragged(transfer: DataTransfer): NewNode | null {
  const text = transfer.getData(dragType);
  if (text === '') return null;
  const parsed = z.safeParse(NewNodeSchema, JSON.parse(text));
  return parsed.success ? parsed.data : null;
}
