import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import { keys } from './keys.ts';

/** A pick list read live from a connection; not asked for while there is no connection to ask. */
export function usePickList(connectionId: string | undefined, list: string | undefined) {
  return useQuery({
    queryKey: keys.list(connectionId ?? '', list ?? ''),
    queryFn: () => call('lists.get', { connectionId: connectionId ?? '', list: list ?? '' }),
    enabled: Boolean(connectionId && list),
  });
}

/** Reads a pick list anew, past what host and screen remember. */
export function useRefreshPickList(connectionId: string | undefined, list: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => client.fetchQuery({ queryKey: keys.list(connectionId ?? '', list ?? ''), queryFn: () => call('lists.get', { connectionId: connectionId ?? '', list: list ?? '', fresh: true }), staleTime: 0 }),
    // The list itself tells its error.
    onError: () => undefined,
  });
}

/** Several at once; null = none to ask. */
export function usePickLists(lists: readonly ({ readonly connectionId: string; readonly list: string } | null)[]) {
  return useQueries({
    queries: lists.map((wanted) => ({
      queryKey: keys.list(wanted?.connectionId ?? '', wanted?.list ?? ''),
      queryFn: () => call('lists.get', { connectionId: wanted?.connectionId ?? '', list: wanted?.list ?? '' }),
      enabled: wanted !== null,
    })),
  });
}
