import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import { saveNow } from '#renderer/state/autosave.ts';
import type { Input } from '#shared/ipc/contract.ts';
import type { ProblemCause, ProblemState } from '#shared/records/problems.ts';
import { keys } from './keys.ts';

/** The list's cap by contract; beyond it the screen says that there are more. */
export const mostProblems = 1000;

/** Problems by cause, however many records they have. */
export function useProblemCauses(flowId: string | null, state: ProblemState) {
  return useQuery({ queryKey: keys.problemCauses(flowId, state), queryFn: () => call('problems.causes', { ...(flowId && { flowId }), state }) });
}

/** How many records wait for a person; undefined while it is being asked. */
export function useOpenProblems(flowId: string | null): number | undefined {
  return useProblemCauses(flowId, 'open').data?.reduce((sum, { count }) => sum + count, 0);
}

/** The records of one cause, newest first; asked for when somebody wants to see them. */
export function useProblemRecords({ flowId, nodeId, outcome, cause }: Pick<ProblemCause, 'flowId' | 'nodeId' | 'outcome' | 'cause'>, state: ProblemState, limit: number, wanted: boolean) {
  return useQuery({
    queryKey: keys.problemRecords(flowId, nodeId, outcome, cause, state, limit),
    queryFn: () => call('problems.list', { flowId, nodeId, outcome, cause, state, limit }),
    enabled: wanted,
    placeholderData: (known) => known,
  });
}

function useProblemAct<I, O>(act: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => {
      for (const queryKey of [keys.problems, keys.runs, keys.flows]) void client.invalidateQueries({ queryKey });
    },
  });
}

export const useDismissProblems = () => useProblemAct((input: Input<'problems.dismiss'>) => call('problems.dismiss', input));
export const useReopenProblems = () => useProblemAct((input: Input<'problems.reopen'>) => call('problems.reopen', input));
/** What is still being typed in the editor comes first, so that the fix is put beside it and not under it. */
export const useFixProblem = () =>
  useProblemAct(async (input: Input<'problems.fix'>) => {
    await saveNow();
    return call('problems.fix', input);
  });
