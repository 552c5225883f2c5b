import { useEffect } from 'react';
import type { ErrorData } from '#shared/errors.ts';
import type { TableDocument } from '#shared/tables/table.ts';
import { useTable } from '#renderer/queries/tables.ts';
import { useTableStore } from './tableStore.ts';

export interface OpenedTable {
  /** Undefined while it is read. */
  readonly table: TableDocument | undefined;
  readonly error: unknown;
  /** Why the last change is not in the file. */
  readonly failed: ErrorData | null;
  readonly isSaved: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly edit: (change: (table: TableDocument) => TableDocument) => void;
  readonly undo: (redo: boolean) => void;
  /** Takes what the file holds in the place of what could not be saved. */
  readonly reload: () => void;
}

/** A table of the workspace, opened for editing; wherever it is open, everybody sees the same state of it. */
export function useOpenTable(tableId: string): OpenedTable {
  const answer = useTable(tableId);
  const open = useTableStore((state) => state.tables[tableId]);
  const { loaded, edit, undo, saving } = useTableStore.getState();
  const { data } = answer;
  useEffect(() => {
    if (data) loaded(data.document, data.revision);
  }, [data, loaded]);
  return {
    table: open?.present,
    error: open ? null : answer.error,
    failed: open?.failed ?? null,
    isSaved: open === undefined || open.present === open.saved,
    canUndo: (open?.past.length ?? 0) > 0,
    canRedo: (open?.future.length ?? 0) > 0,
    edit: (change) => edit(tableId, change),
    undo: (redo) => undo(tableId, redo),
    reload: () => {
      void answer.refetch().then(({ data: now }) => now && saving(tableId, { past: [], present: now.document, future: [], saved: now.document, revision: now.revision, failed: null }));
    },
  };
}
