import type { PairRow } from '#shared/tables/table.ts';
import { TableSource } from '#renderer/tables/TableSource.tsx';
import { useTableStore } from '#renderer/tables/tableStore.ts';
import { PairTable, type SeenValues } from './PairTable.tsx';
import { SharedRows } from './SharedRows.tsx';
import type { Picked } from './usePick.ts';

interface LookupRowsProps {
  /** What the grid is called, and a table made of its rows. */
  readonly label: string;
  readonly rows: readonly PairRow[];
  readonly sharedTable: string | undefined;
  readonly onRows: (rows: PairRow[]) => void;
  /** A shared table in the place of own rows, or own rows again: those the shared one has now. */
  readonly onSource: (source: { readonly sharedTable: string } | { readonly rows: PairRow[] }) => void;
  readonly keys?: Picked;
  readonly values?: Picked;
  readonly seen?: SeenValues | undefined;
}

const noPick: Picked = { options: [], loading: false, offline: undefined };

/** The rows of a look-up, wherever there is one: a place's own, or those of a table that flows share. */
export function LookupRows({ label, rows, sharedTable, onRows, onSource, keys = noPick, values = noPick, seen }: LookupRowsProps) {
  return (
    <div className="flex flex-col gap-2">
      <TableSource kind="pairs" tableId={sharedTable} make={() => ({ name: label, content: { kind: 'pairs', rows: [...rows] } })} onChange={(next) => onSource(next === undefined ? { rows: rowsOf(sharedTable) } : { sharedTable: next })} />
      {sharedTable === undefined ? <PairTable label={label} rows={rows} onChange={(next) => onRows([...next])} keys={keys} values={values} seen={seen} /> : <SharedRows key={sharedTable} tableId={sharedTable} label={label} keys={keys} values={values} seen={seen} />}
    </div>
  );
}

function rowsOf(tableId: string | undefined): PairRow[] {
  const table = tableId === undefined ? undefined : useTableStore.getState().tables[tableId]?.present;
  return table?.kind === 'pairs' ? table.rows : [];
}
