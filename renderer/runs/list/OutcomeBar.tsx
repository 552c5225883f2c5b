import { useTranslation } from 'react-i18next';
import type { Outcome, OutcomeCounts } from '#shared/records/outcomes.ts';
import { classes } from '#renderer/ui/classes.ts';
import { OutcomeBadge, outcomeKey } from '#renderer/ui/OutcomeBadge.tsx';
import { outcomeShares } from './outcomeShares.ts';

const fill: Readonly<Record<Outcome, string>> = {
  created: 'bg-created',
  updated: 'bg-updated',
  unchanged: 'bg-unchanged',
  skipped: 'bg-unchanged/60',
  filtered: 'bg-unchanged/35',
  parked: 'bg-parked',
  invalid: 'bg-failed/70',
  rejected: 'bg-failed',
  unsure: 'bg-unsure',
};

/** How a run's records ended: a thin bar, and the numbers with their words when there is room. */
export function OutcomeBar({ counts, numbers = false, planned, className }: { readonly counts: OutcomeCounts; readonly numbers?: boolean; /** Of a dry run. */ readonly planned?: boolean; readonly className?: string }) {
  const { t, i18n } = useTranslation(['ui', 'runs']);
  const shares = outcomeShares(counts);
  const inWords = shares.map(({ outcome, count }) => `${t(`ui:${outcomeKey(outcome, planned)}`)} ${count.toLocaleString(i18n.language)}`).join(', ');
  return (
    <div className={classes('flex min-w-0 flex-col gap-1', className)}>
      <div role="img" aria-label={inWords || t('runs:nothingRead')} title={inWords} className="flex h-1.5 w-full gap-px overflow-hidden rounded-full bg-hover forced-color-adjust-none">
        {shares.map(({ outcome, share }) => (
          <span key={outcome} className={fill[outcome]} style={{ width: `${share}%` }} />
        ))}
      </div>
      {numbers && (
        <div className="flex flex-wrap gap-x-3 gap-y-0.5">
          {shares.length === 0 ? <span className="text-12 text-faint">{t('runs:nothingRead')}</span> : shares.map(({ outcome, count }) => <OutcomeBadge key={outcome} outcome={outcome} count={count} planned={planned} look="bare" />)}
        </div>
      )}
    </div>
  );
}
