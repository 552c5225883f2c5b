import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Popover } from '#renderer/ui/Popover.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import { columnsFor, isFixedColumn, type ColumnId } from './columns.ts';
import { useColumnWord } from './useLogWords.ts';

/** Which columns the log shows; those that say nothing without each other stay. */
export function ColumnMenu({ entity, hidden, onToggle, icon }: { readonly entity: string; readonly hidden: ReadonlySet<ColumnId>; readonly onToggle: (column: ColumnId) => void; readonly icon: LucideIcon }) {
  const { t } = useTranslation('runs');
  const word = useColumnWord(entity);
  return (
    <Popover label={t('columns')} align="end" className="w-48 p-1" trigger={<IconButton icon={icon} label={t('columns')} />}>
      {columnsFor(entity)
        .filter((column) => !isFixedColumn(column))
        .map((column) => (
          <label key={column} className="flex h-7 items-center gap-2 rounded-4 px-2 hover:bg-hover">
            <Checkbox checked={!hidden.has(column)} onChange={() => onToggle(column)} />
            {word(column)}
          </label>
        ))}
    </Popover>
  );
}
