import { useReactFlow } from '@xyflow/react';
import { CircleAlert, ClipboardPaste, Copy, CopyPlus, FlaskConical, History, House, KeyRound, Keyboard, Maximize, PanelBottom, PanelLeft, PanelRight, Play, Power, Redo2, Replace, Save, Scissors, Search, Settings, Square, SquareDashedMousePointer, TextSearch, Trash2, Undo2, type LucideIcon } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { idsOf } from '#shared/flow/edit.ts';
import { copyNodes } from '#shared/flow/fragment.ts';
import { openFind } from '#renderer/find/findStore.ts';
import { useFit } from '#renderer/canvas/useFit.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { useRun } from '#renderer/state/runStore.ts';
import { startRun, stopRun } from '#renderer/state/startRun.ts';
import { openVersions, useVersions } from '#renderer/versions/versionsStore.ts';
import { copySelection, cutSelection, pasteFromClipboard } from './clipboard.ts';
import { navigate } from './route.ts';
import { useUi } from './uiStore.ts';
import { useCanvasCommands } from './useCanvasCommands.ts';

export type CommandGroup = 'flow' | 'edit' | 'view' | 'go';

/** Something the user can do from the keyboard, the palette or the menu of the host (by `id`). */
export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly keys?: string;
  /** Works while a text is being typed too. */
  readonly always?: boolean;
  /** The browser's own event does it (copy and paste need one); the key is only shown. */
  readonly byEvent?: boolean;
  readonly run: () => void;
}

const editor = () => useEditor.getState();
const layout = () => useLayout.getState();

function selectAll(): void {
  const { flow, select } = editor();
  if (flow) select(idsOf(flow), flow.edges);
}

/** All commands of the flow screen. */
export function useCommands(flowId: string): readonly Command[] {
  const { t } = useTranslation('editor');
  const { zoomIn, zoomOut } = useReactFlow();
  const fit = useFit();
  const canvas = useCanvasCommands();
  return useMemo(() => {
    const command = (group: CommandGroup, id: string, icon: LucideIcon, keys: string | undefined, run: () => void, more: Partial<Command> = {}): Command => ({ id, group, label: t(`command.${id}`), icon, run, ...(keys && { keys }), ...more });
    return [
      command('flow', 'run', Play, 'mod+r', () => void startRun({ dryRun: false }), { always: true }),
      command('flow', 'dryRun', FlaskConical, 'mod+shift+r', () => void startRun({ dryRun: true }), { always: true }),
      command('flow', 'stop', Square, undefined, () => {
        const latest = useRun.getState().latest[flowId];
        if (latest?.status === 'running') void stopRun(latest.runId);
      }),
      command('flow', 'save', Save, 'mod+s', () => useVersions.setState({ naming: true }), { always: true }),

      command('flow', 'versions', History, undefined, () => openVersions()),

      command('edit', 'undo', Undo2, 'mod+z', () => editor().undo()),
      command('edit', 'redo', Redo2, 'mod+shift+z', () => editor().redo()),
      command('edit', 'cut', Scissors, 'mod+x', cutSelection, { byEvent: true }),
      command('edit', 'copy', Copy, 'mod+c', copySelection, { byEvent: true }),
      command('edit', 'paste', ClipboardPaste, 'mod+v', () => void pasteFromClipboard(), { byEvent: true }),
      command('edit', 'duplicate', CopyPlus, 'mod+d', () => {
        const { flow, selectedIds, paste } = editor();
        const fragment = flow && copyNodes(flow, selectedIds);
        if (fragment) paste(fragment);
      }),
      command('edit', 'delete', Trash2, 'delete', () => editor().deleteSelection()),
      command('edit', 'disable', Power, 'e', () => editor().toggleDisabled()),
      command('edit', 'selectAll', SquareDashedMousePointer, 'mod+a', selectAll),
      ...canvas,

      command('view', 'palette', Search, 'mod+k', () => useUi.setState({ palette: true }), { always: true }),
      command('view', 'find', TextSearch, 'mod+f', () => openFind({ everywhere: false }), { always: true }),
      command('view', 'findEverywhere', TextSearch, 'mod+shift+f', () => openFind({ everywhere: true }), { always: true }),
      command('edit', 'replace', Replace, 'mod+shift+h', () => openFind({ replacing: true }), { always: true }),
      command('view', 'fit', Maximize, 'mod+0', () => fit()),
      command('view', 'zoomIn', Maximize, 'mod++', () => void zoomIn({ duration: 120 })),
      command('view', 'zoomOut', Maximize, 'mod+-', () => void zoomOut({ duration: 120 })),
      command('view', 'dock', PanelBottom, 'mod+j', () => layout().toggleDock(), { always: true }),
      command('view', 'sideBar', PanelLeft, 'mod+b', () => layout().toggleSideBar(), { always: true }),
      command('view', 'inspector', PanelRight, 'mod+i', () => layout().toggleInspector(), { always: true }),
      command('view', 'shortcuts', Keyboard, '?', () => useUi.setState({ shortcuts: true })),

      command('go', 'home', House, undefined, () => navigate({ page: 'home' })),
      command('go', 'connections', KeyRound, undefined, () => navigate({ page: 'connections' })),
      command('go', 'problems', CircleAlert, undefined, () => navigate({ page: 'problems' })),
      command('go', 'settings', Settings, undefined, () => navigate({ page: 'settings' })),
    ];
  }, [t, flowId, fit, zoomIn, zoomOut, canvas]);
}
