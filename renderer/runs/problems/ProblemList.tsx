import { CircleCheck, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { useFlows } from '#renderer/queries/flows.ts';
import { useProblemCauses } from '#renderer/queries/problems.ts';
import { questionsFor, useQuestions } from '#renderer/queries/questions.ts';
import { useReplay } from '#renderer/queries/runs.ts';
import { problemStates, type ProblemCause, type ProblemState } from '#shared/records/problems.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { EmptyState, ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { ProblemCard } from './ProblemCard.tsx';
import { StoppedFlows } from './StoppedFlows.tsx';

const idOf = ({ flowId, nodeId, outcome, cause, dismissed }: ProblemCause) => JSON.stringify([flowId, nodeId, outcome, cause, dismissed]);

/** Problems by cause, those with most records first; of one flow, or of all. */
export function ProblemList({ flowId }: { readonly flowId: string | null }) {
  const { t } = useTranslation(['problems', 'runs']);
  const [state, setState] = useState<ProblemState>('open');
  const causes = useProblemCauses(flowId, state);
  const flows = useFlows().data;
  const questions = useQuestions(flowId).data;
  const total = causes.data?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return (
    <>
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1">
        <div role="group" aria-label={t('states')} className="flex items-center gap-0.5">
          {problemStates.map((one) => (
            <button key={one} type="button" aria-pressed={one === state} onClick={() => setState(one)} className={classes('h-6 rounded-full border px-2 text-12 transition-colors', one === state ? 'border-line-strong bg-hover font-medium' : 'border-transparent text-muted hover:bg-hover')}>
              {t(`state.${one}`)}
            </button>
          ))}
        </div>
        <p className="tabular flex-1 text-12 text-muted">{causes.data && causes.data.length > 0 && t('summary', { count: total, causes: causes.data.length })}</p>
        {state === 'open' && total > 0 && <RunAllAgain causes={causes.data ?? []} total={total} />}
      </div>
      {causes.isPending ? (
        <ProblemsSkeleton />
      ) : causes.isError ? (
        <ErrorNote className="m-3" error={asFluxoError(causes.error).data} onRetry={() => void causes.refetch()} retrying={causes.isFetching} />
      ) : (
        <div className="scroll-y min-h-0 flex-1">
          {state === 'open' && <StoppedFlows flowId={flowId} />}
          {causes.data.length === 0 ? (
            <EmptyState icon={CircleCheck} title={t(`empty.${state}.title`)} text={t(`empty.${state}.text`)} />
          ) : (
            <ul aria-label={state === 'open' ? t('runs:openProblems') : t(`state.${state}`)}>
              {causes.data.map((cause, index) => (
                <ProblemCard
                  key={idOf(cause)}
                  cause={cause}
                  state={state}
                  questions={state === 'open' ? questionsFor(questions, cause.flowId, cause.cause) : []}
                  openAtFirst={index === 0 && causes.data.length < 4}
                  flowName={flowId === null ? (flows?.find((flow) => flow.id === cause.flowId)?.name ?? cause.flowId) : undefined}
                />
              ))}
            </ul>
          )}
        </div>
      )}
    </>
  );
}

/** All of them at once, whatever their cause; a run for each flow. */
function RunAllAgain({ causes, total }: { readonly causes: readonly ProblemCause[]; readonly total: number }) {
  const { t } = useTranslation('runs');
  const replay = useReplay();
  const flows = [...new Set(causes.map((cause) => cause.flowId))];
  const runAll = async () => {
    const begun = new Set<string>();
    for (const flowId of flows) await replay.mutateAsync({ flowId, dryRun: false, way: 'recorded', records: { problems: {} } }).then(() => begun.add(flowId), toastError);
    // Of a flow that could not begin, none of its records runs.
    const count = causes.reduce((sum, cause) => sum + (begun.has(cause.flowId) ? cause.count : 0), 0);
    if (count > 0) toast(t('again.started', { count }));
  };
  return (
    <Button size="small" icon={RotateCw} busy={replay.isPending} onClick={() => void runAll()}>
      {t('again.all', { count: total })}
    </Button>
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
