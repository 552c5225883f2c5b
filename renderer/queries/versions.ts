import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Input } from '#shared/ipc/contract.ts';
import { keys } from './keys.ts';

const again = (client: QueryClient, flowId: string) => Promise.all([client.invalidateQueries({ queryKey: keys.versions(flowId) }), client.invalidateQueries({ queryKey: keys.live(flowId) })]);

export function useVersionList(flowId: string) {
  return useQuery({ queryKey: keys.versions(flowId), queryFn: () => call('versions.list', { flowId }) });
}

/** A version never changes, so it is read once. */
export function useVersion(flowId: string, versionId: string | null) {
  return useQuery({ queryKey: keys.version(flowId, versionId ?? ''), queryFn: () => call('versions.get', { flowId, versionId: versionId ?? '' }), enabled: versionId !== null, staleTime: Infinity });
}

export function useLiveVersion(flowId: string) {
  return useQuery({ queryKey: keys.live(flowId), queryFn: () => call('flows.live', { flowId }) });
}

export function useKeepVersion() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: Input<'versions.keep'>) => call('versions.keep', input), onSuccess: (_version, { flowId }) => again(client, flowId) });
}

export function useRenameVersion() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: Input<'versions.rename'>) => call('versions.rename', input), onSuccess: (_version, { flowId }) => again(client, flowId) });
}

export function useRemoveVersion() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: Input<'versions.remove'>) => call('versions.remove', input), onSuccess: (_done, { flowId }) => again(client, flowId) });
}

export function useMakeLive() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: Input<'flows.makeLive'>) => call('flows.makeLive', input), onSuccess: (_live, { flowId }) => again(client, flowId) });
}
