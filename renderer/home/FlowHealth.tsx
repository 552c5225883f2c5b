import { CircleAlert, CircleCheck, CircleDashed, Clock, FileWarning, MoreHorizontal, OctagonAlert, Play, Trash2, type LucideIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowListItem } from '#shared/ipc/contract.ts';
import { navigate, routeHash } from '#renderer/app/route.ts';
import { useStartRun } from '#renderer/queries/runs.ts';
import { OutcomeBar } from '#renderer/runs/list/OutcomeBar.tsx';
import { Time } from '#renderer/runs/text/Time.tsx';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { SearchInput } from '#renderer/ui/inputs.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { RunStatusBadge } from '#renderer/ui/RunStatusBadge.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { Spinner } from '#renderer/ui/Spinner.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { LiveMark } from '#renderer/versions/LiveMark.tsx';
import { healthOf, needsSomebody, sortFlows, type Health } from './attention.ts';
import { DeleteFlow } from './DeleteFlow.tsx';
import { Section } from './Section.tsx';

const columns = 'grid grid-cols-[minmax(220px,1.7fr)_minmax(130px,0.8fr)_minmax(120px,0.7fr)_minmax(180px,1.6fr)_104px_64px] items-center gap-4 px-4';
/** Below this many nobody searches. */
const SEARCH_FROM = 9;
/** More than these are opened by a click, so that the page stays one that is taken in at a glance. */
const SHOWN = 12;

/** Each flow: how it is doing, how fresh what it brought is, when it runs next, and what waits for a person. Those that need somebody stand first. */
export function FlowHealth({ flows }: { readonly flows: readonly FlowListItem[] }) {
  const { t } = useTranslation('home');
  const [search, setSearch] = useState('');
  const [all, setAll] = useState(false);
  const sorted = useMemo(() => sortFlows(flows), [flows]);
  const wanted = search.trim().toLowerCase();
  const found = wanted === '' ? sorted : sorted.filter(({ name }) => name.toLowerCase().includes(wanted));
  const shown = all || wanted !== '' ? found : found.slice(0, SHOWN);
  const ill = flows.filter((flow) => needsSomebody.has(healthOf(flow))).length;
  return (
    <Section
      title={t('flows')}
      aside={
        <span className="flex items-center gap-4">
          <span className="tabular text-12 text-muted">{ill === 0 ? t('health.allWell', { count: flows.length }) : t('health.someIll', { count: ill, all: flows.length })}</span>
          {flows.length >= SEARCH_FROM && <SearchInput value={search} onChange={setSearch} label={t('searchFlows')} className="w-52" />}
        </span>
      }
    >
      <div className="overflow-x-auto">
        <div role="table" aria-label={t('flows')} className="narrow:min-w-232">
          <div role="row" className={classes(columns, 'h-7 border-b border-line text-12 text-muted')}>
            {(['name', 'lastRun', 'nextRun', 'records', 'problems'] as const).map((column) => (
              <span key={column} role="columnheader">
                {t(`column.${column}`)}
              </span>
            ))}
            <span role="columnheader">
              <span className="sr-only">{t('column.actions')}</span>
            </span>
          </div>
          {shown.map((flow) => (
            <FlowRow key={flow.id} flow={flow} />
          ))}
        </div>
      </div>
      {found.length === 0 && <p role="status" className="px-4 py-4 text-13 text-muted">{t('noFlowFound', { search: search.trim() })}</p>}
      {shown.length < found.length && (
        <div className="border-t border-line px-3 py-1.5">
          <Button look="quiet" onClick={() => setAll(true)}>
            {t('showAllFlows', { count: found.length })}
          </Button>
        </div>
      )}
    </Section>
  );
}

const signs: Readonly<Record<Exclude<Health, 'running'>, { readonly icon: LucideIcon; readonly text: string }>> = {
  broken: { icon: FileWarning, text: 'text-failed' },
  failed: { icon: OctagonAlert, text: 'text-failed' },
  late: { icon: Clock, text: 'text-parked' },
  problems: { icon: CircleAlert, text: 'text-parked' },
  fine: { icon: CircleCheck, text: 'text-created' },
  idle: { icon: CircleDashed, text: 'text-faint' },
};

/** Icon and, for those who do not see it, the word. */
function HealthSign({ health }: { readonly health: Health }) {
  const { t } = useTranslation('home');
  const word = t(`health.${health}`);
  if (health === 'running') {
    return (
      <span title={word} className="flex size-4 shrink-0 items-center justify-center text-accent">
        <Spinner />
        <span className="sr-only">{word}</span>
      </span>
    );
  }
  const { icon: Icon, text } = signs[health];
  return (
    <span title={word} className={classes('shrink-0', text)}>
      <Icon size={16} aria-hidden />
      <span className="sr-only">{word}</span>
    </span>
  );
}

function FlowRow({ flow }: { readonly flow: FlowListItem }) {
  const { t, i18n } = useTranslation(['home', 'versions']);
  const startRun = useStartRun();
  const [deleting, setDeleting] = useState(false);
  const { lastRun, broken } = flow;
  const open = () => !broken && navigate({ page: 'flow', flowId: flow.id });
  return (
    <div role="row" onClick={open} className={classes(columns, 'min-h-12 border-b border-line py-1.5 last:border-b-0', !broken && 'hover:bg-hover')}>
      <span role="cell" className="flex min-w-0 items-center gap-2.5">
        <HealthSign health={healthOf(flow)} />
        <Name flow={flow} />
      </span>
      <span role="cell" className="min-w-0">
        {lastRun ? (
          <>
            <RunStatusBadge status={lastRun.status} />
            <span className="block text-12 text-muted">
              <Time at={lastRun.finishedAt ?? lastRun.startedAt} />
            </span>
          </>
        ) : (
          <span className="text-12 text-faint">{t('neverRan')}</span>
        )}
      </span>
      <span role="cell" className="min-w-0 text-12">
        {flow.nextRunAt !== undefined ? <Time at={flow.nextRunAt} look="date" className="tabular block" /> : <span className="text-faint">{t('byHand')}</span>}
        {(flow.isDraft || flow.nextRunAt !== undefined) && (
          <span title={t(flow.isDraft ? 'versions:live.homeDraftHelp' : 'versions:live.homeLiveHelp')}>
            <LiveMark isDraft={flow.isDraft ?? false} />
          </span>
        )}
      </span>
      <span role="cell" className="min-w-0">
        {lastRun && <OutcomeBar counts={lastRun.outcomes} numbers planned={lastRun.dryRun} />}
      </span>
      <span role="cell">
        {flow.openProblems > 0 && (
          <a href={routeHash({ page: 'problems' })} draggable={false} onClick={(event) => event.stopPropagation()} className="inline-flex h-5 items-center gap-1 rounded-full bg-parked-soft px-2 text-12 font-medium whitespace-nowrap text-parked hover:underline">
            <CircleAlert size={12} aria-hidden />
            <span className="tabular">{t('openProblems', { count: flow.openProblems, formatted: flow.openProblems.toLocaleString(i18n.language) })}</span>
          </a>
        )}
      </span>
      <span role="cell" className="flex justify-end gap-0.5" onClick={(event) => event.stopPropagation()}>
        {!broken && (
          <IconButton
            icon={Play}
            label={t('runNow', { name: flow.name })}
            disabled={lastRun?.status === 'running' || startRun.isPending}
            onClick={() => startRun.mutate({ flowId: flow.id, dryRun: false }, { onError: toastError })}
          />
        )}
        <Menu trigger={<IconButton icon={MoreHorizontal} label={t('moreFor', { name: flow.name })} />} entries={[{ label: t('delete'), icon: Trash2, danger: true, onSelect: () => setDeleting(true) }]} />
        <DeleteFlow flow={flow} open={deleting} onClose={() => setDeleting(false)} />
      </span>
    </div>
  );
}

/** What it is called, and below that the one thing to know about it when there is one. */
function Name({ flow }: { readonly flow: FlowListItem }) {
  const { t } = useTranslation('home');
  const { ofError } = useSpoken();
  const { broken } = flow;
  if (broken) {
    const { what, fix } = ofError(broken);
    return (
      <span className="min-w-0">
        <span className="block truncate font-medium">{flow.name}</span>
        <span className="block text-12 break-words text-failed">{what}</span>
        {fix && <span className="block text-12 break-words text-muted">{fix}</span>}
      </span>
    );
  }
  return (
    <span className="min-w-0">
      <a href={routeHash({ page: 'flow', flowId: flow.id })} draggable={false} onClick={(event) => event.stopPropagation()} className="block truncate rounded-4 font-medium" title={flow.name}>
        {flow.name}
      </a>
      {flow.scheduleError ? (
        <span className="block truncate text-12 text-failed" title={ofError(flow.scheduleError).what}>{ofError(flow.scheduleError).what}</span>
      ) : flow.late ? (
        <span className="block truncate text-12 text-parked">
          {t(flow.late.kind === 'run' ? 'late.run' : 'late.read')} <Time at={flow.late.since} />
        </span>
      ) : null}
    </span>
  );
}

/** The same box while the flows are being listed. */
export function FlowHealthSkeleton() {
  const { t } = useTranslation('home');
  return (
    <Section title={t('flows')}>
      <div aria-busy className="pt-7">
        {[0, 1, 2].map((index) => (
          <div key={index} className={classes(columns, 'h-12')}>
            <Skeleton className="h-3 w-3/5" />
            <Skeleton className="h-3 w-4/5" />
            <Skeleton className="h-3 w-3/5" />
            <Skeleton className="h-1.5" />
          </div>
        ))}
      </div>
    </Section>
  );
}
