import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { Input } from '#shared/ipc/contract.ts';
import { keys } from './keys.ts';

export function usePrivacy() {
  return useQuery({ queryKey: keys.privacy, queryFn: () => call('privacy.state', {}) });
}

export function useSetRetention() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (input: Input<'privacy.setRetention'>) => call('privacy.setRetention', input), onSuccess: (state) => client.setQueryData(keys.privacy, state) });
}

export function useFindPerson() {
  return useMutation({ mutationFn: (email: string) => call('privacy.find', { email }) });
}

/** What every list shows may hold the person, so all are read again. */
export function useErasePerson() {
  const client = useQueryClient();
  return useMutation({ mutationFn: (email: string) => call('privacy.erase', { email }), onSuccess: () => client.invalidateQueries() });
}
