import { useQuery } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import { keys } from './keys.ts';

/** The list's cap by contract; beyond it the screen says that there are more. */
export const mostProblems = 1000;

export function useProblems(flowId: string | null, state: 'open' | 'solved' = 'open') {
  return useQuery({ queryKey: keys.problemList(flowId, state), queryFn: () => call('problems.list', { ...(flowId && { flowId }), state, limit: mostProblems }) });
}
