import type { QueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import { keys } from '#renderer/queries/keys.ts';
import type { Output } from '#shared/ipc/contract.ts';

type Opened = Output<'flows.open'>;
let early: { readonly flowId: string; readonly answer: Promise<Opened> } | null = null;

/**
 * Asks for all that the drawing of a flow is made from, in one go and before the screen is there to ask: the engine reads while the page still loads,
 * and a flow whose cards know the catalog from the start is worked out once and not at each answer.
 */
export function openEarly(client: QueryClient, flowId: string): void {
  const around = [
    client.prefetchQuery({ queryKey: keys.catalog, queryFn: () => call('catalog.get', {}), staleTime: Infinity }),
    client.prefetchQuery({ queryKey: keys.connections, queryFn: () => call('connections.list', {}) }),
    client.prefetchQuery({ queryKey: keys.workspaceSettings, queryFn: () => call('settings.workspace', {}) }),
    client.prefetchQuery({ queryKey: keys.tables, queryFn: () => call('tables.list', {}) }),
  ];
  // A flow of thousands of nodes keeps the engine busy: what is small comes first, or it would come last.
  early = { flowId, answer: Promise.all(around).then(() => call('flows.open', { flowId })) };
  // Whoever takes it hears of it.
  early.answer.catch(() => undefined);
}

/** Opens a flow; what was asked for early is taken once, since a flow is read anew each time it is opened. */
export function openFlow(flowId: string): Promise<Opened> {
  const asked = early;
  early = null;
  return asked?.flowId === flowId ? asked.answer : call('flows.open', { flowId });
}
