import { useEffect } from 'react';
import { usePreferences, useSetPreferences } from '#renderer/queries/app.ts';
import { useLog } from '../logState.ts';
import { columnIds, isExtra, isFieldColumn, type ColumnId } from './columns.ts';

/** Names under which the host keeps the choice, beside the layout of the panels. */
const KEPT_AS = 'logColumns';
const EXTRA_KEPT_AS = 'logExtraColumns';
/** As many fields as one look at the rows on screen asks for. */
export const mostExtras = 8;

export interface ColumnChoice {
  readonly hidden: ReadonlySet<ColumnId>;
  /** Columns beyond the usual ones, in their order. */
  readonly extras: readonly ColumnId[];
  readonly toggle: (column: ColumnId) => void;
  readonly toggleExtra: (column: ColumnId) => void;
}

/** The columns the user chose, kept by the host between starts. */
export function useColumnChoice(): ColumnChoice {
  const layout = usePreferences().data?.layout;
  const [kept, keptExtras] = [layout?.[KEPT_AS], layout?.[EXTRA_KEPT_AS]];
  const { mutate } = useSetPreferences();
  const { hiddenColumns: hidden, hideColumns, extraColumns, addColumns } = useLog();
  useEffect(() => {
    if (Array.isArray(kept)) hideColumns(new Set(columnIds.filter((id) => kept.includes(id))));
  }, [kept, hideColumns]);
  useEffect(() => {
    if (Array.isArray(keptExtras)) addColumns(keptExtras.filter((id): id is ColumnId & string => typeof id === 'string' && (isExtra(id) || isFieldColumn(id))).slice(0, mostExtras));
  }, [keptExtras, addColumns]);
  return {
    hidden,
    extras: extraColumns,
    toggle: (column) => {
      const next = new Set(hidden);
      if (!next.delete(column)) next.add(column);
      hideColumns(next);
      mutate({ layout: { [KEPT_AS]: [...next] } });
    },
    toggleExtra: (column) => {
      const next = extraColumns.includes(column) ? extraColumns.filter((one) => one !== column) : [...extraColumns, column].slice(0, mostExtras);
      addColumns(next);
      mutate({ layout: { [EXTRA_KEPT_AS]: [...next] } });
    },
  };
}
