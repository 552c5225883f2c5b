import { stableText } from '#shared/records/stableText.ts';
import type { Value } from '#shared/records/story.ts';
import type { Plan } from './plan.ts';

/** Hash of what a flow does: its nodes as they take part, with their settings and connections, and the lines between them. Names and places on the canvas do not count. */
export function markOf(plan: Plan, hash: (text: string) => string): string {
  const nodes = plan.order.map(({ id, node, next }) => ({ id, kind: node.kind, connection: node.connection ?? null, settings: node.settings, next }));
  return hash(stableText(nodes as unknown as Value)).slice(0, 40);
}
