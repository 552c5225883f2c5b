import { useTranslation } from 'react-i18next';
import { outcomes, type Outcome, type OutcomeCounts } from '#shared/records/outcomes.ts';
import { classes } from '#renderer/ui/classes.ts';
import { outcomeKey, outcomeLook } from '#renderer/ui/OutcomeBadge.tsx';

export interface OutcomeChipsProps {
  readonly counts: OutcomeCounts | null;
  /** Records of all outcomes, those without one yet among them. */
  readonly all: number | null;
  /** Of a dry run. */
  readonly planned: boolean;
  readonly chosen: readonly Outcome[];
  readonly onToggle: (outcome: Outcome) => void;
  readonly onClear: () => void;
}

/** One chip per outcome that occurs; several may be on. None on = all rows. */
export function OutcomeChips({ counts, all, planned, chosen, onToggle, onClear }: OutcomeChipsProps) {
  const { t, i18n } = useTranslation(['runs', 'ui']);
  const shown = outcomes.filter((outcome) => chosen.includes(outcome) || (counts?.[outcome] ?? 0) > 0);
  if (shown.length === 0) return null;
  return (
    <div role="group" aria-label={t('filterByOutcome')} className="flex min-w-0 items-center gap-0.5 overflow-hidden">
      <button type="button" aria-pressed={chosen.length === 0} onClick={onClear} className={classes(chip, chosen.length === 0 ? 'border-line-strong bg-hover font-medium text-text' : 'border-transparent text-muted hover:bg-hover')}>
        {t('all')}
        {all !== null && <span className="tabular">{all.toLocaleString(i18n.language)}</span>}
      </button>
      {shown.map((outcome) => {
        const { icon: Icon, text, soft } = outcomeLook[outcome];
        const on = chosen.includes(outcome);
        return (
          <button key={outcome} type="button" aria-pressed={on} onClick={() => onToggle(outcome)} className={classes(chip, text, on ? `border-current ${soft} font-medium` : 'border-transparent hover:bg-hover')}>
            <Icon size={12} aria-hidden />
            {t(`ui:${outcomeKey(outcome, planned)}`)}
            <span className="tabular">{(counts?.[outcome] ?? 0).toLocaleString(i18n.language)}</span>
          </button>
        );
      })}
    </div>
  );
}

const chip = 'inline-flex h-6 shrink-0 items-center gap-1 rounded-full border px-2 text-12 whitespace-nowrap transition-colors';
