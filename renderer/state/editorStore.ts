import { create, type StateCreator } from 'zustand';
import type { ErrorData } from '#shared/errors.ts';
import type { FlowDocument, FlowEdge } from '#shared/flow/document.ts';
import { idsOf, removeEdges, removeNodes, setDisabled, type Edit } from '#shared/flow/edit.ts';
import { pasteNodes, type Fragment } from '#shared/flow/fragment.ts';
import { record, redo, startHistory, undo, type AboveChange, type History } from '#shared/flow/history/history.ts';
import type { OpenedFlow } from '#shared/ipc/contract.ts';
import { typingTag } from '#renderer/ui/typing.ts';

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving' }
  /** Somebody else saved a newer version of the file meanwhile. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'failed'; readonly error: ErrorData };

interface FlowSlice {
  readonly history: History | null;
  /** Counts openings; steps of another one are not of this log. */
  readonly session: number;
  /** Where the journal of the log ends, as it was opened. */
  readonly place: number | null;
  /** The document on screen; the present of the history. */
  readonly flow: FlowDocument | null;
  /** The document as of its last change of meaning: moving cards about keeps the object, so that nothing is checked anew. */
  readonly meaning: FlowDocument | null;
  /** The document as it is in the file, and the file's revision. */
  readonly savedFlow: FlowDocument | null;
  readonly revision: string;
  readonly save: SaveState;
  readonly openFlow: (opened: OpenedFlow) => void;
  /** The same flow, opened again because it was changed elsewhere: what is selected stays. */
  readonly reopenFlow: (opened: OpenedFlow) => void;
  readonly closeFlow: () => void;
  /** Does an edit as one step of undo; edits with the same tag in quick succession merge into one. `above`: what was done beside it, to be undone with it. */
  readonly edit: (change: Edit, tag?: string, above?: readonly AboveChange[]) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly setSave: (save: SaveState) => void;
  readonly saved: (document: FlowDocument, revision: string) => void;
}

/** A field the inspector should bring into view, put there by the check and the problems list. */
export interface FieldFocus {
  readonly nodeId: string;
  readonly field: string;
}

interface SelectionSlice {
  readonly selectedIds: readonly string[];
  readonly selectedEdges: readonly FlowEdge[];
  readonly focus: FieldFocus | null;
  readonly select: (ids: readonly string[], edges?: readonly FlowEdge[]) => void;
  readonly focusField: (focus: FieldFocus | null) => void;
  readonly deleteSelection: () => void;
  readonly toggleDisabled: () => void;
  readonly paste: (fragment: Fragment, options?: Parameters<typeof pasteNodes>[2]) => void;
}

export type EditorState = FlowSlice & SelectionSlice;

const flowSlice: StateCreator<EditorState, [], [], FlowSlice> = (set, get) => {
  const step = (next: History): Partial<EditorState> => {
    const { meaning } = get();
    return { history: next, flow: next.present, meaning: meaning && meaning.id === next.present.id && sameMeaning(meaning, next.present) ? meaning : next.present };
  };
  const begin = (state: EditorState, { document, revision, steps, done, place, note }: OpenedFlow): Partial<EditorState> => ({
    ...step(startHistory(document, steps, done)),
    session: state.session + 1,
    place,
    // Edits that were recovered are not in the file yet.
    savedFlow: note === 'recovered' ? null : document,
    revision,
    save: { kind: note === 'recovered' ? 'waiting' : 'saved' },
  });
  return {
    history: null,
    session: 0,
    place: null,
    flow: null,
    meaning: null,
    savedFlow: null,
    revision: '',
    save: { kind: 'saved' },
    openFlow: (opened) => set((state) => ({ ...begin(state, opened), selectedIds: [], selectedEdges: [], focus: null })),
    reopenFlow: (opened) => set((state) => ({ ...begin(state, opened), ...keepExisting(state, opened.document) })),
    closeFlow: () => set({ history: null, place: null, flow: null, meaning: null, savedFlow: null, revision: '', save: { kind: 'saved' }, selectedIds: [], selectedEdges: [] }),
    edit: (change, tag, above) =>
      set((state) => {
        if (!state.history) return state;
        const next = record(state.history, change(state.history.present), Date.now(), tag ?? typingTag(), above);
        return next === state.history ? state : step(next);
      }),
    undo: () => set((state) => (state.history ? { ...step(undo(state.history)), ...keepExisting(state, undo(state.history).present) } : state)),
    redo: () => set((state) => (state.history ? { ...step(redo(state.history)), ...keepExisting(state, redo(state.history).present) } : state)),
    setSave: (save) => set({ save }),
    // What was edited while the file was being written is not in it yet.
    saved: (savedFlow, revision) => set(({ flow }) => ({ savedFlow, revision, save: { kind: flow === savedFlow ? 'saved' : 'waiting' } })),
  };
};

/** True when two documents differ at most in where their cards lie. */
export function sameMeaning(a: FlowDocument, b: FlowDocument): boolean {
  if (a === b) return true;
  if (a.edges !== b.edges || a.nodes.length !== b.nodes.length || a.policy !== b.policy || a.nodeSettings !== b.nodeSettings) return false;
  return a.nodes.every((node, index) => {
    const other = b.nodes[index]!;
    return node.id === other.id && node.kind === other.kind && node.settings === other.settings && node.connection === other.connection && node.name === other.name && node.disabled === other.disabled && node.frame === other.frame;
  }) && sameFrames(a, b);
}

/** What a frame is called, its colour and whether it is folded mean nothing to a run. */
function sameFrames({ frames: a = [] }: FlowDocument, { frames: b = [] }: FlowDocument): boolean {
  return a === b || (a.length === b.length && a.every((frame, at) => frame.id === b[at]!.id && frame.disabled === b[at]!.disabled));
}

/** After undo the selection may name nodes that are not there. */
function keepExisting(state: EditorState, flow: FlowDocument): Partial<EditorState> {
  const ids = new Set(idsOf(flow));
  const selectedIds = state.selectedIds.filter((id) => ids.has(id));
  return { selectedIds: selectedIds.length === state.selectedIds.length ? state.selectedIds : selectedIds, selectedEdges: [] };
}

const selectionSlice: StateCreator<EditorState, [], [], SelectionSlice> = (set, get) => ({
  selectedIds: [],
  selectedEdges: [],
  focus: null,
  select: (selectedIds, selectedEdges = []) => set({ selectedIds, selectedEdges }),
  focusField: (focus) => set({ focus, ...(focus && { selectedIds: [focus.nodeId], selectedEdges: [] }) }),
  deleteSelection: () => {
    const { selectedIds, selectedEdges, edit, select } = get();
    edit((flow) => removeEdges(removeNodes(flow, selectedIds), selectedEdges));
    select([]);
  },
  toggleDisabled: () => {
    const { flow, selectedIds, edit } = get();
    const chosen = [...(flow?.nodes ?? []), ...(flow?.frames ?? [])].filter(({ id }) => selectedIds.includes(id));
    const allOff = chosen.every((thing) => thing.disabled);
    edit((current) => setDisabled(current, selectedIds, !allOff));
  },
  paste: (fragment, options) => {
    const { flow, edit, select } = get();
    if (!flow) return;
    const pasted = pasteNodes(flow, fragment, options);
    edit(() => pasted.flow);
    select(pasted.ids);
  },
});

/** The flow being edited, its undo history and what is selected in it. */
export const useEditor = create<EditorState>((...api) => ({ ...flowSlice(...api), ...selectionSlice(...api) }));

/** The only selected node's id, when it is exactly one. */
export const useOnlySelected = (): string | undefined => useEditor((state) => (state.selectedIds.length === 1 ? state.selectedIds[0] : undefined));

export const useNode = (id: string | undefined) => useEditor((state) => (id === undefined ? undefined : state.flow?.nodes.find((node) => node.id === id)));
