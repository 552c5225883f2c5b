import type { NodeTypes } from '@xyflow/react';
import type { NodeKind } from '#shared/flow/document.ts';
import { FrameBox } from './FrameBox.tsx';
import { NodeCard } from './NodeCard.tsx';
import { NoteBox } from './NoteBox.tsx';

const cards: Record<NodeKind, typeof NodeCard> = { source: NodeCard, map: NodeCard, filter: NodeCard, rules: NodeCard, limit: NodeCard, target: NodeCard };

/** Outside every component: a new object here would mount every card anew. A new kind fails to compile until it has a card. */
export const nodeTypes: NodeTypes = { ...cards, frame: FrameBox, note: NoteBox };
