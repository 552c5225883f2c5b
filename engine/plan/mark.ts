import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import { stableText } from '#shared/records/stableText.ts';
import type { Value } from '#shared/records/story.ts';
import type { Plan } from './plan.ts';

/**
 * Hash of what a flow does: its nodes as they take part, with their settings, the lines between them, and where their connections lead: a plan made on a
 * practice company is none for the real one. Names and places on the canvas do not count, nor do credentials.
 */
export function markOf(plan: Plan, connections: readonly Pick<ConnectionInfo, 'id' | 'environment' | 'settings'>[], hash: (text: string) => string): string {
  const nodes = plan.order.map(({ id, node, next }) => ({ id, kind: node.kind, connection: node.connection ?? null, settings: node.settings, next }));
  const used = new Set(nodes.map(({ connection }) => connection));
  const places = connections.filter(({ id }) => used.has(id)).map(({ id, environment, settings }) => ({ id, environment, settings })).toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return hash(stableText({ nodes, places } as unknown as Value)).slice(0, 40);
}
