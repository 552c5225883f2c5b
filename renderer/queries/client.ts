import { QueryClient, queryOptions } from '@tanstack/react-query';
import { FluxoError } from '#shared/errors.ts';
import type { CallName, EventName, Input } from '#shared/ipc/contract.ts';
import { call, on } from '#renderer/bridge.ts';

/**
 * What the main side owns is read through here and never copied into a store. The key of a query is the call and
 * its input, so an event can name the calls whose answers it made old.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // The engine retries what is worth retrying; here only a hiccup of the bridge is.
      retry: (failures, error) => failures < 1 && error instanceof FluxoError && error.kind === 'remote',
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

/** The query of one call: `useQuery(callQuery('flows.list', {}))`. */
export function callQuery<C extends CallName>(name: C, input: Input<C>) {
  return queryOptions({ queryKey: [name, input] as const, queryFn: () => call(name, input) });
}

const madeOldBy: Partial<Record<EventName, readonly CallName[]>> = {
  'flows.changed': ['flows.list'],
  'connections.changed': ['connections.list', 'lists.get', 'demo.state'],
  'problems.changed': ['problems.list', 'flows.list'],
  'run.finished': ['runs.list', 'runs.get', 'records.list', 'problems.list', 'flows.list', 'samples.get'],
};

/** Keeps the queries fresh by the main side's events; returns the function that stops it. */
export function listenToMain(client: QueryClient = queryClient): () => void {
  const ends = Object.entries(madeOldBy).map(([event, names]) =>
    on(event as EventName, () => {
      for (const name of names) void client.invalidateQueries({ queryKey: [name] });
    }),
  );
  return () => ends.forEach((end) => end());
}
