import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import { keys } from './keys.ts';

/** Fails with what keeps the workspace from opening. */
export function useWorkspaceState() {
  return useQuery({ queryKey: keys.workspace, queryFn: () => call('workspace.state', {}) });
}

export function useTrustRestored() {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call('workspace.trust', {}), onSuccess: (state) => client.setQueryData(keys.workspace, state) });
}

export function useBackups() {
  return useQuery({ queryKey: keys.backups, queryFn: () => call('backups.list', {}), staleTime: Infinity });
}

/** Brings a copy back; then all that was asked of the workspace is asked anew, which opens it. */
export function useRestoreBackup(onRestored: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => call('backups.restore', { name }),
    onSuccess: () => {
      onRestored();
      return client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.preferences[0] });
    },
  });
}
