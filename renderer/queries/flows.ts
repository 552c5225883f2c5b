import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Input } from '#shared/ipc/contract.ts';
import { saveNow } from '#renderer/state/autosave.ts';
import { keys } from './keys.ts';

export function useFlows() {
  return useQuery({ queryKey: keys.flows, queryFn: () => call('flows.list', {}) });
}

export function useTemplates() {
  return useQuery({ queryKey: keys.templates, queryFn: () => call('templates.list', {}), staleTime: Infinity });
}

/** What stands between a flow and going live; looked at anew whenever it is shown, with everything saved that was typed before. */
export function usePreflight(flowId: string) {
  return useQuery({
    queryKey: keys.preflight(flowId),
    queryFn: async () => {
      await saveNow();
      return call('flows.preflight', { flowId });
    },
    staleTime: 0,
    refetchOnMount: 'always',
  });
}

export function useCreateFlow() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: Input<'flows.create'>) => call('flows.create', input), onSuccess: () => client.invalidateQueries({ queryKey: keys.flows }) });
}

export function useDeleteFlow() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (flowId: string) => call('flows.delete', { flowId }), onSuccess: () => client.invalidateQueries({ queryKey: keys.flows }) });
}
