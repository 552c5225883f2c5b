import { create } from 'zustand';
import { navigate } from '#renderer/app/route.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import type { UpperLevel } from '#shared/settings/levels.ts';

/** The given setting that is to be shown as soon as its list is there. */
export const useWantedGiven = create<{ readonly wanted: { readonly owner: string; readonly key: string } | null }>(() => ({ wanted: null }));

/** Goes to where a level keeps what it gives to nodes, with this setting in view. */
export function goToLevel(level: UpperLevel, connectionId: string | undefined, owner: string, key: string): void {
  useWantedGiven.setState({ wanted: { owner, key } });
  if (level === 'workspace') return navigate({ page: 'settings' });
  if (level === 'connection') return navigate({ page: 'connections', ...(connectionId !== undefined && { connectionId }) });
  useEditor.getState().select([]);
  useLayout.getState().showInspector();
}
