import { ListPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Counted } from '#shared/tables/seen.ts';
import { Button } from '#renderer/ui/Button.tsx';

/** Values that came by in the last records and have no row, with one click to add them all. */
export function SeenMissing({ missing, records, onAdd }: { readonly missing: readonly Counted[]; readonly records: number; readonly onAdd: () => void }) {
  const { t } = useTranslation('tables');
  if (records === 0) return null;
  if (missing.length === 0) return <p className="text-12 text-faint">{t('seen.all', { count: records })}</p>;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-muted">
      <p className="min-w-0 flex-1 break-words" data-selectable>{t('seen.missing', { count: missing.length, values: missing.slice(0, 5).map(({ value, count }) => `${value} (${count})`).join(', ') + (missing.length > 5 ? ' …' : '') })}</p>
      <Button size="small" icon={ListPlus} onClick={onAdd}>{t('seen.add', { count: missing.length })}</Button>
    </div>
  );
}
