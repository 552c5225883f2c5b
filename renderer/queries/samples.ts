import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Input, Output } from '#shared/ipc/contract.ts';
import { keys } from './keys.ts';

export type Sample = Output<'samples.get'>[number];

/** Records to try a mapping on: the last ones of the log, and when there are none yet a few read live. */
export function useSamples(connectionId: string | undefined, stream: string | undefined) {
  return useQuery({
    queryKey: keys.samples(connectionId ?? '', stream ?? ''),
    queryFn: async () => {
      const input = { connectionId: connectionId ?? '', stream: stream ?? '' };
      const kept = await call('samples.get', { ...input, live: false });
      return kept.length > 0 ? kept : call('samples.get', { ...input, live: true });
    },
    enabled: Boolean(connectionId && stream),
    staleTime: Infinity,
  });
}

/** Reads fresh samples from the service; nothing is kept and no cursor moves. */
export function useReadSamples(connectionId: string | undefined, stream: string | undefined, settings?: Input<'samples.get'>['settings']) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call('samples.get', { connectionId: connectionId ?? '', stream: stream ?? '', live: true, ...(settings && { settings }) }),
    onSuccess: (samples) => client.setQueryData(keys.samples(connectionId ?? '', stream ?? ''), samples),
  });
}
