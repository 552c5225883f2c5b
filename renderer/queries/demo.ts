import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Input } from '#shared/ipc/contract.ts';
import { keys } from './keys.ts';

export function useDemoState() {
  return useQuery({ queryKey: keys.demo, queryFn: () => call('demo.state', {}) });
}

/** Starts the look-alikes; new connections and a flow come with them. */
export function useStartDemo() {
  const client = useQueryClient();
  return useMutation({
    /** With `connectors` only connections to these services, without a flow. */
    mutationFn: (input: Input<'demo.start'> = {}) => call('demo.start', input),
    onSuccess: (state) => {
      client.setQueryData(keys.demo, state);
      for (const queryKey of [keys.flows, keys.connections]) void client.invalidateQueries({ queryKey });
    },
  });
}

export function useStopDemo() {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call('demo.stop', {}), onSuccess: (state) => client.setQueryData(keys.demo, state) });
}
