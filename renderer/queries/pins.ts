import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Input } from '#shared/ipc/contract.ts';
import { keys } from './keys.ts';

/** Records pinned to the nodes of a flow; they are files, so a person may change them meanwhile. */
export function usePins(flowId: string | undefined) {
  return useQuery({ queryKey: keys.pins(flowId ?? ''), queryFn: () => call('pins.list', { flowId: flowId ?? '' }), enabled: Boolean(flowId), staleTime: 5_000 });
}

export function useSavePin(flowId: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: (pin: Omit<Input<'pins.save'>, 'flowId'>) => call('pins.save', { flowId, ...pin }), onSuccess: () => client.invalidateQueries({ queryKey: keys.pins(flowId) }) });
}

export function useRemovePin(flowId: string) {
  const client = useQueryClient();
  return useMutation({ mutationFn: (pin: Omit<Input<'pins.remove'>, 'flowId'>) => call('pins.remove', { flowId, ...pin }), onSuccess: () => client.invalidateQueries({ queryKey: keys.pins(flowId) }) });
}
