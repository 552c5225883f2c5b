import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Input } from '#shared/ipc/contract.ts';
import { keys } from './keys.ts';

/** What the workspace gives to nodes of all flows. */
export function useWorkspaceSettings() {
  return useQuery({ queryKey: keys.workspaceSettings, queryFn: () => call('settings.workspace', {}), retry: false });
}

/** Every node that settings can be given to, over all flows. */
export function useSettingUsers() {
  return useQuery({ queryKey: keys.settingUsers, queryFn: () => call('settings.users', {}) });
}

/** Gives a setting to the nodes of a connection or of the workspace, or takes it back. */
export function usePutSetting() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<'settings.put'>) => call('settings.put', input),
    onSuccess: (_saved, { place }) => client.invalidateQueries({ queryKey: place.level === 'workspace' ? keys.workspaceSettings : keys.connections }),
  });
}
