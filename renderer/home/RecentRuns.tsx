import { useTranslation } from 'react-i18next';
import { useRuns } from '#renderer/queries/runs.ts';
import { goToRun } from '#renderer/runs/goTo.ts';
import { OutcomeBar } from '#renderer/runs/list/OutcomeBar.tsx';
import { Time } from '#renderer/runs/text/Time.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { RunStatusBadge } from '#renderer/ui/RunStatusBadge.tsx';
import { RowsSkeleton } from './RowsSkeleton.tsx';
import { Section } from './Section.tsx';

const SHOWN = 6;

/** The newest runs over all flows; each opens its records. */
export function RecentRuns() {
  const { t, i18n } = useTranslation(['home', 'runs']);
  const runs = useRuns(null, SHOWN);
  return (
    <Section title={t('recentRuns')}>
      {runs.isPending && <RowsSkeleton />}
      {runs.isError && <p className="px-4 py-4 text-13 text-muted">{t('unreadable')}</p>}
      {runs.data?.length === 0 && <p className="px-4 py-4 text-13 text-muted">{t('noRuns')}</p>}
      <ul className="grid grid-cols-1 lg:grid-cols-2">
        {runs.data?.slice(0, SHOWN).map((run) => (
          <li key={run.runId} className="border-b border-line last:border-b-0 lg:odd:border-r lg:[&:nth-last-child(2):nth-child(odd)]:border-b-0">
            <button type="button" onClick={() => goToRun(run.flowId, run.runId)} className="grid w-full grid-cols-[minmax(0,1fr)_88px_auto] items-center gap-x-3 gap-y-0.5 px-4 py-2 text-left hover:bg-hover focus-visible:outline-offset-[-2px]">
              <span className="flex min-w-0 items-center gap-2">
                <span className="truncate text-13">{run.flowName}</span>
                {run.dryRun && <Badge tone="accent">{t('runs:dryRun')}</Badge>}
              </span>
              <OutcomeBar counts={run.outcomes} planned={run.dryRun} />
              <span className="tabular w-20 text-right text-12 whitespace-nowrap text-muted">{t('read', { count: run.read, formatted: run.read.toLocaleString(i18n.language) })}</span>
              <span className="flex items-center gap-2 text-12 text-muted">
                <RunStatusBadge status={run.status} />
              </span>
              <Time at={run.startedAt} className="col-span-2 text-right text-12 text-muted" />
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
