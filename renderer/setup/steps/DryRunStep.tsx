import { ListChecks, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { totalsBy } from '#shared/records/totals.ts';
import { useFlows } from '#renderer/queries/flows.ts';
import { useRun, useRuns, useStartRun, useTotals } from '#renderer/queries/runs.ts';
import { goToRun } from '#renderer/runs/goTo.ts';
import { OutcomeBar } from '#renderer/runs/list/OutcomeBar.tsx';
import { PlanBody } from '#renderer/runs/plan/PlanPanel.tsx';
import { Time } from '#renderer/runs/text/Time.tsx';
import { saveNow } from '#renderer/state/autosave.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState, ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { Spinner } from '#renderer/ui/Spinner.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { FlowTabs, useCurrentFlow } from '../FlowTabs.tsx';
import { flowsOf } from '../setupDraft.ts';
import { useLead, useSetupInHand } from '../useSetupInHand.ts';

/** How many records are tried: few are enough to see how it goes, all of them for the whole plan. */
const sizes = { few: 20, more: 100, all: undefined } as const;
type Size = keyof typeof sizes;

/** Real records, and what would become of them. Nothing is written. */
export function DryRunStep() {
  const { t } = useTranslation('setup');
  const { draft, goTo } = useSetupInHand();
  const [size, setSize] = useState<Size>('few');
  const start = useStartRun();
  const [going, setGoing] = useState(false);
  const flowId = useCurrentFlow();
  const all = flowsOf(draft);
  const tried = useRuns(flowId ?? null, 20).data?.some(({ dryRun }) => dryRun) ?? true;
  useLead(tried ? null : { label: t('goOnWithout'), quiet: true, act: () => goTo('checklist') });
  const runAll = async () => {
    setGoing(true);
    try {
      // An answer given a moment ago may still be on its way to the file.
      await saveNow();
      const limit = sizes[size];
      for (const id of all) await start.mutateAsync({ flowId: id, dryRun: true, ...(limit !== undefined && { limit }) });
    } catch (thrown) {
      toastError(thrown);
    } finally {
      setGoing(false);
    }
  };
  return (
    <>
      <section aria-label={t('tryRecords')} className="flex flex-wrap items-center gap-3 rounded-8 border border-line bg-surface px-4 py-3">
        <span className="text-13">{t('tryRecords')}</span>
        <Segmented<Size> label={t('tryRecords')} value={size} onChange={setSize} options={(['few', 'more', 'all'] as const).map((value) => ({ value, label: t(`size.${value}`) }))} />
        <span className="flex-1 text-12 text-muted">{t('onlyReads')}</span>
        <Button look={tried ? 'plain' : 'primary'} size="large" icon={Play} busy={going} onClick={() => void runAll()}>
          {t('dryRun', { count: all.length })}
        </Button>
      </section>
      <FlowTabs />
      {flowId !== undefined && <Tried key={flowId} flowId={flowId} />}
    </>
  );
}

/** The newest dry run of a flow. */
function Tried({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('setup');
  const runs = useRuns(flowId, 20);
  const newest = runs.data?.find(({ dryRun }) => dryRun);
  if (runs.isPending) return <Skeleton className="h-40" />;
  if (!newest) return <EmptyState icon={ListChecks} title={t('notTried')} text={t('notTriedText')} className="rounded-8 border border-dashed border-line-strong py-12" />;
  return <Result key={newest.runId} first={newest} />;
}

function Result({ first }: { readonly first: RunSummary }) {
  const { t, i18n } = useTranslation(['setup', 'runs']);
  const run = useRun(first.runId).data ?? first;
  const totals = useTotals(run.runId, run.status);
  const flow = useFlows().data?.find(({ id }) => id === run.flowId);
  const { refetch } = totals;
  const isOver = run.status !== 'running';
  useEffect(() => {
    if (isOver) void refetch();
  }, [isOver, refetch]);
  return (
    <section aria-label={t('setup:result')} aria-busy={!isOver || undefined} className="rounded-8 border border-line bg-surface">
      <header className="flex items-center gap-3 border-b border-line px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-13 font-semibold">{flow?.name ?? run.flowName}</h2>
          <p role="status" className="flex items-center gap-1.5 text-12 text-muted">
            {!isOver && <Spinner className="text-accent" />}
            {t(isOver ? 'setup:tried' : 'setup:trying', { count: run.read, formatted: run.read.toLocaleString(i18n.language) })} · <Time at={run.startedAt} />
          </p>
        </div>
        <OutcomeBar counts={run.outcomes} numbers planned className="max-w-96 flex-1" />
        <Button onClick={() => goToRun(run.flowId, run.runId)}>{t('setup:everyRecord')}</Button>
      </header>
      <div className="@container p-4" data-selectable>
        {run.error ? (
          <ErrorNote error={run.error} />
        ) : totals.isError ? (
          <ErrorNote error={asFluxoError(totals.error).data} />
        ) : isOver && totals.data && totalsBy(totals.data, 'write').length === 0 ? (
          <p className="text-13 text-muted">{run.read === 0 ? t('setup:nothingRead') : t('runs:plan.nothing')}</p>
        ) : (
          totals.data && <PlanBody totals={totals.data} />
        )}
      </div>
    </section>
  );
}
