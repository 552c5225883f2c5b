import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { Popover } from '#renderer/ui/Popover.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';
import { columnsFor, extraIds, isExtra, isFieldColumn, isFixedColumn, pathOf, type ColumnId } from './columns.ts';
import { mostExtras, type ColumnChoice } from './useColumnChoice.ts';
import { useColumnWord, useFieldPaths } from './useLogWords.ts';

/** Which columns the log shows: the usual ones, further ones, and any field of the records themselves. Those that say nothing without each other stay. */
export function ColumnMenu({ entity, flowId, choice, icon }: { readonly entity: string; readonly flowId: string; readonly choice: ColumnChoice; readonly icon: LucideIcon }) {
  const { t } = useTranslation(['runs', 'records']);
  const word = useColumnWord(entity);
  const fields = useFieldPaths(flowId);
  const { hidden, extras, toggle, toggleExtra } = choice;
  const row = (column: ColumnId, checked: boolean, onToggle: () => void) => (
    <label key={column} className="flex min-h-7 items-center gap-2 rounded-4 px-2 hover:bg-hover">
      <Checkbox checked={checked} onChange={onToggle} />
      <span className="min-w-0 break-words">{word(column)}</span>
    </label>
  );
  return (
    <Popover label={t('runs:columns')} align="end" className="scroll-y max-h-[min(27.5rem,var(--radix-popover-content-available-height))] w-64 p-1" trigger={<IconButton icon={icon} label={t('runs:columns')} />}>
      {columnsFor(entity).filter((column) => !isFixedColumn(column)).map((column) => row(column, !hidden.has(column), () => toggle(column)))}
      <div className="my-1 border-t border-line" />
      {extraIds.map((column) => row(column, extras.includes(column), () => toggleExtra(column)))}
      <div className="my-1 border-t border-line" />
      <p className="px-2 py-1 text-12 font-medium text-muted">{t('records:ownFields')}</p>
      {extras.filter((column) => !isExtra(column)).map((column) => row(column, true, () => toggleExtra(column)))}
      {extras.length < mostExtras && (
        <div className="p-1">
          <Combobox
            label={t('records:addField')}
            placeholder={t('records:addField')}
            value=""
            allowTyped
            options={fields.filter((path) => !extras.some((column) => isFieldColumn(column) && pathOf(column) === path)).map((path) => ({ value: path, label: path }))}
            onChange={(path) => path.trim() !== '' && toggleExtra(`field:${path.trim()}`)}
          />
        </div>
      )}
    </Popover>
  );
}
