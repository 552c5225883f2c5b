import { CircleCheck, ListChecks, Scale, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { isZero } from '#shared/money/decimal.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { checkSums, totalsBy, type SumCheck, type Total } from '#shared/records/totals.ts';
import { useLeftOpen, useTotals } from '#renderer/queries/runs.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { EmptyState, ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { InlineAmount } from '../text/InlineAmount.tsx';
import { CarryOut } from './CarryOut.tsx';
import { DayTable, TotalsTable } from './TotalsTable.tsx';

/** What a run wrote, or would write when it is a dry run: the proof, the totals, and the way to carry it out. */
export function PlanPanel({ run, onShowRun, onClose }: { readonly run: RunSummary; readonly onShowRun: (runId: string) => void; readonly onClose: () => void }) {
  const { t } = useTranslation('runs');
  const totals = useTotals(run.runId, run.status);
  return (
    <section aria-label={run.dryRun ? t('plan.title') : t('plan.written')} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-9 shrink-0 items-center gap-2 border-b border-line pr-2 pl-3">
        <h2 className="truncate text-13 font-semibold">{run.dryRun ? t('plan.title') : t('plan.written')}</h2>
        <span className="flex-1" />
        {run.dryRun && <PlanAction run={run} totals={totals.data ?? []} onShowRun={onShowRun} />}
        <IconButton size="small" icon={X} label={t('plan.close')} onClick={onClose} />
      </header>
      <div className="scroll-y @container min-h-0 flex-1 p-3" data-selectable>
        <LeftOpen run={run} />
        {totals.isError ? (
          <ErrorNote error={asFluxoError(totals.error).data} onRetry={() => void totals.refetch()} retrying={totals.isFetching} />
        ) : totals.isPending ? (
          <PlanSkeleton />
        ) : totalsBy(totals.data, 'write').length === 0 ? (
          <EmptyState icon={ListChecks} title={run.dryRun ? t('plan.nothing') : t('plan.nothingWritten')} />
        ) : (
          <PlanBody totals={totals.data} />
        )}
      </div>
    </section>
  );
}

/** What a plan does not show: a dry run leaves alone what a run that was cut off or stopped has begun. Chosen records and parts of a flow were asked about by themselves. */
function LeftOpen({ run }: { readonly run: RunSummary }) {
  const { t } = useTranslation('runs');
  const left = useLeftOpen(run, run.dryRun && run.part === undefined && run.carriedOutBy === undefined && run.status !== 'running');
  if (!left.data || left.data.records === 0) return null;
  return <p className="mb-3 rounded-6 bg-parked-soft px-3 py-2 text-13">{t('plan.leftOpen', { count: left.data.records })}</p>;
}

function PlanAction({ run, totals, onShowRun }: { readonly run: RunSummary; readonly totals: readonly Total[]; readonly onShowRun: (runId: string) => void }) {
  const { t } = useTranslation('runs');
  const [asks, setAsks] = useState(false);
  const { carriedOutBy } = run;
  if (carriedOutBy !== undefined) {
    return (
      <Button size="small" look="quiet" icon={CircleCheck} onClick={() => onShowRun(carriedOutBy)}>
        {t('plan.carriedOut')}
      </Button>
    );
  }
  const isWhole = run.status === 'succeeded' || run.status === 'problems';
  if (!isWhole || totalsBy(totals, 'write').length === 0) return null;
  return (
    <>
      <Button size="small" look="primary" onClick={() => setAsks(true)}>
        {t('plan.carryOut')}
      </Button>
      <CarryOut run={run} totals={totals} open={asks} onClose={() => setAsks(false)} />
    </>
  );
}

/** The proof and the totals of a run, without a frame of their own; stands in a container (`@container`). */
export function PlanBody({ totals }: { readonly totals: readonly Total[] }) {
  const { t } = useTranslation(['runs', 'words']);
  const check = checkSums(totals);
  const documentName = ({ key }: Total) => t(`documentType.${key}`, { defaultValue: key });
  const named = (empty: string) => ({ key }: Total) => key || <span className="text-muted">{empty}</span>;
  return (
    <div className="flex flex-col gap-4">
      {check && <Proof check={check} />}
      <div className="grid grid-cols-1 items-start gap-x-6 gap-y-4 @4xl:grid-cols-2">
        <TotalsTable title={t('plan.by.write')} rows={totalsBy(totals, 'write')} name={({ key }) => t(`words:${key}`, { defaultValue: key })} sums={false} />
        <TotalsTable title={t('plan.by.document')} rows={totalsBy(totals, 'document')} name={documentName} />
        <DayTable title={t('plan.by.dayTaxCode')} days={totalsBy(totals, 'day')} codes={totalsBy(totals, 'dayTaxCode')} />
        <TotalsTable title={t('plan.by.taxCode')} rows={totalsBy(totals, 'taxCode')} name={named(t('plan.noTaxCode'))} />
        <TotalsTable title={t('plan.by.account')} rows={totalsBy(totals, 'account')} name={named(t('plan.noAccount'))} />
        <TotalsTable title={t('plan.by.paymentMethod')} rows={totalsBy(totals, 'paymentMethod')} name={named(t('plan.onAccount'))} />
        <TotalsTable title={t('plan.by.stock')} rows={totalsBy(totals, 'stock')} name={named(t('plan.allStock'))} pieces />
        <TotalsTable title={t('plan.by.stockMoved')} rows={totalsBy(totals, 'stockMoved')} name={({ key }) => t(`plan.moved.${key}`, { defaultValue: key })} pieces />
      </div>
    </div>
  );
}

/** What was read for the documents beside what they come to. */
function Proof({ check: { read, documents, difference, currency } }: { readonly check: SumCheck }) {
  const { t } = useTranslation('runs');
  const isEqual = isZero(difference);
  const Icon = isEqual ? CircleCheck : Scale;
  return (
    <div className={classes('flex flex-wrap items-center gap-x-6 gap-y-1 rounded-6 px-3 py-2 text-13', isEqual ? 'bg-created-soft' : 'bg-parked-soft')}>
      <span className={classes('inline-flex items-center gap-1.5 font-medium', isEqual ? 'text-created' : 'text-parked')}>
        <Icon size={14} aria-hidden />
        {isEqual ? t('plan.equal') : t('plan.differs')}
      </span>
      <dl className="flex flex-wrap gap-x-6">
        <Figure label={t('plan.read')} amount={`${read} ${currency}`} />
        <Figure label={t('plan.documents')} amount={`${documents} ${currency}`} />
        {!isEqual && <Figure label={t('plan.difference')} amount={`${difference} ${currency}`} />}
      </dl>
    </div>
  );
}

function Figure({ label, amount }: { readonly label: string; readonly amount: string }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-12 text-muted">{label}</dt>
      <dd className="font-medium">
        <InlineAmount amount={amount} />
      </dd>
    </div>
  );
}

function PlanSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-3">
      <Skeleton className="h-9 w-full" />
      {[0, 1, 2, 3, 4].map((row) => (
        <Skeleton key={row} className="h-3 w-full" />
      ))}
    </div>
  );
}
