import { CircleAlert, Clock, FileWarning, MoreHorizontal, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowListItem } from '#shared/ipc/contract.ts';
import { navigate, routeHash } from '#renderer/app/route.ts';
import { useStartRun } from '#renderer/queries/runs.ts';
import { OutcomeBar } from '#renderer/runs/list/OutcomeBar.tsx';
import { Time } from '#renderer/runs/text/Time.tsx';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Menu } from '#renderer/ui/Menu.tsx';
import { RunStatusBadge } from '#renderer/ui/RunStatusBadge.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { DeleteFlow } from './DeleteFlow.tsx';
import { Section } from './Section.tsx';

const columns = 'grid grid-cols-[minmax(200px,1.6fr)_minmax(150px,1fr)_minmax(200px,2fr)_112px_64px] items-center gap-4 px-4';

/** Each flow with its last run and what waits for a person. */
export function FlowHealth({ flows }: { readonly flows: readonly FlowListItem[] }) {
  const { t } = useTranslation('home');
  return (
    <Section title={t('flows')}>
      <div role="table" aria-label={t('flows')}>
        <div role="row" className={classes(columns, 'h-7 border-b border-line text-12 text-muted')}>
          {(['name', 'lastRun', 'records', 'problems'] as const).map((column) => (
            <span key={column} role="columnheader">
              {t(`column.${column}`)}
            </span>
          ))}
          <span role="columnheader">
            <span className="sr-only">{t('column.actions')}</span>
          </span>
        </div>
        {flows.map((flow) => (
          <FlowRow key={flow.id} flow={flow} />
        ))}
      </div>
    </Section>
  );
}

function FlowRow({ flow }: { readonly flow: FlowListItem }) {
  const { t, i18n } = useTranslation('home');
  const { ofError } = useSpoken();
  const startRun = useStartRun();
  const [deleting, setDeleting] = useState(false);
  const { lastRun, broken } = flow;
  const open = () => !broken && navigate({ page: 'flow', flowId: flow.id });
  return (
    <div role="row" onClick={open} className={classes(columns, 'min-h-14 border-b border-line py-2 last:border-b-0', !broken && 'hover:bg-hover')}>
      <span role="cell" className="min-w-0">
        {broken ? (
          <>
            <span className="flex items-center gap-1.5 font-medium">
              <FileWarning size={14} aria-hidden className="shrink-0 text-failed" />
              <span className="truncate">{flow.name}</span>
            </span>
            <span className="block text-12 break-words text-failed">{ofError(broken).what}</span>
            {broken.fix && <span className="block text-12 break-words text-muted">{ofError(broken).fix}</span>}
          </>
        ) : (
          <>
            <a href={routeHash({ page: 'flow', flowId: flow.id })} draggable={false} onClick={(event) => event.stopPropagation()} className="block truncate rounded-4 font-medium" title={flow.name}>
              {flow.name}
            </a>
            {flow.scheduleError ? (
              <span className="block truncate text-12 text-failed" title={ofError(flow.scheduleError).what}>{ofError(flow.scheduleError).what}</span>
            ) : flow.late ? (
              <span className="flex items-center gap-1 text-12 text-parked">
                <Clock size={12} aria-hidden className="shrink-0" />
                <span>
                  {t(flow.late.kind === 'run' ? 'late.run' : 'late.read')} <Time at={flow.late.since} />
                </span>
              </span>
            ) : flow.nextRunAt !== undefined ? (
              <span className="block text-12 text-muted">
                {t('nextRun')} <Time at={flow.nextRunAt} look="date" />
              </span>
            ) : (
              <span className="block text-12 text-muted">{t('nodes', { count: flow.nodeCount })}</span>
            )}
          </>
        )}
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
      <span role="cell" className="min-w-0">
        {lastRun && <OutcomeBar counts={lastRun.outcomes} numbers />}
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
        <Menu trigger={<IconButton icon={MoreHorizontal} label={t('more', { name: flow.name })} />} entries={[{ label: t('delete'), icon: Trash2, danger: true, onSelect: () => setDeleting(true) }]} />
        <DeleteFlow flow={flow} open={deleting} onClose={() => setDeleting(false)} />
      </span>
    </div>
  );
}

/** The same box while the flows are being listed. */
export function FlowHealthSkeleton() {
  const { t } = useTranslation('home');
  return (
    <Section title={t('flows')}>
      <div aria-busy className="pt-7">
        {[0, 1, 2].map((index) => (
          <div key={index} className={classes(columns, 'h-14')}>
            <Skeleton className="h-3 w-3/5" />
            <Skeleton className="h-3 w-4/5" />
            <Skeleton className="h-1.5" />
          </div>
        ))}
      </div>
    </Section>
  );
}
