import { create } from 'zustand';
import type { ErrorData } from '#shared/errors.ts';
import { asFluxoError } from '#shared/errors.ts';
import type { TableDocument } from '#shared/tables/table.ts';
import { call } from '#renderer/bridge.ts';

/** A shared table that is being edited: its states for undo, and how far it is in its file. */
interface OpenTable {
  readonly past: readonly TableDocument[];
  readonly present: TableDocument;
  readonly future: readonly TableDocument[];
  readonly saved: TableDocument;
  readonly revision: string;
  readonly failed: ErrorData | null;
}

interface TableStore {
  readonly tables: Readonly<Record<string, OpenTable>>;
  /** What the file holds; nothing that was edited here and is not in it yet is lost. */
  readonly loaded: (document: TableDocument, revision: string) => void;
  readonly edit: (tableId: string, change: (table: TableDocument) => TableDocument) => void;
  readonly undo: (tableId: string, redo: boolean) => void;
  readonly saving: (tableId: string, part: Partial<OpenTable>) => void;
}

/** Tables have an undo of their own: they belong to no flow. */
export const useTableStore = create<TableStore>((set) => {
  const put = (tableId: string, change: (open: OpenTable) => Partial<OpenTable>) =>
    set(({ tables }) => {
      const open = tables[tableId];
      return open ? { tables: { ...tables, [tableId]: { ...open, ...change(open) } } } : {};
    });
  return {
    tables: {},
    loaded: (document, revision) =>
      set(({ tables }) => {
        const open = tables[document.id];
        if (open && (open.revision === revision || open.present !== open.saved)) return {};
        // Somebody else's change is one more state, so that it can be looked back from.
        return { tables: { ...tables, [document.id]: { past: open ? [...open.past, open.present] : [], present: document, future: [], saved: document, revision, failed: null } } };
      }),
    edit: (tableId, change) => {
      put(tableId, ({ past, present }) => {
        const next = change(present);
        return next === present ? {} : { past: [...past, present], present: next, future: [] };
      });
      saveSoon(tableId);
    },
    undo: (tableId, redo) => {
      put(tableId, ({ past, present, future }) => {
        const to = redo ? future[0] : past.at(-1);
        if (!to) return {};
        return redo ? { past: [...past, present], present: to, future: future.slice(1) } : { past: past.slice(0, -1), present: to, future: [present, ...future] };
      });
      saveSoon(tableId);
    },
    saving: (tableId, part) => put(tableId, () => part),
  };
});

const timers = new Map<string, ReturnType<typeof setTimeout>>();
const under = new Set<string>();

/** Half a second after the last change, one save after the other. */
function saveSoon(tableId: string): void {
  clearTimeout(timers.get(tableId));
  timers.set(tableId, setTimeout(() => void save(tableId), 400));
}

async function save(tableId: string): Promise<void> {
  const { tables, saving } = useTableStore.getState();
  const open = tables[tableId];
  if (!open || open.present === open.saved) return;
  if (under.has(tableId)) return saveSoon(tableId);
  under.add(tableId);
  try {
    const { revision } = await call('tables.save', { document: open.present, revision: open.revision });
    saving(tableId, { saved: open.present, revision, failed: null });
  } catch (thrown) {
    saving(tableId, { failed: asFluxoError(thrown).data });
  } finally {
    under.delete(tableId);
  }
}
