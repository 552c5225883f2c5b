import { CircleCheck, RotateCw } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { mostProblems, useProblems } from '#renderer/queries/problems.ts';
import { questionsFor, useQuestions } from '#renderer/queries/questions.ts';
import { useReplay } from '#renderer/queries/runs.ts';
import type { Problem } from '#shared/records/problems.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { useFlows } from '#renderer/queries/flows.ts';
import { EmptyState, ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { groupProblems } from './groupProblems.ts';
import { ProblemCard } from './ProblemCard.tsx';

/** Open problems by cause, those with most records first; of one flow, or of all. */
export function ProblemList({ flowId }: { readonly flowId: string | null }) {
  const { t } = useTranslation('runs');
  const problems = useProblems(flowId);
  const flows = useFlows().data;
  const questions = useQuestions(flowId).data;
  const groups = useMemo(() => groupProblems(problems.data ?? []), [problems.data]);
  if (problems.isPending) return <ProblemsSkeleton />;
  if (problems.isError) return <ErrorNote className="m-3" error={asFluxoError(problems.error).data} onRetry={() => void problems.refetch()} retrying={problems.isFetching} />;
  if (groups.length === 0) return <EmptyState icon={CircleCheck} title={t('empty.problemsTitle')} text={t('empty.problemsText')} />;
  return (
    <>
      <RunAllAgain problems={problems.data} />
      <ul aria-label={t('openProblems')} className="scroll-y min-h-0 flex-1">
        {groups.map((group, index) => (
          <ProblemCard key={group.id} group={group} questions={questionsFor(questions, group.flowId, group.cause)} openAtFirst={index === 0 && groups.length < 4} flowName={flowId === null ? (flows?.find((flow) => flow.id === group.flowId)?.name ?? group.flowId) : undefined} />
        ))}
        {problems.data.length >= mostProblems && <li className="px-3 py-2 text-12 text-muted">{t('moreProblems', { count: mostProblems })}</li>}
      </ul>
    </>
  );
}

/** All of them at once, whatever their cause; a run for each flow. */
function RunAllAgain({ problems }: { readonly problems: readonly Problem[] }) {
  const { t } = useTranslation('runs');
  const replay = useReplay();
  const flows = [...new Set(problems.map((problem) => problem.flowId))];
  const runAll = async () => {
    for (const flowId of flows) await replay.mutateAsync({ flowId, dryRun: false, way: 'recorded', records: { problems: {} } }).catch(toastError);
    toast(t('again.started', { count: problems.length }));
  };
  return (
    <div className="flex h-9 shrink-0 items-center justify-between gap-2 border-b border-line px-3">
      <p className="tabular text-12 text-muted">{t('recordCount', { count: problems.length })}</p>
      <Button size="small" icon={RotateCw} busy={replay.isPending} onClick={() => void runAll()}>
        {t('again.all', { count: problems.length })}
      </Button>
    </div>
  );
}

function ProblemsSkeleton() {
  return (
    <div aria-busy className="flex-1">
      {Array.from({ length: 4 }, (_, index) => (
        <div key={index} className="flex flex-col gap-2 border-b border-line px-4 py-3">
          <Skeleton className="h-3 w-2/5" />
          <Skeleton className="h-2.5 w-3/5" />
        </div>
      ))}
    </div>
  );
}
