import { useEffect } from 'react';
import { usePreferences, useSetPreferences } from '#renderer/queries/app.ts';
import { useLog } from '../logState.ts';
import { columnIds, type ColumnId } from './columns.ts';

/** Name under which the host keeps the choice, beside the layout of the panels. */
const KEPT_AS = 'logColumns';

/** The columns the user hid, kept by the host between starts: `[hidden, toggle]`. */
export function useHiddenColumns(): readonly [ReadonlySet<ColumnId>, (column: ColumnId) => void] {
  const kept = usePreferences().data?.layout?.[KEPT_AS];
  const { mutate } = useSetPreferences();
  const hidden = useLog((state) => state.hiddenColumns);
  const hideColumns = useLog((state) => state.hideColumns);
  useEffect(() => {
    if (Array.isArray(kept)) hideColumns(new Set(columnIds.filter((id) => kept.includes(id))));
  }, [kept, hideColumns]);
  const toggle = (column: ColumnId) => {
    const next = new Set(hidden);
    if (!next.delete(column)) next.add(column);
    hideColumns(next);
    mutate({ layout: { [KEPT_AS]: [...next] } });
  };
  return [hidden, toggle];
}
