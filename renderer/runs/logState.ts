import { create } from 'zustand';
import type { Outcome } from '#shared/records/outcomes.ts';
import type { ColumnId } from './log/columns.ts';

/** Which run the log shows: the flow's newest one (also when a newer one starts), all of them, or a chosen one. */
export type RunChoice = { readonly kind: 'latest' } | { readonly kind: 'all' } | { readonly kind: 'run'; readonly runId: string };

export interface LogNarrow {
  readonly reasons?: readonly string[];
  readonly nodes?: readonly string[];
  readonly from?: number;
  readonly until?: number;
}

export interface SelectedRecord {
  readonly runId: string;
  readonly seq: number;
}

interface LogState {
  readonly choice: RunChoice;
  readonly outcomes: readonly Outcome[];
  readonly search: string;
  /** Further filters: codes of errors or reasons, nodes, and a stretch of time in milliseconds. */
  readonly narrow: LogNarrow;
  readonly selected: SelectedRecord | null;
  /** The row of the story's timeline that is open: its id, 'none', or null = the story's own choice. */
  readonly stepId: string | null;
  /** The story on screen: its rows and the one that is open, so that arrow keys in the table can walk it. */
  readonly steps: { readonly ids: readonly string[]; readonly open: string | null };
  /** The run whose first record is to be opened once it is there. */
  readonly awaited: string | null;
  readonly hiddenColumns: ReadonlySet<ColumnId>;
  /** Columns beyond the usual ones, in their order: `took`, or `field:customer.email` for one of the record's own fields. */
  readonly extraColumns: readonly ColumnId[];
  readonly choose: (choice: RunChoice) => void;
  readonly toggleOutcome: (outcome: Outcome) => void;
  readonly setNarrow: (narrow: LogNarrow) => void;
  readonly clearFilter: () => void;
  /** Shows what meets a filter, over all runs. */
  readonly showFiltered: (filter: { readonly outcomes?: readonly Outcome[]; readonly search?: string } & LogNarrow) => void;
  readonly setSearch: (search: string) => void;
  readonly select: (selected: SelectedRecord | null) => void;
  readonly openStep: (stepId: string | null) => void;
  readonly moveStep: (by: 1 | -1) => void;
  readonly showSteps: (ids: readonly string[], open: string | null) => void;
  readonly hideColumns: (columns: ReadonlySet<ColumnId>) => void;
  readonly addColumns: (columns: readonly ColumnId[]) => void;
  /** Shows one record's story, whatever was chosen and filtered before. */
  readonly openRecord: (record: SelectedRecord) => void;
  /** A record is run again: its new story is shown as soon as the new run has it. */
  readonly awaitRun: (runId: string) => void;
  /** Another flow is open: nothing chosen for the last one means anything here. */
  readonly forget: () => void;
}

const noSteps = { ids: [], open: null } as const;
const fresh = { choice: { kind: 'latest' }, outcomes: [], search: '', narrow: {}, selected: null, stepId: null, steps: noSteps, awaited: null } as const satisfies Partial<LogState>;

/** What the reader of the log chose; it lives as long as the window. */
export const useLog = create<LogState>((set) => ({
  ...fresh,
  hiddenColumns: new Set(),
  extraColumns: [],
  choose: (choice) => set({ choice, selected: null, stepId: null, awaited: null }),
  toggleOutcome: (outcome) => set((state) => ({ outcomes: state.outcomes.includes(outcome) ? state.outcomes.filter((one) => one !== outcome) : [...state.outcomes, outcome] })),
  setNarrow: (narrow) => set({ narrow }),
  clearFilter: () => set({ outcomes: [], search: '', narrow: {} }),
  showFiltered: ({ outcomes = [], search = '', ...narrow }) => set({ ...fresh, choice: { kind: 'all' }, outcomes, search, narrow }),
  setSearch: (search) => set({ search }),
  select: (selected) => set({ selected, stepId: null, awaited: null }),
  openStep: (stepId) => set({ stepId }),
  moveStep: (by) =>
    set(({ steps }) => {
      const at = steps.open === null ? -1 : steps.ids.indexOf(steps.open);
      return { stepId: steps.ids[Math.min(steps.ids.length - 1, Math.max(0, at + by))] ?? null };
    }),
  showSteps: (ids, open) => set({ steps: { ids, open } }),
  hideColumns: (hiddenColumns) => set({ hiddenColumns }),
  addColumns: (extraColumns) => set({ extraColumns }),
  openRecord: (record) => set({ choice: { kind: 'run', runId: record.runId }, outcomes: [], search: '', narrow: {}, selected: record, stepId: null, awaited: null }),
  awaitRun: (runId) => set({ choice: { kind: 'latest' }, outcomes: [], search: '', narrow: {}, awaited: runId }),
  forget: () => set(fresh),
}));
