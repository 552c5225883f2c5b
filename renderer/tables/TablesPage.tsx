import { Globe, Table2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { TableListItem } from '#shared/ipc/contract.ts';
import { routeHash, useRoute } from '#renderer/app/route.ts';
import { useTables } from '#renderer/queries/tables.ts';
import { classes } from '#renderer/ui/classes.ts';
import { ErrorNote, EmptyState, Skeleton } from '#renderer/ui/states.tsx';
import { NewTable } from './NewTable.tsx';
import { TableView } from './TableView.tsx';

/** The mapping tables that flows share: list on the left, one of them on the right. */
export function TablesPage() {
  const { t } = useTranslation('tables');
  const route = useRoute();
  const tables = useTables();
  const wanted = route.page === 'tables' ? route.tableId : undefined;
  const open = tables.data?.find(({ id }) => id === wanted) ?? (wanted === undefined ? tables.data?.[0] : undefined);
  return (
    <main aria-label={t('title')} className="flex min-h-0 flex-1 bg-ground">
      <div className="flex w-72 shrink-0 flex-col border-r border-line bg-surface">
        <header className="flex h-16 shrink-0 items-center justify-between border-b border-line pr-3 pl-4">
          <h1 className="text-15 font-semibold">{t('title')}</h1>
          <NewTable />
        </header>
        {tables.isPending && <div aria-busy className="flex flex-col gap-2 p-4">{[0, 1, 2].map((index) => <Skeleton key={index} className="h-8" />)}</div>}
        {tables.isError && <ErrorNote className="m-3" error={asFluxoError(tables.error).data} onRetry={() => void tables.refetch()} retrying={tables.isFetching} />}
        {tables.data && tables.data.length > 0 && (
          <ul aria-label={t('title')} className="scroll-y min-h-0 flex-1 p-2">
            {tables.data.map((table) => (
              <Entry key={table.id} table={table} isOpen={table.id === open?.id} />
            ))}
          </ul>
        )}
        {tables.data?.length === 0 && <p className="px-4 py-3 text-13 text-muted">{t('noneYet')}</p>}
      </div>
      {open ? <TableView key={open.id} item={open} /> : tables.data && <EmptyState icon={Table2} title={t(wanted === undefined ? 'empty.title' : 'empty.gone')} text={t('empty.text')} action={<NewTable isMain />} />}
    </main>
  );
}

function Entry({ table, isOpen }: { readonly table: TableListItem; readonly isOpen: boolean }) {
  const { t } = useTranslation('tables');
  const Icon = table.kind === 'countries' ? Globe : Table2;
  const flows = new Set(table.usedBy.map(({ flowId }) => flowId)).size;
  return (
    <li>
      <a href={routeHash({ page: 'tables', tableId: table.id })} aria-current={isOpen ? 'true' : undefined} draggable={false} className={classes('flex items-center gap-3 rounded-6 px-2 py-2', isOpen ? 'bg-accent-soft' : 'hover:bg-hover')}>
        <Icon size={16} aria-hidden className="shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-13 font-medium" title={table.name}>{table.name}</span>
          <span className={classes('block truncate text-12', table.broken ? 'text-failed' : 'text-muted')}>{table.broken ? t('cannotRead') : [t('rows', { count: table.rowCount }), flows === 0 ? t('unused') : t('inFlows', { count: flows })].join(' · ')}</span>
        </span>
      </a>
    </li>
  );
}
