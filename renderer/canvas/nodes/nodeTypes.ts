import type { NodeTypes } from '@xyflow/react';
import type { NodeKind } from '#shared/flow/document.ts';
import { NodeCard } from './NodeCard.tsx';

/** Outside every component: a new object here would mount every card anew. A new kind fails to compile until it has a card. */
export const nodeTypes: NodeTypes & Record<NodeKind, typeof NodeCard> = { source: NodeCard, map: NodeCard, filter: NodeCard, rules: NodeCard, limit: NodeCard, target: NodeCard };
