import { CircleCheck, CircleDashed, CircleHelp, CirclePause, CircleSlash, CircleX, Equal, ListFilter, Pencil, ShieldX, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Outcome } from '#shared/records/outcomes.ts';
import { isPlanned } from '#shared/records/planned.ts';
import { classes } from './classes.ts';

/** Icon and colour of each outcome; the word always stands beside them. */
export const outcomeLook: Readonly<Record<Outcome | 'pending', { readonly icon: LucideIcon; readonly text: string; readonly soft: string }>> = {
  created: { icon: CircleCheck, text: 'text-created', soft: 'bg-created-soft' },
  updated: { icon: Pencil, text: 'text-updated', soft: 'bg-updated-soft' },
  unchanged: { icon: Equal, text: 'text-unchanged', soft: 'bg-unchanged-soft' },
  skipped: { icon: CircleSlash, text: 'text-unchanged', soft: 'bg-unchanged-soft' },
  filtered: { icon: ListFilter, text: 'text-unchanged', soft: 'bg-unchanged-soft' },
  parked: { icon: CirclePause, text: 'text-parked', soft: 'bg-parked-soft' },
  invalid: { icon: CircleX, text: 'text-failed', soft: 'bg-failed-soft' },
  rejected: { icon: ShieldX, text: 'text-failed', soft: 'bg-failed-soft' },
  unsure: { icon: CircleHelp, text: 'text-unsure', soft: 'bg-unsure-soft' },
  pending: { icon: CircleDashed, text: 'text-faint', soft: 'bg-sunken' },
};

/** The key of an outcome's word in `ui`; of a dry run the word for what would be done. */
export const outcomeKey = (outcome: Outcome | 'pending', dryRun = false) => (isPlanned(outcome, dryRun) ? (`planned.${outcome as 'created' | 'updated'}` as const) : (`outcome.${outcome}` as const));

interface OutcomeBadgeProps {
  readonly outcome: Outcome | 'pending';
  /** Shown after the word, such as a number of records. */
  readonly count?: number | undefined;
  /** `soft` has a tinted ground; `bare` is icon and word only, for tables. */
  readonly look?: 'soft' | 'bare' | undefined;
  /** True in a dry run: nothing was made or changed, it would be. */
  readonly planned?: boolean | undefined;
  readonly className?: string | undefined;
}

export function OutcomeBadge(props: OutcomeBadgeProps) {
  const { t, i18n } = useTranslation('ui');
  return <OutcomeMark {...props} word={t(outcomeKey(props.outcome, props.planned))} locale={i18n.language} />;
}

/** The same for who has the word already: a table that draws dozens of rows in a frame asks for its words once. */
export function OutcomeMark({ outcome, word, locale, count, look = 'soft', className }: OutcomeBadgeProps & { readonly word: string; readonly locale: string }) {
  const { icon: Icon, text, soft } = outcomeLook[outcome];
  return (
    <span className={classes('inline-flex items-center gap-1 text-12 font-medium whitespace-nowrap', text, look === 'soft' && `h-5 rounded-full px-2 ${soft}`, className)}>
      <Icon size={12} aria-hidden className="shrink-0" />
      {word}
      {count !== undefined && <span className="tabular">{count.toLocaleString(locale)}</span>}
    </span>
  );
}
