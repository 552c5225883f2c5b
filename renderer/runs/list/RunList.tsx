import { CircleStop, GitCompareArrows, History } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { useRuns } from '#renderer/queries/runs.ts';
import { ReconnectLink } from '#renderer/connections/ReconnectLink.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { stopRun, useIsStopping } from '#renderer/state/startRun.ts';
import { RunStatusBadge } from '#renderer/ui/RunStatusBadge.tsx';
import { EmptyState, ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import { CompareRuns } from '../compare/CompareRuns.tsx';
import { durationText, shortDateTime } from '../text/timeText.ts';
import { Time, useLocale } from '../text/Time.tsx';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { OutcomeBar } from './OutcomeBar.tsx';

const columns = 'grid grid-cols-[20px_minmax(184px,1fr)_56px_minmax(200px,3fr)_28px] items-center gap-4 px-3';

/** Every run of the flow, newest first; a row opens its records in the log. */
export function RunList({ flowId, onOpen }: { readonly flowId: string; readonly onOpen: (run: RunSummary) => void }) {
  const { t } = useTranslation(['runs', 'records']);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [comparing, setComparing] = useState(false);
  const runs = useRuns(flowId);
  if (runs.isPending) return <RunsSkeleton />;
  if (runs.isError) return <ErrorNote className="m-3" error={asFluxoError(runs.error).data} onRetry={() => void runs.refetch()} retrying={runs.isFetching} />;
  if (runs.data.length === 0) return <EmptyState icon={History} title={t('empty.runsTitle')} text={t('empty.runsText')} />;
  const [first, second] = runs.data.filter((run) => chosen.includes(run.runId)).toSorted((a, b) => a.startedAt - b.startedAt);
  if (comparing && first && second) return <CompareRuns first={first} second={second} onClose={() => setComparing(false)} />;
  const toggle = (runId: string) => setChosen((known) => (known.includes(runId) ? known.filter((one) => one !== runId) : [...known, runId].slice(-2)));
  return (
    <>
    <div className="flex h-9 shrink-0 items-center justify-between gap-2 border-b border-line px-3">
      <p className="text-12 text-muted">{t('records:compare.choose')}</p>
      <Button size="small" icon={GitCompareArrows} disabled={!first || !second} onClick={() => setComparing(true)}>{t('records:compare.start')}</Button>
    </div>
    <div role="table" aria-label={t('runsOfFlow')} className="scroll-y min-h-0 flex-1">
      <div role="row" className={classes(columns, 'sticky top-0 z-10 h-7 border-b border-line bg-surface text-12 text-muted')}>
        <span role="columnheader"><span className="sr-only">{t('records:compare.column')}</span></span>
        {(['run', 'read', 'outcomes'] as const).map((column) => (
          <span key={column} role="columnheader" className={classes('truncate', column === 'read' && 'text-right')}>
            {t(`runColumn.${column}`)}
          </span>
        ))}
        <span role="columnheader">
          <span className="sr-only">{t('runColumn.action')}</span>
        </span>
      </div>
      {runs.data.map((run) => (
        <RunRow key={run.runId} run={run} onOpen={() => onOpen(run)} chosen={chosen.includes(run.runId)} onChoose={() => toggle(run.runId)} />
      ))}
    </div>
    </>
  );
}

function RunRow({ run, onOpen, chosen, onChoose }: { readonly run: RunSummary; readonly onOpen: () => void; readonly chosen: boolean; readonly onChoose: () => void }) {
  const { t, i18n } = useTranslation(['runs', 'records']);
  const { ofError } = useSpoken();
  const locale = useLocale();
  const isStopping = useIsStopping(run.runId);
  return (
    <div role="row" onClick={onOpen} className={classes(columns, 'min-h-11 border-b border-line py-1.5 hover:bg-hover')}>
      <span role="cell" className="flex items-center" onClick={(event) => event.stopPropagation()}>
        <Checkbox checked={chosen} onChange={onChoose} label={t('records:compare.pick', { time: shortDateTime(run.startedAt, Date.now(), locale) })} />
      </span>
      <span role="cell" className="min-w-0">
        <span className="flex flex-wrap items-center gap-x-2">
          <RunStatusBadge status={run.status} />
          {isStopping && run.status === 'running' && <Badge>{t('stopping')}</Badge>}
          {run.version === 'draft' && <Badge>{t('version.draft')}</Badge>}
          {run.dryRun && <Badge tone="accent">{t('dryRun')}</Badge>}
        </span>
        <span className="flex min-w-0 items-center gap-1 text-12 text-muted">
          <button type="button" onClick={onOpen} className="rounded-4 text-left whitespace-nowrap">
            <Time at={run.startedAt} />
          </button>
          <span className="tabular truncate">
            · {durationText(run.durationMs, locale)} · {t(`triggeredBy.${run.trigger}`)}
            {run.version === 'live' && ` · ${t('version.live')}`}
          </span>
        </span>
      </span>
      <span role="cell" className="tabular text-right">{run.read.toLocaleString(i18n.language)}</span>
      <span role="cell" className="min-w-0">
        <OutcomeBar counts={run.outcomes} numbers planned={run.dryRun} />
        {run.error && (
          <span className="flex items-center gap-2">
            <span className="min-w-0 truncate text-12 text-failed" title={ofError(run.error).what}>{ofError(run.error).what}</span>
            <ReconnectLink error={run.error} />
          </span>
        )}
      </span>
      <span role="cell" onClick={(event) => event.stopPropagation()}>
        {run.status === 'running' && <IconButton size="small" icon={CircleStop} label={t('stopRun')} disabled={isStopping} onClick={() => void stopRun(run.runId)} />}
      </span>
    </div>
  );
}

function RunsSkeleton() {
  return (
    <div aria-busy className="flex-1 pt-7">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="flex h-11 items-center gap-6 border-b border-line px-3">
          <Skeleton className="h-2.5 w-20" />
          <Skeleton className="h-2.5 w-28" />
          <Skeleton className="h-2.5 w-16" />
          <Skeleton className="h-1.5 flex-1" />
        </div>
      ))}
    </div>
  );
}
