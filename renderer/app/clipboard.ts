import { create } from 'zustand';
import { FluxoError } from '#shared/errors.ts';
import { copyNodes, missingConnections, readFragment, withConnections, type CopiedConnection, type Fragment } from '#shared/flow/fragment.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { toastError } from '#renderer/ui/toast.tsx';

/** The last copied piece, for when the system's clipboard cannot be read. */
let last: Fragment | null = null;
let known: readonly CopiedConnection[] = [];

/** A piece that waits to be pasted until somebody has said which connections its nodes use here. */
export const usePasting = create<{ readonly fragment: Fragment | null; readonly missing: readonly CopiedConnection[] }>(() => ({ fragment: null, missing: [] }));

export function setKnownConnections(connections: readonly CopiedConnection[]): void {
  known = connections;
}

/** The selected nodes as readable JSON, or null when none is selected. */
export function selectionText(): string | null {
  const { flow, selectedIds } = useEditor.getState();
  last = flow && copyNodes(flow, selectedIds, known);
  return last && JSON.stringify(last, null, 2);
}

export function copySelection(): void {
  const text = selectionText();
  if (text) void navigator.clipboard.writeText(text).catch(() => {});
}

export function cutSelection(): void {
  copySelection();
  useEditor.getState().deleteSelection();
}

/** Pastes nodes out of a text, or says why it cannot. */
export function pasteText(text: string): void {
  const found = readFragment(text);
  if (typeof found === 'string') return toastError(refusals[found]());
  paste(found);
}

function paste(fragment: Fragment): void {
  const missing = missingConnections(fragment, known);
  if (missing.length > 0) usePasting.setState({ fragment, missing });
  else useEditor.getState().paste(fragment);
}

/** Pastes what waited, with a connection of this workspace for each it was copied with; an empty one leaves its nodes without. */
export function pasteWith(chosen: Readonly<Record<string, string>>): void {
  const { fragment } = usePasting.getState();
  if (fragment) useEditor.getState().paste(withConnections(fragment, chosen));
  cancelPaste();
}

export const cancelPaste = (): void => usePasting.setState({ fragment: null, missing: [] });

export async function pasteFromClipboard(): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => null);
  if (text === null && last) paste(last);
  else pasteText(text ?? '');
}

const refusals = {
  other: () => new FluxoError({ code: 'paste.other', kind: 'setup', what: 'What is in the clipboard is no piece of a flow.', fix: 'Copy nodes first, in this flow, in another one or in another window.' }),
  newer: () => new FluxoError({ code: 'paste.newer', kind: 'setup', what: 'This piece of a flow was copied from a newer Fluxo.', fix: 'Update Fluxo, then paste it again.' }),
  broken: () => new FluxoError({ code: 'paste.broken', kind: 'setup', what: 'This piece of a flow is not complete or was changed.', fix: 'Copy it again, the whole of it.' }),
} as const;
