import { useTranslation } from 'react-i18next';
import { useFlows } from '#renderer/queries/flows.ts';
import { classes } from '#renderer/ui/classes.ts';
import { flowsOf } from './setupDraft.ts';
import { useSetupInHand } from './useSetupInHand.ts';

/** The flow a step is about: the one of the address, else the first. */
export function useCurrentFlow(): string | undefined {
  const { draft, flowId } = useSetupInHand();
  const all = flowsOf(draft);
  return flowId !== undefined && all.includes(flowId) ? flowId : all[0];
}

/** Which of the flows the step shows; nothing when there is only one. */
export function FlowTabs() {
  const { t } = useTranslation('setup');
  const { draft, step, goTo } = useSetupInHand();
  const flows = useFlows().data;
  const current = useCurrentFlow();
  const all = flowsOf(draft);
  if (all.length < 2) return null;
  return (
    <div role="group" aria-label={t('whichFlow')} className="flex flex-wrap gap-1.5">
      {all.map((flowId) => (
        <button
          key={flowId}
          type="button"
          aria-pressed={flowId === current}
          onClick={() => goTo(step, flowId)}
          className={classes('h-7 max-w-80 truncate rounded-full border px-3 text-12 transition-colors', flowId === current ? 'border-accent-line bg-accent-soft font-medium text-text' : 'border-line bg-surface text-muted hover:bg-hover hover:text-text')}
        >
          {flows?.find(({ id }) => id === flowId)?.name ?? flowId}
        </button>
      ))}
    </div>
  );
}
