import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { FlowListItem } from '#shared/ipc/contract.ts';
import type { ProblemCause } from '#shared/records/problems.ts';
import type { SetupDraft } from '#renderer/setup/setupDraft.ts';

/** How a flow is doing, in one word; the first that holds. */
export const healths = ['broken', 'failed', 'late', 'problems', 'running', 'fine', 'idle'] as const;
export type Health = (typeof healths)[number];

export function healthOf({ broken, scheduleError, late, lastRun, openProblems }: FlowListItem): Health {
  if (broken) return 'broken';
  if (lastRun?.status === 'running') return 'running';
  if (scheduleError || lastRun?.status === 'failed' || lastRun?.status === 'interrupted') return 'failed';
  if (late) return 'late';
  if (openProblems > 0) return 'problems';
  return lastRun ? 'fine' : 'idle';
}

/** Flows that need somebody. */
export const needsSomebody: ReadonlySet<Health> = new Set(['broken', 'failed', 'late', 'problems']);

/** Those that need somebody first, the worst of them in front; the others by name, as in every list. */
export function sortFlows(flows: readonly FlowListItem[]): readonly FlowListItem[] {
  const rank = (flow: FlowListItem) => (needsSomebody.has(healthOf(flow)) ? healths.indexOf(healthOf(flow)) : healths.length);
  return flows.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** One thing that waits for a person. */
export type Attention =
  | { readonly kind: 'connection'; readonly id: string; readonly connection: ConnectionInfo }
  | { readonly kind: 'flow'; readonly id: string; readonly flow: FlowListItem; readonly health: 'broken' | 'failed' | 'late' }
  | { readonly kind: 'problem'; readonly id: string; readonly cause: ProblemCause }
  | { readonly kind: 'setup'; readonly id: string; readonly draft: SetupDraft };

interface Known {
  readonly connections: readonly ConnectionInfo[];
  readonly flows: readonly FlowListItem[];
  readonly causes: readonly ProblemCause[];
  readonly setups: readonly SetupDraft[];
}

/** What waits for a person, what holds up most first: no service, no flow; no flow, no records; then the records, and last what was only begun. */
export function attentionOf({ connections, flows, causes, setups }: Known): readonly Attention[] {
  const lost = connections.filter(({ status }) => status === 'needsOwner');
  const ill = sortFlows(flows).flatMap((flow): Attention[] => {
    const health = healthOf(flow);
    // What only waits for somebody to sign in is said once, by the service itself.
    const { error } = flow.lastRun ?? {};
    if (health === 'failed' && !flow.scheduleError && error?.needsOwner && lost.some(({ id, name }) => error.where?.connection === name || error.where?.connection === id)) return [];
    return health === 'broken' || health === 'failed' || health === 'late' ? [{ kind: 'flow', id: `flow ${flow.id}`, flow, health }] : [];
  });
  return [
    ...lost.map((connection): Attention => ({ kind: 'connection', id: `connection ${connection.id}`, connection })),
    ...ill,
    ...causes.map((cause): Attention => ({ kind: 'problem', id: JSON.stringify([cause.flowId, cause.nodeId, cause.outcome, cause.cause]), cause })),
    ...setups.map((draft): Attention => ({ kind: 'setup', id: `setup ${draft.id}`, draft })),
  ];
}
