import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { useOpenTable } from '#renderer/tables/useOpenTable.ts';
import { useTableList } from '#renderer/queries/tables.ts';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { CountryGrid, type CountryColumnShown } from '#renderer/tables/CountryGrid.tsx';
import { PairTable, type SeenValues } from './PairTable.tsx';
import type { Picked } from './usePick.ts';
import type { useSeenCountries } from './useSeen.ts';

/** In how many other places a shared table is used, said where it can be changed. */
function SharedNote({ tableId }: { readonly tableId: string }) {
  const { t } = useTranslation('tables');
  const uses = useTableList().find(({ id }) => id === tableId)?.usedBy ?? [];
  const flows = [...new Set(uses.map(({ flowName }) => flowName))];
  return flows.length > 1 ? <p className="text-12 text-muted">{t('source.usedBy', { count: flows.length, flows: flows.join(', ') })}</p> : null;
}

interface SharedRowsProps {
  readonly tableId: string;
  readonly label: string;
  readonly keys: Picked;
  readonly values: Picked;
  readonly seen?: SeenValues | undefined;
}

/** The rows of a shared table, edited in place: what is changed here holds for every flow that uses it. */
export function SharedRows({ tableId, label, keys, values, seen }: SharedRowsProps) {
  const open = useOpenTable(tableId);
  if (open.error) return <ErrorNote error={asFluxoError(open.error).data} />;
  if (open.table?.kind !== 'pairs') return <Skeleton className="h-24" />;
  return (
    <>
      <PairTable label={label} rows={open.table.rows} onChange={(rows) => open.edit((table) => (table.kind === 'pairs' ? { ...table, rows: [...rows] } : table))} keys={keys} values={values} seen={seen} onUndo={open.undo} />
      <SharedNote tableId={tableId} />
    </>
  );
}

interface SharedCountriesProps {
  readonly tableId: string;
  readonly label: string;
  readonly columns: readonly CountryColumnShown[];
  readonly seen?: ReturnType<typeof useSeenCountries>['seen'];
}

export function SharedCountries({ tableId, label, columns, seen }: SharedCountriesProps) {
  const open = useOpenTable(tableId);
  if (open.error) return <ErrorNote error={asFluxoError(open.error).data} />;
  if (open.table?.kind !== 'countries') return <Skeleton className="h-24" />;
  return (
    <>
      <CountryGrid label={label} columns={columns} rows={open.table.rows} onChange={(rows) => open.edit((table) => (table.kind === 'countries' ? { ...table, rows: [...rows] } : table))} seen={seen} onUndo={open.undo} />
      <SharedNote tableId={tableId} />
    </>
  );
}
