import { ChevronDown, CopyPlus, Crosshair, FileSearch, RefreshCw, RotateCw, X } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { isPlanned } from '#shared/records/planned.ts';
import { problemOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { WayAgain } from '#shared/records/recordChoice.ts';
import type { RecordStory } from '#shared/records/story.ts';
import { navigate } from '#renderer/app/route.ts';
import { useStory } from '#renderer/queries/records.ts';
import { useRun } from '#renderer/queries/runs.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { OutcomeBadge, outcomeLook } from '#renderer/ui/OutcomeBadge.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { goToNode } from '../goTo.ts';
import { useLog, type SelectedRecord } from '../logState.ts';
import { InlineAmount } from '../text/InlineAmount.tsx';
import { useTargetText } from '../text/targetText.ts';
import { durationText } from '../text/timeText.ts';
import { Time, useLocale } from '../text/Time.tsx';
import { useWhyText } from '../text/whyText.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { useSize } from '../useSize.ts';
import { StepDetail } from './StepDetail.tsx';
import { timeline, type TimelineRow } from './timeline.ts';
import { TimelineList } from './TimelineList.tsx';

/** From this width on the timeline and the details stand beside each other. */
const TWO_COLUMNS = 620;
const SIDE_BY_SIDE = 560;

interface StoryProps {
  readonly record: SelectedRecord;
  readonly onClose: () => void;
  readonly onRunAgain: (story: RecordStory) => void;
  /** Asks how it is to be run again, beginning with a way. */
  readonly onAskAgain: (story: RecordStory, way: WayAgain) => void;
  readonly runningAgain: boolean;
}

/** One record's story: how it ended and why, what can be done, and every step on the way. */
export function Story({ record, onClose, onRunAgain, onAskAgain, runningAgain }: StoryProps) {
  const story = useStory(record.runId, record.seq);
  if (story.isPending) return <StorySkeleton />;
  if (story.isError) return <ErrorNote className="m-3" error={asFluxoError(story.error).data} onRetry={() => void story.refetch()} retrying={story.isFetching} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <StoryHeader story={story.data} onClose={onClose} onRunAgain={() => onRunAgain(story.data)} onAskAgain={(way) => onAskAgain(story.data, way)} runningAgain={runningAgain} />
      <StoryBody story={story.data} />
    </div>
  );
}

function StoryHeader({ story, onClose, onRunAgain, onAskAgain, runningAgain }: { readonly story: RecordStory; readonly onClose: () => void; readonly onRunAgain: () => void; readonly onAskAgain: (way: WayAgain) => void; readonly runningAgain: boolean }) {
  const { t } = useTranslation(['runs', 'records', 'ui']);
  const locale = useLocale();
  const { ofReason, ofError } = useSpoken();
  const targetText = useTargetText();
  const [measure, width] = useSize();
  const { row } = story;
  const error = story.steps.findLast((step) => step.kind === 'error')?.error;
  const said = error ? ofError(error) : row.reason ? ofReason(row.reason) : null;
  const run = useRun(row.runId).data;
  const why = useWhyText()(row, run?.dryRun === true);
  const planned = isPlanned(row.outcome, run?.dryRun === true);
  const notTried = row.outcome === 'pending' && run !== undefined && run.status !== 'running';
  const isProblem = row.outcome !== 'pending' && problemOutcomes.has(row.outcome as Outcome);
  const node = error?.where?.node ?? story.steps.findLast((step) => step.node !== row.nodeId)?.node ?? row.nodeId;
  const field = error?.parkedOn?.setting ?? error?.where?.field;
  return (
    <header className="shrink-0 border-b border-line">
      <div ref={measure} className="flex h-9 items-center gap-2 pr-2 pl-3">
        <h2 className="tabular max-w-48 shrink-0 truncate text-13 font-semibold" data-selectable>{row.title}</h2>
        {row.subtitle && <span className="min-w-0 truncate text-13 text-muted" title={row.subtitle} data-selectable>{row.subtitle}</span>}
        {row.amount && <InlineAmount amount={row.amount} className="text-13" />}
        <span className="flex-1" />
        {width >= 520 ? (
          <Button size="small" icon={RotateCw} busy={runningAgain} onClick={onRunAgain} disabled={row.outcome === 'pending'}>
            {t('story.runAgain')}
          </Button>
        ) : (
          <IconButton size="small" icon={RotateCw} label={t('story.runAgain')} onClick={onRunAgain} disabled={runningAgain || row.outcome === 'pending'} />
        )}
        <Menu
          trigger={<IconButton size="small" icon={ChevronDown} label={t('again.ways')} disabled={row.outcome === 'pending'} />}
          entries={[
            { label: t('again.menu.recorded'), icon: RotateCw, onSelect: () => onAskAgain('recorded') },
            { label: t('again.menu.read'), icon: RefreshCw, onSelect: () => onAskAgain('read') },
            { label: t('again.menu.new'), icon: CopyPlus, onSelect: () => onAskAgain('new') },
          ]}
        />
        <IconButton size="small" icon={FileSearch} label={t('records:passport.openOf')} onClick={() => navigate({ page: 'records', of: { runId: row.runId, seq: row.seq } })} />
        <IconButton size="small" icon={Crosshair} label={t('story.showNode')} onClick={() => goToNode(row.flowId, node, field)} />
        <IconButton size="small" icon={X} label={t('story.close')} keys="escape" onClick={onClose} />
      </div>
      <div className={classes('flex items-start gap-2 px-3 py-1.5', isProblem ? outcomeLook[row.outcome].soft : 'bg-ground')}>
        <OutcomeBadge outcome={row.outcome} planned={planned} look="bare" className="mt-0.5" />
        <div className="min-w-0 flex-1 text-13" data-selectable>
          <p className="break-words">{error ? said?.what : why ?? (notTried ? t('ui:notTried') : t('story.notFinished'))}</p>
          {planned && <p className="text-muted">{t('story.nothingSent')}</p>}
          {said?.fix && <p className="break-words text-muted">{said.fix}</p>}
          <p className="tabular truncate text-12 text-faint">
            {row.target && <>{targetText(row.target)} · </>}
            <Time at={row.at} look="date" /> · {durationText(row.ms, locale)}
          </p>
        </div>
      </div>
    </header>
  );
}

function StoryBody({ story }: { readonly story: RecordStory }) {
  const [measure, width] = useSize();
  const own = useMemo(() => timeline(story), [story]);
  const rows = useMemo<readonly TimelineRow[]>(() => [...own, { id: 'life', kind: 'life', at: story.row.at, node: '', exchanges: [] }], [own, story.row.at]);
  const chosen = useLog((state) => state.stepId);
  const openStep = useLog((state) => state.openStep);
  const twoColumns = width >= TWO_COLUMNS;
  // Where details unfold under their step nothing is open at first: the headline has said why, and the steps stay in view. But a dry run was made for its plan.
  const open = chosen === 'none' ? undefined : (rows.find((row) => row.id === chosen) ?? (twoColumns ? telling(own) : planned(own)));
  const showSteps = useLog((state) => state.showSteps);
  useEffect(() => showSteps(rows.map((row) => row.id), open?.id ?? null), [showSteps, rows, open?.id]);
  const detail = (row: TimelineRow) => <StepDetail key={row.id} story={story} row={row} sideBySide={(twoColumns ? width - 260 : width) >= SIDE_BY_SIDE} />;
  return (
    <div ref={measure} className="flex min-h-0 flex-1">
      {width > 0 && twoColumns && (
        <>
          <div className="scroll-y w-65 shrink-0 border-r border-line">
            <TimelineList rows={rows} openId={open?.id ?? ''} onOpen={openStep} />
          </div>
          <div className="scroll-y min-w-0 flex-1 p-3">{open && detail(open)}</div>
        </>
      )}
      {width > 0 && !twoColumns && (
        <div className="scroll-y min-w-0 flex-1">
          <TimelineList rows={rows} openId={open?.id ?? ''} onOpen={(id) => openStep(id === open?.id ? 'none' : id)} renderDetail={detail} />
        </div>
      )}
    </div>
  );
}

/** What a reader wants first: the failure; else the call that wrote; else the last step. */
function telling(rows: readonly TimelineRow[]): TimelineRow | undefined {
  return rows.findLast((row) => row.kind === 'error') ?? planned(rows) ?? rows.findLast((row) => row.exchanges.some((one) => one.method !== 'GET')) ?? rows.at(-1);
}

const planned = (rows: readonly TimelineRow[]): TimelineRow | undefined => rows.findLast((row) => row.kind === 'plan' && row.decision.writes.length > 0);

function StorySkeleton() {
  return (
    <div className="flex flex-1 flex-col" aria-busy>
      <div className="flex h-9 items-center gap-3 border-b border-line px-3">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-3 w-32" />
      </div>
      {[40, 56, 48, 64].map((share) => (
        <div key={share} className="flex items-center gap-2 px-3 py-1.5">
          <Skeleton className="size-4.5 rounded-full" />
          <Skeleton className="h-3" />
          <span className="block h-3 animate-breathe rounded-4 bg-hover" style={{ width: `${share}%` }} />
        </div>
      ))}
    </div>
  );
}
