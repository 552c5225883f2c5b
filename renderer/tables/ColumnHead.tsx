import { ChevronDown, KeyRound, Plus, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { columnKey, filledRows, withColumn, withColumnAsKey, withColumnNamed, withoutColumn } from '#shared/tables/columns.ts';
import type { CountriesTable, TableColumn } from '#shared/tables/table.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { CommitInput, Input } from '#renderer/ui/inputs.tsx';
import { Popover } from '#renderer/ui/Popover.tsx';
import { Checkbox } from '#renderer/ui/toggles.tsx';

interface ColumnHeadProps {
  readonly table: CountriesTable;
  readonly column: TableColumn;
  /** Settings that use the table look for it. */
  readonly isAsked: boolean;
  readonly onEdit: (change: (table: CountriesTable) => CountriesTable) => void;
  /** Stands behind the name. */
  readonly end?: ReactNode;
}

/** The name of a column that can be changed: a click opens its name, whether rows are found by it, and its removal; each is one step of the table's undo. */
export function ColumnHead({ table, column: { key, label, isKey = false }, isAsked, onEdit, end }: ColumnHeadProps) {
  const { t } = useTranslation('tables');
  const [open, setOpen] = useState(false);
  const filled = filledRows(table, key);
  return (
    <span className="flex min-w-0 items-center gap-1">
      <Popover
        label={t('column.of', { name: label })}
        open={open}
        onOpenChange={setOpen}
        className="flex w-72 flex-col gap-3 p-3"
        trigger={
          <button type="button" aria-label={t('column.of', { name: label })} className="group/head flex min-h-6 min-w-0 flex-1 items-center gap-1 rounded-4 text-left hover:text-text data-[state=open]:text-text">
            {isKey && <KeyRound size={12} aria-label={t('column.isKeyMark')} className="shrink-0" />}
            <span className="min-w-0 truncate">{label}</span>
            <ChevronDown size={12} aria-hidden className="shrink-0 opacity-50 group-hover/head:opacity-100" />
          </button>
        }
      >
        <Field label={t('column.name')} help={t('column.key', { key })}>{(ids) => <CommitInput {...ids} value={label} maxLength={120} onCommit={(name) => onEdit((now) => withColumnNamed(now, key, name))} />}</Field>
        <label className="flex items-start gap-2 text-12 text-muted">
          <Checkbox checked={isKey} onChange={(next) => onEdit((now) => withColumnAsKey(now, key, next))} />
          <span>{t('column.isKey')}</span>
        </label>
        <div className="flex flex-col gap-1">
          <Button size="small" look="danger" icon={Trash2} className="self-start" disabled={table.columns.length < 2} onClick={() => {
            setOpen(false);
            onEdit((now) => withoutColumn(now, key));
          }}>{t('column.remove')}</Button>
          <p className="text-12 text-faint">{t(table.columns.length < 2 ? 'column.last' : isAsked ? 'column.removeAsked' : 'column.removeHelp', { count: filled })}</p>
        </div>
      </Popover>
      {end}
    </span>
  );
}

interface AddColumnProps {
  readonly table: CountriesTable;
  /** Columns the settings that use the table know, and it lacks. */
  readonly offered: readonly TableColumn[];
  readonly onEdit: (change: (table: CountriesTable) => CountriesTable) => void;
}

/** A column more: one that settings look for, or one of one's own. */
export function AddColumn({ table, offered, onEdit }: AddColumnProps) {
  const { t } = useTranslation('tables');
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [isKey, setIsKey] = useState(false);
  const add = (column: TableColumn) => {
    setOpen(false);
    setName('');
    setIsKey(false);
    onEdit((now) => withColumn(now, column));
  };
  const own = () => name.trim() !== '' && add({ key: columnKey(name, table.columns.map(({ key }) => key)), label: name.trim(), ...(isKey && { isKey }) });
  return (
    <Popover label={t('column.add')} open={open} onOpenChange={setOpen} align="end" className="flex w-72 flex-col gap-3 p-3" trigger={<IconButton size="small" icon={Plus} label={t('column.add')} />}>
      {offered.length > 0 && (
        <div className="flex flex-col gap-1">
          <p className="text-12 text-muted">{t('column.offered')}</p>
          {offered.map((column) => <Button key={column.key} size="small" icon={Plus} className="self-start" onClick={() => add(column)}>{column.label}</Button>)}
        </div>
      )}
      <form className="flex flex-col gap-3" onSubmit={(event) => {
        event.preventDefault();
        own();
      }}>
        <Field label={t(offered.length > 0 ? 'column.newName' : 'column.name')}>{(ids) => <Input {...ids} value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />}</Field>
        <label className="flex items-start gap-2 text-12 text-muted">
          <Checkbox checked={isKey} onChange={setIsKey} />
          <span>{t('column.isKey')}</span>
        </label>
        <Button type="submit" look="primary" size="small" className="self-end" disabled={name.trim() === ''}>{t('column.addOwn')}</Button>
      </form>
    </Popover>
  );
}
