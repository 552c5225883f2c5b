import { useTranslation } from 'react-i18next';
import { classes } from '#renderer/ui/classes.ts';
import type { Coverage } from './coverage.ts';

/** How many of the target's fields are filled; required ones that are not lead to them. */
export function CoverageMeter({ coverage: { required, fields }, onMissing }: { readonly coverage: Coverage; readonly onMissing: () => void }) {
  const { t } = useTranslation('inspect');
  const lacking = required.all - required.filled;
  return (
    <div className="flex items-center gap-2 text-12 whitespace-nowrap" data-coverage>
      <span role="img" aria-label={t('coverage.meter', { filled: fields.filled, all: fields.all })} className="flex h-1.5 w-16 overflow-hidden rounded-full bg-pressed">
        <span className={classes('h-full transition-[width]', lacking > 0 ? 'bg-parked' : 'bg-accent')} style={{ width: `${(100 * fields.filled) / Math.max(1, fields.all)}%` }} />
      </span>
      <span className="tabular text-muted">{t('coverage.fields', { filled: fields.filled, all: fields.all })}</span>
      {lacking > 0 ? (
        <button type="button" onClick={onMissing} className="tabular rounded-4 font-medium text-parked underline underline-offset-2">{t('coverage.required', { filled: required.filled, all: required.all })}</button>
      ) : (
        <span className="tabular text-faint">{t('coverage.required', { filled: required.filled, all: required.all })}</span>
      )}
    </div>
  );
}
