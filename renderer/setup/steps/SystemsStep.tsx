import { Check, FlaskConical } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { connectorOf } from '#shared/catalog/catalog.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useTemplates } from '#renderer/queries/flows.ts';
import { classes } from '#renderer/ui/classes.ts';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { toggleSystem } from '../setupDraft.ts';
import { useServiceLabel } from '../SetupNav.tsx';
import { useSetupInHand } from '../useSetupInHand.ts';

/** Which two systems are to work together. */
export function SystemsStep() {
  const { t } = useTranslation('setup');
  const { draft, change } = useSetupInHand();
  const catalog = useCatalog().data;
  const templates = useTemplates().data;
  const labelOf = useServiceLabel();
  const pairs = useMemo(() => (templates ?? []).map(({ stream, target }) => [connectorOf(stream), connectorOf(target)] as const), [templates]);
  const between = (one: string, other: string) => pairs.filter(([from, to]) => (from === one && to === other) || (from === other && to === one)).length;
  const [first, second] = draft.systems;
  const found = first !== undefined && second !== undefined ? between(first, second) : 0;
  return (
    <>
      <div role="group" aria-label={t('step.systems.title')} className="grid grid-cols-[repeat(auto-fill,minmax(240px,1fr))] gap-3">
        {(catalog?.connectors ?? []).map(({ name, label }) => {
          const pressed = draft.systems.includes(name);
          // With one chosen, a system nothing leads to is no second one.
          const fits = pressed || draft.systems.length !== 1 || between(draft.systems[0]!, name) > 0;
          return (
            <button
              key={name}
              type="button"
              aria-pressed={pressed}
              disabled={!fits}
              onClick={() => change(toggleSystem(draft, name))}
              className={classes('flex items-center gap-3 rounded-8 border bg-surface p-3.5 text-left transition-colors', pressed ? 'border-accent bg-accent-soft' : 'border-line hover:border-line-strong hover:bg-hover disabled:hover:border-line disabled:hover:bg-surface')}
            >
              <ServiceMark connector={name} size="large" className={fits ? '' : 'opacity-40'} />
              <span className="min-w-0 flex-1">
                <span className={classes('block truncate text-13 font-medium', !fits && 'text-faint')}>{label}</span>
                <span className="block text-12 text-muted">{fits ? t(`about.${name}`, { defaultValue: '' }) : t('noFlowWith', { system: labelOf(draft.systems[0]!) })}</span>
              </span>
              {pressed && <Check size={16} aria-hidden className="shrink-0 text-accent" />}
            </button>
          );
        })}
      </div>
      <p role="status" className="text-13 text-muted">
        {found > 0 ? t('flowsBetween', { count: found, first: labelOf(first!), second: labelOf(second!) }) : draft.systems.length === 1 ? t('oneMore', { system: labelOf(first!) }) : ''}
      </p>
      <p className="flex items-center gap-2 rounded-8 border border-line bg-surface px-4 py-2.5 text-13 text-muted">
        <FlaskConical size={16} aria-hidden className="shrink-0 text-accent" />
        {t('demoLater')}
      </p>
    </>
  );
}
