import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#renderer/bridge.ts';
import { saveNow } from '#renderer/state/autosave.ts';
import type { Input, OpenQuestion } from '#shared/ipc/contract.ts';
import { keys } from './keys.ts';

/** What parked records wait for and a person can answer here. */
export function useQuestions(flowId: string | null) {
  return useQuery({ queryKey: keys.questions(flowId), queryFn: () => call('problems.questions', { ...(flowId && { flowId }) }) });
}

/** The questions that settle problems of this cause. */
export function questionsFor(questions: readonly OpenQuestion[] | undefined, flowId: string, cause: string): readonly OpenQuestion[] {
  return (questions ?? []).filter(({ waiting }) => waiting.some((flow) => flow.flowId === flowId && flow.causes.includes(cause)));
}

export function useAnswerQuestion() {
  const client = useQueryClient();
  return useMutation({
    // What is still being typed in the editor comes first, so that the answer is put beside it and not under it.
    mutationFn: async (input: Input<'problems.answer'>) => {
      await saveNow();
      return call('problems.answer', input);
    },
    onSettled: () => {
      for (const queryKey of [keys.problems, keys.runs]) void client.invalidateQueries({ queryKey });
    },
  });
}
