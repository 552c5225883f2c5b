import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import type { AuthorisationState, Input } from '#shared/ipc/contract.ts';
import { keys } from './keys.ts';

/** The newest try to sign in on a service's page; its changes come as events. */
export function useAuthorisation(): AuthorisationState | null {
  return useQuery({ queryKey: keys.authorisation, queryFn: () => call('authorisations.current', {}) }).data ?? null;
}

function useStep<V>(step: (input: V) => Promise<AuthorisationState>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: step,
    onSuccess: (state) => {
      client.setQueryData(keys.authorisation, state);
      if (state.phase === 'done') void client.invalidateQueries({ queryKey: keys.connections });
    },
  });
}

export const useStartAuthorisation = () => useStep((input: Input<'authorisations.start'>) => call('authorisations.start', input));
export const useAnswerAuthorisation = () => useStep((input: Input<'authorisations.answer'>) => call('authorisations.answer', input));
export const useReopenAuthorisation = () => useStep((attemptId: string) => call('authorisations.reopen', { attemptId }));
export const useCancelAuthorisation = () => useStep((attemptId: string) => call('authorisations.cancel', { attemptId }));
