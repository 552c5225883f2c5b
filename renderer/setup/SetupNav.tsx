import { ArrowLeftRight, Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { routeHash } from '#renderer/app/route.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { classes } from '#renderer/ui/classes.ts';
import { flowsOf, lacking, setupSteps, stepAfter, type SetupStep } from './setupDraft.ts';
import { useSetupInHand } from './useSetupInHand.ts';

/** Where one is, what is done, and the way back to every step that is open. */
export function SetupNav() {
  const { t } = useTranslation('setup');
  const { draft, step: current } = useSetupInHand();
  const summary = useSummary();
  const labelOf = useServiceLabel();
  return (
    <div className="flex w-64 shrink-0 flex-col border-r border-line bg-surface">
      <div className="flex h-16 shrink-0 flex-col justify-center gap-1 border-b border-line px-4">
        <p className="text-15 leading-5 font-semibold">{t('title')}</p>
        {draft.systems.length === 2 && (
          <p className="flex min-w-0 items-center gap-1.5 text-12 text-muted">
            <span className="truncate">{labelOf(draft.systems[0]!)}</span>
            <ArrowLeftRight size={12} aria-hidden className="shrink-0 text-faint" />
            <span className="truncate">{labelOf(draft.systems[1]!)}</span>
          </p>
        )}
      </div>
      <nav aria-label={t('steps')} className="scroll-y min-h-0 flex-1 p-2">
        <ol className="flex flex-col gap-0.5">
          {setupSteps.map((step, index) => {
            const open = lacking(draft, step) === null;
            const after = stepAfter(step);
            const done = draft.visited.includes(step) && (after === undefined || lacking(draft, after) === null);
            const said = summary(step);
            const inside = (
              <>
                <span
                  aria-hidden
                  className={classes(
                    'tabular mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border text-12',
                    step === current ? 'border-accent bg-accent font-medium text-on-accent' : done ? 'border-created text-created' : 'border-line-strong text-faint',
                  )}
                >
                  {done && step !== current ? <Check size={12} /> : index + 1}
                </span>
                <span className="min-w-0">
                  <span className={classes('block text-13', step === current && 'font-medium')}>{t(`step.${step}.name`)}</span>
                  {said && <span className="block truncate text-12 text-muted">{said}</span>}
                </span>
              </>
            );
            return (
              <li key={step}>
                {open ? (
                  <a href={routeHash({ page: 'setup', setupId: draft.id, step })} draggable={false} aria-current={step === current ? 'step' : undefined} className={classes('flex gap-2.5 rounded-6 px-2 py-1.5', step === current ? 'bg-accent-soft' : 'hover:bg-hover')}>
                    {inside}
                  </a>
                ) : (
                  <span className="flex gap-2.5 px-2 py-1.5 text-faint">{inside}</span>
                )}
              </li>
            );
          })}
        </ol>
      </nav>
      <p className="border-t border-line px-4 py-3 text-12 text-muted">{t('kept')}</p>
    </div>
  );
}

/** A service as the reader calls it. */
export function useServiceLabel(): (connector: string) => string {
  const catalog = useCatalog().data;
  return (connector) => catalog?.connectors.find(({ name }) => name === connector)?.label ?? connector;
}

/** What a step has come to, in a word or two. */
function useSummary(): (step: SetupStep) => string | null {
  const { t } = useTranslation('setup');
  const { draft } = useSetupInHand();
  return (step) => {
    switch (step) {
      case 'connections':
        return draft.systems.length === 2 ? t('connected', { count: draft.systems.filter((connector) => draft.connections[connector] !== undefined).length, all: 2 }) : null;
      case 'flows':
        return draft.templates.length > 0 ? t('flowCount', { count: Math.max(draft.templates.length, flowsOf(draft).length) }) : null;
      default:
        return null;
    }
  };
}
