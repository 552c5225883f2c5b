import { CircleCheck, CircleX } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Backup } from '#shared/workspace/backups.ts';
import { Time, useLocale } from '#renderer/runs/text/Time.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Spinner } from '#renderer/ui/Spinner.tsx';
import { byteText } from './byteText.ts';
import type { Checks } from './preselected.ts';

interface BackupListProps {
  readonly backups: readonly Backup[];
  readonly checks: Checks;
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
}

/** The copies to choose from, newest first: when each was made, what it holds, and whether it can be read whole. */
export function BackupList({ backups, checks, chosen, onChoose }: BackupListProps) {
  const { t } = useTranslation('recovery');
  const locale = useLocale();
  const group = useId();
  return (
    <fieldset className="min-h-0">
      <legend className="mb-1.5 text-12 font-medium text-muted">{t('choose')}</legend>
      <div className="overflow-hidden rounded-8 border border-line bg-surface">
        {backups.map(({ name, at, bytes, holds }) => {
          const isWhole = checks.get(name);
          return (
            <label
              key={name}
              className={classes('grid min-h-11 grid-cols-[auto_10.5rem_4.5rem_1fr_auto] items-center gap-3 border-b border-line px-3 py-1.5 text-13 last:border-b-0 has-checked:bg-accent-soft', isWhole === false ? 'text-muted' : 'hover:bg-hover')}
            >
              <input type="radio" name={group} value={name} checked={chosen === name} disabled={isWhole === false} onChange={() => onChoose(name)} className="accent-accent" />
              <Time at={at} look="date" className="tabular font-medium" />
              <span className="tabular text-right text-12 text-muted">{byteText(bytes, locale)}</span>
              <span className="tabular min-w-0 text-12 break-words text-muted">{holds && t('holds', { runs: t('runs', { count: holds.runs }), records: t('records', { count: holds.records }) })}</span>
              <Verdict isWhole={isWhole} />
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

function Verdict({ isWhole }: { readonly isWhole: boolean | undefined }) {
  const { t } = useTranslation('recovery');
  if (isWhole === undefined) return <span className="flex items-center gap-1.5 text-12 text-muted"><Spinner />{t('checking')}</span>;
  const Icon = isWhole ? CircleCheck : CircleX;
  return (
    <span className={classes('flex items-center gap-1.5 text-12', isWhole ? 'text-muted' : 'text-failed')}>
      <Icon size={14} aria-hidden />
      {t(isWhole ? 'whole' : 'notWhole')}
    </span>
  );
}
