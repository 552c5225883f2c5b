import { copyNodes, parseFragment, type Fragment } from '#shared/flow/fragment.ts';
import { useEditor } from '#renderer/state/editorStore.ts';

/** The last copied piece, for when the system's clipboard cannot be read. */
let last: Fragment | null = null;
let knowsConnection: (id: string) => boolean = () => true;

export function setKnownConnections(ids: readonly string[]): void {
  const known = new Set(ids);
  knowsConnection = (id) => known.has(id);
}

/** The selected nodes as readable JSON, or null when none is selected. */
export function selectionText(): string | null {
  const { flow, selectedIds } = useEditor.getState();
  last = flow && copyNodes(flow, selectedIds);
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

/** Pastes nodes out of a text; false when it holds none. */
export function pasteText(text: string): boolean {
  const fragment = parseFragment(text);
  if (fragment) useEditor.getState().paste(fragment, { knows: knowsConnection });
  return fragment !== null;
}

export async function pasteFromClipboard(): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => '');
  if (!pasteText(text) && last) useEditor.getState().paste(last, { knows: knowsConnection });
}
