import { CircleCheck, Clock, FileWarning, KeyRound, ListChecks, OctagonAlert, type LucideIcon } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate, routeHash } from '#renderer/app/route.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { useConnections } from '#renderer/queries/connections.ts';
import { useFlows } from '#renderer/queries/flows.ts';
import { useOpenProblems, useProblemCauses } from '#renderer/queries/problems.ts';
import { goToNode, goToRun } from '#renderer/runs/goTo.ts';
import { placeOf } from '#renderer/runs/problems/placeOf.ts';
import { Time } from '#renderer/runs/text/Time.tsx';
import { useServiceLabel } from '#renderer/setup/SetupNav.tsx';
import { useKeepSetup, useSetups } from '#renderer/setup/useSetups.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { toast } from '#renderer/ui/toast.tsx';
import { attentionOf, type Attention } from './attention.ts';
import { RowsSkeleton } from './RowsSkeleton.tsx';
import { Section } from './Section.tsx';

const SHOWN = 5;

/** What waits for a person, what holds up most in front; calm when nothing does. */
export function NeedsYou() {
  const { t, i18n } = useTranslation('home');
  const causes = useProblemCauses(null, 'open');
  const flows = useFlows().data;
  const connections = useConnections().data;
  const setups = useSetups();
  const all = useMemo(() => attentionOf({ connections: connections ?? [], flows: flows ?? [], causes: causes.data ?? [], setups: setups ?? [] }), [connections, flows, causes.data, setups]);
  const records = useOpenProblems(null) ?? 0;
  // What somebody began is always in sight; of the rest the first few.
  const waiting = all.filter(({ kind }) => kind !== 'setup');
  const shown = [...waiting.slice(0, SHOWN), ...all.filter(({ kind }) => kind === 'setup')];
  return (
    <Section
      title={t('problemsTitle')}
      aside={
        records > 0 && (
          <a href={routeHash({ page: 'problems' })} draggable={false} className="tabular rounded-4 text-12 text-accent hover:underline">
            {t('allProblems', { count: records, formatted: records.toLocaleString(i18n.language) })}
          </a>
        )
      }
    >
      {causes.isPending && <RowsSkeleton />}
      {causes.isError && <p className="px-4 py-4 text-13 text-muted">{t('unreadable')}</p>}
      {causes.data && all.length === 0 && (
        <p className="flex items-center gap-2 px-4 py-4 text-13 text-muted">
          <CircleCheck size={14} aria-hidden className="text-created" />
          {t('noProblems')}
        </p>
      )}
      {causes.data && (
        <ul>
          {shown.map((one) => (
            <li key={one.id} className="border-b border-line last:border-b-0">
              <Item one={one} />
            </li>
          ))}
        </ul>
      )}
      {waiting.length > SHOWN && (
        <a href={routeHash({ page: 'problems' })} draggable={false} className="border-t border-line px-4 py-2 text-12 text-muted hover:bg-hover focus-visible:outline-offset-[-2px]">
          {t('more', { count: waiting.length - SHOWN })}
        </a>
      )}
    </Section>
  );
}

function Item({ one }: { readonly one: Attention }) {
  switch (one.kind) {
    case 'connection':
      return <LostConnection {...one} />;
    case 'flow':
      return <IllFlow {...one} />;
    case 'problem':
      return <ProblemRow {...one} />;
    case 'setup':
      return <UnfinishedSetup {...one} />;
  }
}

interface RowProps {
  readonly icon: LucideIcon;
  readonly tone: string;
  readonly onOpen: () => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
}

/** One line that says what it is, one that says where and since when; all of it leads there. */
function Row({ icon: Icon, tone, onOpen, title, children }: RowProps) {
  return (
    <button type="button" onClick={onOpen} className="flex w-full gap-2.5 px-4 py-2 text-left hover:bg-hover focus-visible:outline-offset-[-2px]">
      <Icon size={14} aria-hidden className={`mt-0.75 shrink-0 ${tone}`} />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="line-clamp-2 text-13">{title}</span>
        <span className="flex w-full items-center gap-2 text-12 text-muted">{children}</span>
      </span>
    </button>
  );
}

function LostConnection({ connection }: Extract<Attention, { kind: 'connection' }>) {
  const { t } = useTranslation('home');
  return (
    <Row icon={KeyRound} tone="text-parked" onOpen={() => navigate({ page: 'connections', connectionId: connection.id })} title={t('waits.connection', { name: connection.name })}>
      <span className="truncate">{t('waits.connectionText')}</span>
    </Row>
  );
}

function IllFlow({ flow, health }: Extract<Attention, { kind: 'flow' }>) {
  const { t } = useTranslation('home');
  const { ofError } = useSpoken();
  const error = flow.broken ?? flow.scheduleError ?? (health === 'failed' ? flow.lastRun?.error : undefined);
  const { lastRun, late } = flow;
  const open = () => (flow.broken ? undefined : health === 'failed' && lastRun && !flow.scheduleError ? goToRun(flow.id, lastRun.runId) : navigate({ page: 'flow', flowId: flow.id }));
  const since = late?.since ?? lastRun?.finishedAt ?? lastRun?.startedAt;
  return (
    <Row icon={health === 'broken' ? FileWarning : health === 'late' ? Clock : OctagonAlert} tone={health === 'late' ? 'text-parked' : 'text-failed'} onOpen={open} title={error ? ofError(error).what : late ? t(`late.${late.kind}`) : t('waits.failed')}>
      <span className="min-w-0 flex-1 truncate">{flow.name}</span>
      {since !== undefined && <Time at={since} className="shrink-0" />}
    </Row>
  );
}

function ProblemRow({ cause }: Extract<Attention, { kind: 'problem' }>) {
  const { t } = useTranslation('runs');
  const { ofError } = useSpoken();
  const flow = useFlows().data?.find(({ id }) => id === cause.flowId);
  const place = placeOf(cause);
  return (
    <button type="button" onClick={() => goToNode(cause.flowId, place.nodeId, place.field)} className="flex w-full flex-col gap-0.5 px-4 py-2 text-left hover:bg-hover focus-visible:outline-offset-[-2px]">
      <span className="line-clamp-2 text-13">{ofError(cause.error).what}</span>
      <span className="flex w-full items-center gap-2 text-12 text-muted">
        <OutcomeBadge outcome={cause.outcome} look="bare" />
        <span className="tabular whitespace-nowrap">{t('recordCount', { count: cause.count })}</span>
        <span className="min-w-0 flex-1 truncate">{flow?.name}</span>
        <Time at={cause.lastAt} className="shrink-0" />
      </span>
    </button>
  );
}

/** A set-up somebody left: goes on where it was left, or is put away. */
export function UnfinishedSetup({ draft }: Pick<Extract<Attention, { kind: 'setup' }>, 'draft'>) {
  const { t } = useTranslation('setup');
  const labelOf = useServiceLabel();
  const { forget } = useKeepSetup();
  const [first, second] = draft.systems.map(labelOf);
  return (
    <div className="flex items-center gap-2.5 px-4 py-2">
      <ListChecks size={14} aria-hidden className="shrink-0 text-accent" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-13">
          {t('unfinished')}: {second === undefined ? first : t('unfinishedOf', { first, second })}
        </span>
        <span className="block text-12 text-muted">
          {t('unfinishedAt', { step: t(`step.${draft.step}.name`) })} · <Time at={draft.at} />
        </span>
      </span>
      <Button
        size="small"
        look="quiet"
        onClick={() => {
          forget(draft.id);
          toast(t('discarded'));
        }}
      >
        {t('discard')}
      </Button>
      <Button size="small" onClick={() => navigate({ page: 'setup', setupId: draft.id, step: draft.step })}>
        {t('continue')}
      </Button>
    </div>
  );
}
