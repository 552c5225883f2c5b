import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Preferences } from '#shared/ipc/contract.ts';
import { keys } from './keys.ts';

export function useAppInfo() {
  return useQuery({ queryKey: keys.appInfo, queryFn: () => call('app.info', {}), staleTime: Infinity });
}

export function usePreferences() {
  return useQuery({ queryKey: keys.preferences, queryFn: () => call('preferences.get', {}), staleTime: Infinity });
}

/** Who looks after the schedule, and for how long nobody did. */
export function useWatch() {
  return useQuery({ queryKey: keys.watch, queryFn: () => call('watch.state', {}) });
}

/** Layout is kept by name, so that parts of the screen do not overwrite each other. The choice shows at once; the host's answer, which holds all preferences, replaces it. */
export function useSetPreferences() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: Preferences) => call('preferences.set', changes),
    onMutate: (changes) => client.setQueryData<Preferences>(keys.preferences, (current) => ({ ...current, ...changes, layout: { ...current?.layout, ...changes.layout } })),
    onSuccess: (preferences) => client.setQueryData(keys.preferences, preferences),
    onError: () => client.invalidateQueries({ queryKey: keys.preferences }),
  });
}
