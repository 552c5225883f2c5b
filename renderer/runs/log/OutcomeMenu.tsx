import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { outcomes } from '#shared/records/outcomes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { OutcomeBadge, outcomeKey } from '#renderer/ui/OutcomeBadge.tsx';
import { Popover } from '#renderer/ui/Popover.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import type { OutcomeChipsProps } from './OutcomeChips.tsx';

/** The outcome filter where there is no room for chips: the same choices under one button. */
export function OutcomeMenu({ counts, planned, chosen, onToggle, onClear }: OutcomeChipsProps) {
  const { t, i18n } = useTranslation(['runs', 'ui']);
  const shown = outcomes.filter((outcome) => chosen.includes(outcome) || (counts?.[outcome] ?? 0) > 0);
  const [only, ...others] = chosen;
  const name = only === undefined ? t('allOutcomes') : others.length === 0 ? t(`ui:${outcomeKey(only, planned)}`) : t('someOutcomes', { count: chosen.length });
  return (
    <Popover
      label={t('filterByOutcome')}
      className="w-52 p-1"
      trigger={
        <Button className={chosen.length > 0 ? 'border-accent! text-accent' : ''} disabled={shown.length === 0}>
          {name}
          <ChevronDown size={12} aria-hidden className="text-faint" />
        </Button>
      }
    >
      {shown.map((outcome) => (
        <label key={outcome} className="flex h-7 items-center gap-2 rounded-4 px-2 hover:bg-hover">
          <Checkbox checked={chosen.includes(outcome)} onChange={() => onToggle(outcome)} />
          <OutcomeBadge outcome={outcome} planned={planned} look="bare" className="flex-1" />
          <span className="tabular text-12 text-muted">{(counts?.[outcome] ?? 0).toLocaleString(i18n.language)}</span>
        </label>
      ))}
      {chosen.length > 0 && (
        <Button look="quiet" size="small" className="mt-1 w-full" onClick={onClear}>
          {t('allOutcomes')}
        </Button>
      )}
    </Popover>
  );
}
