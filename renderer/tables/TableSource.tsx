import { ArrowUpRight, Plus, Table2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Input } from '#shared/ipc/contract.ts';
import type { TableKind } from '#shared/tables/table.ts';
import { navigate } from '#renderer/app/route.ts';
import { useCreateTable, useTableList } from '#renderer/queries/tables.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Select } from '#renderer/ui/inputs.tsx';
import { toastError } from '#renderer/ui/toast.tsx';

interface TableSourceProps {
  readonly kind: TableKind;
  /** Id of the shared table; absent for rows of one's own. */
  readonly tableId: string | undefined;
  /** What a table made of the own rows is called and holds. */
  readonly make: () => Pick<Input<'tables.create'>, 'name' | 'content'>;
  /** Undefined = rows of one's own. */
  readonly onChange: (tableId: string | undefined) => void;
}

/** Whether the rows are this place's own or those of a table that flows share; a shared one can be made of the own rows. */
export function TableSource({ kind, tableId, make, onChange }: TableSourceProps) {
  const { t } = useTranslation('tables');
  const tables = useTableList().filter((table) => !table.broken && table.kind === kind);
  const create = useCreateTable();
  const shared = tables.find(({ id }) => id === tableId);
  const options = [{ value: '', label: t('source.own') }, ...tables.map(({ id, name }) => ({ value: id, label: t('source.shared', { name }) })), ...(tableId !== undefined && !shared ? [{ value: tableId, label: t('source.gone', { id: tableId }) }] : [])];
  return (
    <div className="flex items-center gap-1">
      <Table2 size={14} aria-hidden className="mr-1 shrink-0 text-faint" />
      <Select aria-label={t('source.label')} value={tableId ?? ''} onChange={(next) => onChange(next === '' ? undefined : next)} options={options} className="min-w-0 flex-1" />
      {tableId === undefined ? (
        <Button look="quiet" size="small" icon={Plus} busy={create.isPending} onClick={() => create.mutate(make(), { onSuccess: (made) => onChange(made.tableId), onError: toastError })}>{t('source.make')}</Button>
      ) : (
        <IconButton size="small" icon={ArrowUpRight} label={t('source.open')} onClick={() => navigate({ page: 'tables', tableId })} />
      )}
    </div>
  );
}
