import { Check, ClipboardCopy, Download, Ellipsis, Redo2, Trash2, Undo2, Upload } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { TableListItem } from '#shared/ipc/contract.ts';
import { tableFile, type TableDocument } from '#shared/tables/table.ts';
import { navigate, routeHash } from '#renderer/app/route.ts';
import { PairTable } from '#renderer/inspector/form/PairTable.tsx';
import { usePick, usePickLists } from '#renderer/inspector/form/usePick.ts';
import { useSettingText } from '#renderer/i18n/settingText.ts';
import { useExportTable, useRemoveTable } from '#renderer/queries/tables.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { CommitInput } from '#renderer/ui/inputs.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { CountryGrid, type CountryColumnShown } from './CountryGrid.tsx';
import { AddColumn, ColumnHead } from './ColumnHead.tsx';
import { ImportCsv } from './ImportCsv.tsx';
import { useOpenTable, type OpenedTable } from './useOpenTable.ts';
import { useTableKeys } from './useTableKeys.ts';
import { useUses, type Uses } from './useUses.ts';

/** One shared table: its name, its rows as a grid, where it is used, and the ways in and out as CSV. */
export function TableView({ item }: { readonly item: TableListItem }) {
  const { t } = useTranslation('tables');
  const open = useOpenTable(item.id);
  const uses = useUses(item.usedBy);
  const [importing, setImporting] = useState(false);
  useTableKeys(open.undo);
  const { table } = open;
  if (open.error) return <div className="flex-1 p-6"><ErrorNote error={asFluxoError(open.error).data} /></div>;
  if (!table) return <div aria-busy className="flex flex-1 flex-col gap-3 p-6"><Skeleton className="h-6 w-64" /><Skeleton className="h-64" /></div>;
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <header className="flex min-h-16 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-6 py-2">
        <div className="min-w-48 flex-1">
          <h2 className="sr-only">{table.name}</h2>
          <CommitInput whenDone aria-label={t('name')} value={table.name} maxLength={120} onCommit={(name) => name.trim() !== '' && open.edit((now) => ({ ...now, name: name.trim() }))} className="-ml-[7px] h-6! max-w-96 border-transparent! px-1.5! text-15 font-semibold hover:bg-hover focus-visible:bg-surface" />
          <UsedBy item={item} />
        </div>
        <Saved open={open} />
        <IconButton icon={Undo2} label={t('undo')} keys="mod+z" disabled={!open.canUndo} onClick={() => open.undo(false)} />
        <IconButton icon={Redo2} label={t('redo')} keys="mod+shift+z" disabled={!open.canRedo} onClick={() => open.undo(true)} />
        <Button icon={Upload} onClick={() => setImporting(true)}>{t('import.label')}</Button>
        <More table={table} inUse={item.usedBy.length > 0} />
      </header>
      {open.failed && <ErrorNote className="mx-6 mt-4" error={open.failed} action={<Button size="small" onClick={open.reload}>{t('reload')}</Button>} />}
      <div className="flex min-h-0 flex-1 flex-col p-6">{table.kind === 'pairs' ? <Pairs table={table} uses={uses} open={open} /> : <Countries table={table} uses={uses} open={open} />}</div>
      <ImportCsv table={table} isOpen={importing} onClose={() => setImporting(false)} onTake={(next) => open.edit(() => next)} />
    </div>
  );
}

function UsedBy({ item }: { readonly item: TableListItem }) {
  const { t } = useTranslation('tables');
  const flows = [...new Map(item.usedBy.map(({ flowId, flowName }) => [flowId, flowName]))];
  return (
    <p className="truncate text-12 text-muted">
      <span className="font-mono">{tableFile(item.id)}</span>
      {flows.length === 0 ? ` · ${t('unused')}` : ` · ${t('usedIn')} `}
      {flows.map(([flowId, name], index) => (
        <span key={flowId}>
          {index > 0 && ', '}
          <a href={routeHash({ page: 'flow', flowId })} className="text-accent underline underline-offset-2">{name}</a>
        </span>
      ))}
    </p>
  );
}

function Saved({ open }: { readonly open: OpenedTable }) {
  const { t } = useTranslation('tables');
  return (
    <span role="status" className="flex items-center gap-1 text-12 text-muted">
      {open.isSaved && !open.failed && <Check size={12} aria-hidden className="text-created" />}
      {t(open.failed ? 'notSaved' : open.isSaved ? 'saved' : 'saving')}
    </span>
  );
}

function More({ table, inUse }: { readonly table: TableDocument; readonly inUse: boolean }) {
  const { t } = useTranslation('tables');
  const write = useExportTable();
  const remove = useRemoveTable();
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} label={t('more')} />}
      entries={[
        { label: t('export.file'), icon: Download, onSelect: () => write.mutate(table.id, { onSuccess: ({ file }) => toast(t('export.written', { file })), onError: toastError }) },
        { label: t('export.copy'), icon: ClipboardCopy, onSelect: () => write.mutate(table.id, { onSuccess: ({ text }) => void navigator.clipboard.writeText(text).then(() => toast(t('export.copied'))), onError: toastError }) },
        'line',
        { label: t('remove'), icon: Trash2, danger: true, disabled: inUse, onSelect: () => remove.mutate(table.id, { onSuccess: () => navigate({ page: 'tables' }), onError: toastError }) },
      ]}
    />
  );
}

interface KindProps<T> {
  readonly table: T;
  readonly uses: Uses;
  readonly open: OpenedTable;
}

function Pairs({ table, uses, open }: KindProps<Extract<TableDocument, { kind: 'pairs' }>>) {
  const field = uses.field?.type === 'valueSetting' ? uses.field : undefined;
  const keys = usePick(field && uses.connections.source !== undefined ? field.keys : undefined, uses.connections.own, uses.connections.source);
  const values = usePick(field && uses.connections.own !== undefined ? field.values : undefined, uses.connections.own, uses.connections.source);
  const seen = useMemo(() => ({ values: uses.values, records: uses.records }), [uses]);
  return <PairTable label={table.name} rows={table.rows} onChange={(rows) => open.edit((now) => (now.kind === 'pairs' ? { ...now, rows: [...rows] } : now))} keys={keys} values={values} seen={seen} onUndo={open.undo} tall />;
}

function Countries({ table, uses, open }: KindProps<Extract<TableDocument, { kind: 'countries' }>>) {
  const field = uses.field?.type === 'countryTable' ? uses.field : undefined;
  const lists = useMemo(() => table.columns.map(({ key }) => field?.columns.find((column) => column.key === key)?.values), [table.columns, field]);
  const picks = usePickLists(lists, uses.connections.own, uses.connections.source);
  const text = useSettingText(uses.owner);
  const edit = (change: (now: typeof table) => typeof table) => open.edit((now) => (now.kind === 'countries' ? change(now) : now));
  const offered = (field?.columns ?? []).filter(({ key }) => table.columns.every((column) => column.key !== key)).map((column) => ({ key: column.key, label: field ? text.column(field, column) : column.label, ...(column.isKey && { isKey: true }) }));
  const columns = table.columns.map((column, index): CountryColumnShown => ({
    key: column.key,
    label: column.label,
    isKey: column.isKey ?? false,
    options: picks[index]?.options,
    offline: picks[index]?.offline,
    head: <ColumnHead table={table} column={column} isAsked={field?.columns.some(({ key }) => key === column.key) ?? false} onEdit={edit} end={index === table.columns.length - 1 && <AddColumn table={table} offered={offered} onEdit={edit} />} />,
  }));
  const seen = useMemo(() => ({ asked: uses.asked, records: uses.asked.length === 0 ? 0 : uses.records }), [uses]);
  return <CountryGrid label={table.name} columns={columns} rows={table.rows} onChange={(rows) => edit((now) => ({ ...now, rows: [...rows] }))} seen={seen} onUndo={open.undo} tall />;
}
