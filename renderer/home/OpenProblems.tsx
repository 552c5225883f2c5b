import { CircleCheck } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { routeHash } from '#renderer/app/route.ts';
import { useFlows } from '#renderer/queries/flows.ts';
import { useProblems } from '#renderer/queries/problems.ts';
import { goToNode } from '#renderer/runs/goTo.ts';
import { groupProblems, placeOf, type ProblemGroup } from '#renderer/runs/problems/groupProblems.ts';
import { Time } from '#renderer/runs/text/Time.tsx';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { Section } from './Section.tsx';

const SHOWN = 4;

/** The causes that hold most records, over all flows. */
export function OpenProblems() {
  const { t, i18n } = useTranslation('home');
  const problems = useProblems(null);
  const groups = useMemo(() => groupProblems(problems.data ?? []), [problems.data]);
  return (
    <Section
      title={t('problemsTitle')}
      aside={
        groups.length > 0 && (
          <a href={routeHash({ page: 'problems' })} draggable={false} className="tabular rounded-4 text-12 text-accent hover:underline">
            {t('allProblems', { count: problems.data?.length ?? 0, formatted: (problems.data?.length ?? 0).toLocaleString(i18n.language) })}
          </a>
        )
      }
    >
      {problems.isPending && <RowsSkeleton />}
      {problems.isError && <p className="px-4 py-4 text-13 text-muted">{t('unreadable')}</p>}
      {problems.data && groups.length === 0 && (
        <p className="flex items-center gap-2 px-4 py-4 text-13 text-muted">
          <CircleCheck size={14} aria-hidden className="text-created" />
          {t('noProblems')}
        </p>
      )}
      <ul>
        {groups.slice(0, SHOWN).map((group) => (
          <ProblemRow key={group.id} group={group} />
        ))}
      </ul>
    </Section>
  );
}

function ProblemRow({ group }: { readonly group: ProblemGroup }) {
  const { t } = useTranslation('runs');
  const { ofError } = useSpoken();
  const flow = useFlows().data?.find((one) => one.id === group.flowId);
  const place = placeOf(group);
  return (
    <li className="border-b border-line last:border-b-0">
      <button type="button" onClick={() => goToNode(group.flowId, place.nodeId, place.field)} className="flex w-full flex-col gap-0.5 px-4 py-2 text-left hover:bg-hover focus-visible:outline-offset-[-2px]">
        <span className="line-clamp-2 text-13">{ofError(group.error).what}</span>
        <span className="flex w-full items-center gap-2 text-12 text-muted">
          <OutcomeBadge outcome={group.outcome} look="bare" />
          <span className="tabular whitespace-nowrap">{t('recordCount', { count: group.count })}</span>
          <span className="min-w-0 flex-1 truncate">{flow?.name}</span>
          <Time at={group.lastAt} className="shrink-0" />
        </span>
      </button>
    </li>
  );
}

export function RowsSkeleton() {
  return (
    <div aria-busy>
      {[0, 1, 2].map((index) => (
        <div key={index} className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0">
          <Skeleton className="h-3 w-4/5" />
          <Skeleton className="h-2.5 w-2/5" />
        </div>
      ))}
    </div>
  );
}
