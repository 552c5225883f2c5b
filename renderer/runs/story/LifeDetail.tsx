import { FileSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { RecordRow } from '#shared/records/story.ts';
import { navigate } from '#renderer/app/route.ts';
import { KnownAs } from '#renderer/passport/KnownAs.tsx';
import { useLife } from '#renderer/queries/records.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { goToRecord } from '../goTo.ts';
import { Time } from '../text/Time.tsx';
import { useWhyText } from '../text/whyText.ts';

const FIRST = 12;

/** What Fluxo remembers of a record: its ids in each system, and its earlier and later attempts. */
export function LifeDetail({ row }: { readonly row: RecordRow }) {
  const { t } = useTranslation('records');
  const whyOf = useWhyText();
  const life = useLife(row.runId, row.seq);
  if (life.isPending) return <Skeleton className="h-16 w-full" />;
  if (life.isError) return <ErrorNote error={asFluxoError(life.error).data} onRetry={() => void life.refetch()} retrying={life.isFetching} />;
  return (
    <div className="flex flex-col gap-3">
      <KnownAs names={life.data.knownAs} />
      <ol aria-label={t('life.attempts')} className="overflow-hidden rounded-8 border border-line bg-surface">
        {life.data.rows.slice(0, FIRST).map((one) => {
          const isThis = one.runId === row.runId && one.seq === row.seq;
          return (
            <li key={`${one.runId}/${one.seq}`} className="border-b border-line last:border-b-0">
              <button type="button" aria-current={isThis || undefined} disabled={isThis} onClick={() => goToRecord(one.flowId, one)} className={classes('flex w-full items-center gap-3 px-3 py-1 text-left text-13', isThis ? 'bg-accent-soft' : 'hover:bg-hover')}>
                <Time at={one.at} look="date" className="tabular w-28 shrink-0 text-12 text-muted" />
                <OutcomeBadge outcome={one.outcome} planned={one.dryRun} look="bare" className="w-24 shrink-0" />
                <span className="min-w-0 flex-1 truncate text-muted">{whyOf(one, one.dryRun)}</span>
              </button>
            </li>
          );
        })}
      </ol>
      <div>
        <Button size="small" icon={FileSearch} onClick={() => navigate({ page: 'records', of: { runId: row.runId, seq: row.seq } })}>{t('life.passport', { count: life.data.rows.length })}</Button>
      </div>
    </div>
  );
}
