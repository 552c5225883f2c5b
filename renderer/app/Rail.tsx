import { CircleAlert, FileSearch, House, KeyRound, Settings, Table2, Workflow, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFlows } from '#renderer/queries/flows.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Tip } from '#renderer/ui/Tip.tsx';
import { routeHash, useRoute, type Route } from './route.ts';

/** The places of the app, always at the left edge. */
export function Rail() {
  const { t } = useTranslation('app');
  const current = useRoute().page;
  const lastFlow = useEditor((state) => state.flow?.id);
  const flows = useFlows().data;
  const problems = flows?.reduce((total, flow) => total + flow.openProblems, 0) ?? 0;
  const flowId = lastFlow ?? flows?.find((flow) => !flow.broken)?.id;
  return (
    <nav aria-label={t('rail.label')} className="flex w-14 shrink-0 flex-col items-center gap-1 border-r border-line bg-surface py-2">
      <Place icon={House} label={t('rail.home')} to={{ page: 'home' }} active={current === 'home'} />
      <Place icon={Workflow} label={t('rail.flows')} to={flowId ? { page: 'flow', flowId } : { page: 'home' }} active={current === 'flow'} />
      <Place icon={KeyRound} label={t('rail.connections')} to={{ page: 'connections' }} active={current === 'connections'} />
      <Place icon={FileSearch} label={t('rail.records')} to={{ page: 'records' }} active={current === 'records'} />
      <Place icon={Table2} label={t('rail.tables')} to={{ page: 'tables' }} active={current === 'tables'} />
      <Place icon={CircleAlert} label={problems > 0 ? t('rail.problemsCount', { count: problems }) : t('rail.problems')} to={{ page: 'problems' }} active={current === 'problems'} count={problems} />
      <div className="flex-1" />
      <Place icon={Settings} label={t('rail.settings')} to={{ page: 'settings' }} active={current === 'settings'} />
    </nav>
  );
}

interface PlaceProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly to: Route;
  readonly active: boolean;
  readonly count?: number;
}

function Place({ icon: Icon, label, to, active, count = 0 }: PlaceProps) {
  return (
    <Tip text={label} side="right">
      <a
        href={routeHash(to)}
        aria-label={label}
        aria-current={active ? 'page' : undefined}
        draggable={false}
        className={classes('relative flex size-10 items-center justify-center rounded-8 transition-colors', active ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover hover:text-text')}
      >
        <Icon size={18} aria-hidden />
        {count > 0 && <span className="tabular absolute top-0.5 right-0.5 min-w-4 rounded-full bg-parked px-1 text-center text-10 leading-4 font-semibold text-surface">{count > 99 ? '99+' : count}</span>}
      </a>
    </Tip>
  );
}
