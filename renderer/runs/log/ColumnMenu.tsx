import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Popover } from '#renderer/ui/Popover.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import { columnIds, isFixedColumn, type ColumnId } from './columns.ts';

/** Which columns the log shows; those that say nothing without each other stay. */
export function ColumnMenu({ hidden, onToggle, icon }: { readonly hidden: ReadonlySet<ColumnId>; readonly onToggle: (column: ColumnId) => void; readonly icon: LucideIcon }) {
  const { t } = useTranslation('runs');
  return (
    <Popover label={t('columns')} align="end" className="w-48 p-1" trigger={<IconButton icon={icon} label={t('columns')} />}>
      {columnIds
        .filter((column) => !isFixedColumn(column))
        .map((column) => (
          <label key={column} className="flex h-7 items-center gap-2 rounded-4 px-2 hover:bg-hover">
            <Checkbox checked={!hidden.has(column)} onChange={() => onToggle(column)} />
            {t(`column.${column}`)}
          </label>
        ))}
    </Popover>
  );
}
