import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { differenceKinds, type DifferenceKind, type RecordDifference } from '#shared/records/comparison.ts';
import type { RecordRow } from '#shared/records/story.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { call } from '#renderer/bridge.ts';
import { keys } from '#renderer/queries/keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { useTargetText } from '../text/targetText.ts';
import { shortDateTime } from '../text/timeText.ts';
import { useLocale } from '../text/Time.tsx';
import { useWhyText } from '../text/whyText.ts';
import { DifferenceDetail } from './DifferenceDetail.tsx';

const pageSize = 100;

/** Two runs record by record: what only one of them has, and what came out otherwise; the older one on the left. */
export function CompareRuns({ first, second, onClose }: { readonly first: RunSummary; readonly second: RunSummary; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('records');
  const locale = useLocale();
  const [kind, setKind] = useState<DifferenceKind | null>(null);
  const [open, setOpen] = useState<number | null>(null);
  const compared = useInfiniteQuery({
    queryKey: keys.comparison(first.runId, second.runId, kind ?? ''),
    queryFn: ({ pageParam }) => call('runs.compare', { runId: first.runId, otherId: second.runId, limit: pageSize, ...(kind && { kinds: [kind] }), ...(pageParam !== null && { after: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => (last.rows.length < pageSize ? undefined : last.rows.at(-1)?.place),
    placeholderData: (known) => known,
  });
  const name = (run: RunSummary) => shortDateTime(run.startedAt, Date.now(), locale);
  const counts = compared.data?.pages[0]?.counts;
  const rows = compared.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section aria-label={t('compare.title')} className="flex min-h-0 flex-1 flex-col narrow:overflow-y-auto">
      <header className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-1">
        <h2 className="tabular text-13 font-medium">{t('compare.between', { first: name(first), second: name(second) })}</h2>
        <div role="group" aria-label={t('compare.show')} className="flex flex-wrap items-center gap-0.5">
          {([null, ...differenceKinds] as const).map((one) => (
            <button key={one ?? 'all'} type="button" aria-pressed={kind === one} onClick={() => setKind(one)} disabled={one !== null && counts?.[one] === 0} className={classes('inline-flex h-6 items-center gap-1 rounded-full border px-2 text-12 disabled:opacity-50', kind === one ? 'border-line-strong bg-hover font-medium' : 'border-transparent text-muted hover:bg-hover')}>
              {t(`compare.kind.${one ?? 'all'}`)}
              {one && counts && <span className="tabular">{counts[one].toLocaleString(i18n.language)}</span>}
            </button>
          ))}
        </div>
        <span className="flex-1" />
        {counts && <span className="tabular text-12 text-muted">{t('compare.same', { count: counts.same, formatted: counts.same.toLocaleString(i18n.language) })}</span>}
        <Button size="small" onClick={onClose}>{t('compare.close')}</Button>
      </header>
      {compared.isPending ? (
        <div aria-busy className="flex flex-col gap-3 p-4">{[1, 2, 3, 4].map((one) => <Skeleton key={one} className="h-3 w-2/3" />)}</div>
      ) : compared.isError ? (
        <ErrorNote className="m-3" error={asFluxoError(compared.error).data} onRetry={() => void compared.refetch()} retrying={compared.isFetching} />
      ) : rows.length === 0 ? (
        <p className="p-4 text-13 text-muted">{t('compare.nothing')}</p>
      ) : (
        <ul aria-label={t('compare.differences')} className="scroll-y min-h-0 flex-1 narrow:min-h-40">
          {rows.map((row) => <DifferenceRow key={row.place} row={row} isDry={{ first: first.dryRun, second: second.dryRun }} open={open === row.place} onToggle={() => setOpen(open === row.place ? null : row.place)} />)}
          {compared.hasNextPage && (
            <li className="p-2">
              <Button size="small" look="quiet" busy={compared.isFetchingNextPage} onClick={() => void compared.fetchNextPage()}>{t('compare.more')}</Button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function DifferenceRow({ row, isDry, open, onToggle }: { readonly row: RecordDifference; readonly isDry: Readonly<Record<'first' | 'second', boolean>>; readonly open: boolean; readonly onToggle: () => void }) {
  const { t } = useTranslation('records');
  const shown = (row.second ?? row.first)!;
  return (
    <li className="border-b border-line">
      <button type="button" aria-expanded={open} onClick={onToggle} className={classes('grid w-full grid-cols-[110px_minmax(120px,1fr)_minmax(0,2fr)_16px_minmax(0,2fr)] items-start gap-3 px-3 py-1.5 text-left text-13 focus-visible:outline-offset-[-2px]', open ? 'bg-accent-soft' : 'hover:bg-hover')}>
        <span className="tabular truncate font-medium">{shown.title}</span>
        <span className="truncate text-muted">{shown.subtitle}</span>
        <Side row={row.first} dryRun={isDry.first} absent={t('compare.notIn')} />
        <ArrowRight size={14} aria-hidden className="mt-1 text-faint" />
        <Side row={row.second} dryRun={isDry.second} absent={t('compare.notIn')} />
      </button>
      {open && <DifferenceDetail row={row} />}
    </li>
  );
}

function Side({ row, dryRun, absent }: { readonly row: RecordRow | undefined; readonly dryRun: boolean; readonly absent: string }) {
  const whyOf = useWhyText();
  const targetText = useTargetText();
  if (!row) return <span className="text-faint italic">{absent}</span>;
  const why = whyOf(row, dryRun);
  return (
    <span className="min-w-0">
      <span className="flex items-center gap-2">
        <OutcomeBadge outcome={row.outcome} planned={dryRun} look="bare" />
        {row.target && <span className="tabular truncate text-12 text-muted">{targetText(row.target)}</span>}
        {row.amount && <span className="tabular shrink-0 text-12 text-muted">{row.amount}</span>}
      </span>
      {why && <span className="block truncate text-12 text-muted" title={why}>{why}</span>}
    </span>
  );
}
