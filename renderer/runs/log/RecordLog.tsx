import { Columns3, Download, ListX, RotateCw, ScrollText, Sigma } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Group, Panel } from 'react-resizable-panels';
import { asFluxoError } from '#shared/errors.ts';
import { countAll, noOutcomes, outcomes, problemOutcomes, type OutcomeCounts, type RunStatus } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import type { RecordStory } from '#shared/records/story.ts';
import { filterInput, isFiltered, type RecordQuery } from '#renderer/queries/records.ts';
import { useReplay, useRuns } from '#renderer/queries/runs.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Splitter } from '#renderer/ui/Splitter.tsx';
import { SearchInput } from '#renderer/ui/inputs.tsx';
import { EmptyState, ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { ReplayDialog, type ReplayAsked } from '../again/ReplayDialog.tsx';
import { useLog } from '../logState.ts';
import { PlanPanel } from '../plan/PlanPanel.tsx';
import { Story } from '../story/Story.tsx';
import { isSameDay, localeOf, shortDateTime } from '../text/timeText.ts';
import { useSize } from '../useSize.ts';
import { ColumnMenu } from './ColumnMenu.tsx';
import { ReconnectLink } from '#renderer/connections/ReconnectLink.tsx';
import { OutcomeChips } from './OutcomeChips.tsx';
import { OutcomeMenu } from './OutcomeMenu.tsx';
import { RecordTable } from './RecordTable.tsx';
import { RunPicker } from './RunPicker.tsx';
import { ExportDialog, type ExportAsked } from './ExportDialog.tsx';
import { FilterChips } from './FilterChips.tsx';
import { FilterMenu } from './FilterMenu.tsx';
import { isFilterText, readFilter } from './filterText.ts';
import { isFieldColumn, pathOf } from './columns.ts';
import { useColumnChoice } from './useColumnChoice.ts';
import { useLogEntity, useNodeName } from './useLogWords.ts';
import { useRunFacts } from './useRunFacts.ts';
import { mostPlaces, useRecordRows, type LogScope, type RecordRows } from './useRecordRows.ts';

/** Below this width the story stands under the table, when there is the height for both. */
const NARROW = 760;
/** Below this there is room for one of table and story. */
const ONE = 480;
const TALL = 520;

/** The log inspector of a flow: which run, which records, and one record's story. */
export function RecordLog({ flowId }: { readonly flowId: string }) {
  const { t, i18n } = useTranslation(['runs', 'records']);
  const [measure, width, height] = useSize();
  const search = useRef<HTMLInputElement>(null);
  const log = useLog();
  const columns = useColumnChoice();
  const nodeName = useNodeName();
  const [exporting, setExporting] = useState<ExportAsked | null>(null);
  const entity = useLogEntity(flowId);
  const runs = useRuns(flowId);
  const run = log.choice.kind === 'latest' ? runs.data?.[0] : log.choice.kind === 'run' ? findRun(runs.data, log.choice.runId) : undefined;

  const scope = useScope(flowId, log.choice.kind, log.choice.kind === 'run' ? log.choice.runId : (run?.runId ?? null));
  const wanted = useMemo<RecordQuery>(() => ({ outcomes: [...log.outcomes].toSorted(), search: log.search.trim(), ...log.narrow }), [log.outcomes, log.search, log.narrow]);
  // Typing stays ahead of the list that follows it.
  const query = useDeferredValue(wanted);
  const rows = useRecordRows(scope, query);
  const counts = useMemo(() => (scope?.kind === 'flow' ? sumOutcomes(runs.data ?? []) : (run?.outcomes ?? null)), [scope?.kind, runs.data, run?.outcomes]);
  // Those that have no outcome yet are records as well.
  const listed = useListed(scope, isFiltered(query) || rows.stale ? null : rows.total);
  const all = counts && Math.max(countAll(counts), listed);
  const facts = useRunFacts(runs.data);
  const planned = scope?.kind === 'run' && run?.dryRun === true;
  const withDay = scope?.kind === 'flow' || (run !== undefined && !isSameDay(run.startedAt, run.finishedAt ?? Date.now()));
  const [totalsWanted, setTotalsWanted] = useState<{ readonly runId: string; readonly wanted: boolean } | null>(null);
  // The totals of a dry run are what it was made for; those of a run are there when somebody asks.
  const showsTotals = run !== undefined && log.selected === null && (totalsWanted?.runId === run.runId ? totalsWanted.wanted : run.dryRun && run.status !== 'running');
  const showTotals = (wanted: boolean) => {
    if (!run) return;
    if (wanted) log.select(null);
    setTotalsWanted({ runId: run.runId, wanted });
  };
  const replay = useReplay();
  const [asked, setAsked] = useState<ReplayAsked | null>(null);
  const runAgain = ({ row }: Pick<RecordStory, 'row'>) =>
    replay.mutate(
      { flowId: row.flowId, dryRun: findRun(runs.data, row.runId)?.dryRun ?? false, records: { runId: row.runId, seqs: [row.seq] }, way: 'recorded' },
      {
        onSuccess: ({ runId }) => {
          toast(t('story.startedAgain', { title: row.title }));
          log.awaitRun(runId);
        },
        onError: toastError,
      },
    );
  const first = rows.rowAt(0);
  const isAwaited = log.awaited !== null && first?.runId === log.awaited && first.outcome !== 'pending';
  const { select } = log;
  useEffect(() => {
    if (isAwaited && first) select({ runId: first.runId, seq: first.seq });
  }, [isAwaited, first, select]);
  const selectedRow = log.selected ? rows.rowAt(rows.indexOf(log.selected)) : undefined;

  const runName = useCallback(
    (id: string) => {
      const found = findRun(runs.data, id);
      return found ? shortDateTime(found.startedAt, Date.now(), localeOf(i18n.language)) : id;
    },
    [runs.data, i18n.language],
  );
  // A whole filter that was pasted becomes one; words stay words.
  const takeFilter = (text: string) => {
    const { outcomes: chosen, search: words, ...narrow } = readFilter(text);
    log.setSearch(words);
    log.setNarrow({ ...log.narrow, ...narrow });
    for (const outcome of chosen) if (!log.outcomes.includes(outcome)) log.toggleOutcome(outcome);
  };
  const seen = Array.from({ length: Math.min(rows.count, 60) }, (_, index) => rows.rowAt(index)).flatMap((row) => (row?.reason && row.outcome !== 'pending' && problemOutcomes.has(row.outcome) ? [row.reason] : []));

  const keys = (event: KeyboardEvent) => {
    if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === '/') search.current?.focus();
    else if (event.key === 'ArrowRight' && log.selected) log.moveStep(1);
    else if (event.key === 'ArrowLeft' && log.selected) log.moveStep(-1);
    else if (event.key === 'Escape' && log.selected) log.select(null);
    else if (event.key.toLowerCase() === 'r' && selectedRow && selectedRow.outcome !== 'pending' && !replay.isPending) runAgain({ row: selectedRow });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const Outcomes = width >= chipsWidth(counts, planned) ? OutcomeChips : OutcomeMenu;
  const below = width > 0 && width < NARROW && height >= TALL;
  const alone = width > 0 && width < ONE && !below;
  const filtered = isFiltered(query);
  const again: ReplayAsked | null =
    run && run.status !== 'running' && scope?.kind === 'run' && rows.total !== null && rows.total > 0 && query === wanted
      ? { flowId: run.flowId, records: { runId: run.runId, ...(filtered && { filter: filterInput(query) }) }, count: rows.total }
      : null;
  const table =
    runs.isError ? (
      <ErrorNote className="m-3" error={asFluxoError(runs.error).data} onRetry={() => void runs.refetch()} retrying={runs.isFetching} />
    ) : rows.error !== null && rows.error !== undefined ? (
      <ErrorNote className="m-3" error={asFluxoError(rows.error).data} onRetry={rows.retry} />
    ) : runs.data?.length === 0 ? (
      <EmptyState icon={ScrollText} title={t('empty.logTitle')} text={t('empty.logText')} />
    ) : rows.loading || scope === null ? (
      <LogSkeleton />
    ) : rows.count === 0 && filtered ? (
      <EmptyState icon={ListX} title={t('empty.noMatchTitle')} action={<Button size="small" onClick={log.clearFilter}>{t('empty.noMatchAction')}</Button>} />
    ) : rows.count === 0 ? (
      <EmptyState icon={ScrollText} {...emptyRun(run?.status, t)} />
    ) : (
      <RecordTable key={rows.question} entity={entity} rows={rows} selected={log.selected} onSelect={log.select} hidden={columns.hidden} extras={columns.extras} nodeName={nodeName} runName={runName} facts={facts} withDay={withDay} label={t('records')} stale={query !== wanted || rows.stale} />
    );

  return (
    <div ref={measure} onKeyDown={keys} className="flex min-h-0 flex-1 flex-col" data-run-log="">
      <div className={classes('flex shrink-0 items-center gap-2 border-b border-line px-3', alone ? 'flex-wrap py-1.5' : 'h-10')}>
        <RunPicker runs={runs.data ?? []} choice={log.choice} onChoose={log.choose} loading={runs.isPending} narrow={width < NARROW} />
        {planned && <Badge tone="accent">{t('dryRun')}</Badge>}
        <Outcomes counts={counts} all={all} planned={planned} chosen={log.outcomes} onToggle={log.toggleOutcome} onClear={log.clearFilter} />
        <span className="flex-1" />
        <SearchInput
          ref={search}
          value={log.search}
          onChange={log.setSearch}
          onPaste={(event) => {
            const text = event.clipboardData.getData('text');
            if (!isFilterText(text)) return;
            event.preventDefault();
            takeFilter(text);
          }}
          onKeyDown={(event) => event.key === 'Enter' && isFilterText(log.search) && takeFilter(log.search)}
          label={t('search')}
          maxLength={200}
          className="w-52 min-w-24 shrink"
        />
        <FilterMenu flowId={flowId} narrow={log.narrow} onChange={log.setNarrow} seen={seen} compact={width < NARROW} />
        {run && <IconButton icon={Sigma} label={run.dryRun ? t('plan.show') : t('plan.showWritten')} aria-pressed={showsTotals} onClick={() => showTotals(!showsTotals)} />}
        <ColumnMenu entity={entity} flowId={flowId} choice={columns} icon={Columns3} />
        <IconButton
          icon={Download}
          label={t('records:export.open')}
          disabled={scope === null || rows.count === 0}
          onClick={() => scope && setExporting({ filter: { ...(scope.kind === 'flow' ? { flowId } : { runId: scope.runId }), ...filterInput(wanted) }, count: `${(rows.total ?? rows.count).toLocaleString(i18n.language)}${rows.atLeast ? '+' : ''}`, fields: columns.extras.filter(isFieldColumn).map(pathOf) })}
        />
      </div>
      <FilterChips filter={{ ...log.narrow, outcomes: log.outcomes, search: log.search }} nodeName={nodeName} onChange={log.setNarrow} onClear={log.clearFilter} />
      {run?.error && <ErrorNote error={run.error} action={run.error.needsOwner ? <ReconnectLink error={run.error} /> : undefined} className="mx-3 mt-2 shrink-0" />}
      <Group orientation={below ? 'vertical' : 'horizontal'} className="min-h-0 flex-1" key={below ? 'below' : 'beside'}>
        {!(alone && (showsTotals || log.selected)) && <Panel id="table" minSize={below ? '30%' : alone ? 0 : '200px'} defaultSize={width < NARROW && !below ? '38%' : '50%'} className="flex flex-col">
          {table}
          {again && <AgainBar asked={again} filtered={filtered} onAsk={() => setAsked(again)} />}
          <LogFooter rows={rows} language={i18n.language} />
        </Panel>}
        {showsTotals && (
          <>
            {!alone && <Splitter vertical={below} />}
            <Panel id="plan" minSize={below ? '30%' : alone ? 0 : '320px'} className="flex flex-col bg-surface">
              <PlanPanel key={run.runId} run={run} onShowRun={(runId) => log.choose({ kind: 'run', runId })} onClose={() => showTotals(false)} />
            </Panel>
          </>
        )}
        {log.selected && (
          <>
            {!alone && <Splitter vertical={below} />}
            <Panel id="story" minSize={below ? '30%' : alone ? 0 : '280px'} className="flex flex-col bg-surface">
              <Story key={`${log.selected.runId}/${log.selected.seq}`} record={log.selected} onClose={() => log.select(null)} onRunAgain={runAgain} onAskAgain={({ row }, way) => setAsked({ flowId: row.flowId, records: { runId: row.runId, seqs: [row.seq] }, count: 1, way })} runningAgain={replay.isPending} />
            </Panel>
          </>
        )}
      </Group>
      {exporting && <ExportDialog asked={exporting} onClose={() => setExporting(null)} />}
      <ReplayDialog asked={asked} onClose={() => setAsked(null)} onStarted={log.awaitRun} />
    </div>
  );
}

/** Why a run has no records: it has only begun, ended before its first one, or there was nothing for it. */
function emptyRun(status: RunStatus | undefined, t: TFunction<'runs'>): { readonly title: string; readonly text?: string } {
  if (status === 'running') return { title: t('empty.startingTitle') };
  if (status === 'failed' || status === 'stopped' || status === 'interrupted') return { title: t('empty.endedTitle'), text: t('empty.endedText') };
  return { title: t('empty.nothingReadTitle'), text: t('empty.nothingReadText') };
}

/** The scope keeps its identity while it means the same, so that lists are not read again for nothing. */
function useScope(flowId: string, kind: 'latest' | 'all' | 'run', runId: string | null): LogScope | null {
  return useMemo(() => (kind === 'all' ? { kind: 'flow', flowId } : runId === null ? null : { kind: 'run', runId }), [kind, flowId, runId]);
}

/** How many records the log of a run has; known while nothing narrows it down, and remembered then. Of several runs together the newest are listed only. */
function useListed(scope: LogScope | null, total: number | null): number {
  const known = useRef({ runId: '', total: 0 });
  const runId = scope?.kind === 'run' ? scope.runId : '';
  if (known.current.runId !== runId) known.current = { runId, total: 0 };
  if (runId !== '' && total !== null) known.current.total = total;
  return known.current.total;
}

function findRun(runs: readonly RunSummary[] | undefined, runId: string): RunSummary | undefined {
  return runs?.find((run) => run.runId === runId);
}

function sumOutcomes(runs: readonly RunSummary[]): OutcomeCounts {
  const total = noOutcomes();
  for (const run of runs) for (const outcome of outcomes) total[outcome] += run.outcomes[outcome];
  return total;
}

/** Room that picker, search and a chip per outcome need side by side; every chip is about 110 px in the longest language, and what tells a dry run 80. */
function chipsWidth(counts: OutcomeCounts | null, planned: boolean): number {
  return (planned ? 720 : 640) + 112 * outcomes.filter((outcome) => (counts?.[outcome] ?? 0) > 0).length;
}

const isTyping = (target: EventTarget) => target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** Says how many more there are than the table has rows for, so far. */
function LogFooter({ rows: { count, total, atLeast }, language }: { readonly rows: RecordRows; readonly language: string }) {
  const { t } = useTranslation('runs');
  if (total === null || (total <= count && !(atLeast && total >= count))) return null;
  const words = { shown: count.toLocaleString(language), total: `${total.toLocaleString(language)}${atLeast ? '+' : ''}` };
  return <p className="shrink-0 border-t border-line px-3 py-1 text-12 text-muted">{count >= mostPlaces ? t('newestOf', words) : t('shownOf', words)}</p>;
}

/** What can be done with all records of the list. */
function AgainBar({ asked, filtered, onAsk }: { readonly asked: ReplayAsked; readonly filtered: boolean; readonly onAsk: () => void }) {
  const { t } = useTranslation('runs');
  return (
    <div className="flex h-8 shrink-0 items-center justify-end border-t border-line px-2">
      <Button size="small" look="quiet" icon={RotateCw} onClick={onAsk}>
        {t(filtered ? 'again.these' : 'again.all', { count: asked.count })}
      </Button>
    </div>
  );
}

function LogSkeleton() {
  return (
    <div aria-busy className="flex-1 overflow-hidden pt-7">
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className="flex h-7 items-center gap-4 px-3">
          <Skeleton className="h-2.5 w-14" />
          <Skeleton className="h-2.5 w-20" />
          <Skeleton className="h-2.5 w-32" />
          <Skeleton className="h-2.5 w-16" />
          <Skeleton className="h-2.5 flex-1" />
        </div>
      ))}
    </div>
  );
}

