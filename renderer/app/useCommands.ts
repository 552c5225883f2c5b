import { useReactFlow } from '@xyflow/react';
import { Cable, CalendarClock, ClipboardPaste, Copy, CopyPlus, FlaskConical, History, Keyboard, Maximize, PanelBottom, PanelLeft, PanelRight, Play, Power, Radio, Redo2, Replace, Save, Scissors, Search, Square, SquareDashedMousePointer, TextSearch, Trash2, Undo2, type LucideIcon } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { idsOf } from '#shared/flow/edit.ts';
import { copyNodes } from '#shared/flow/fragment.ts';
import { keysOf } from '#shared/shortcuts.ts';
import { openFind } from '#renderer/find/findStore.ts';
import { useFit } from '#renderer/canvas/useFit.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { useRun } from '#renderer/state/runStore.ts';
import { startRun, stopRun } from '#renderer/state/startRun.ts';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { makeLive } from '#renderer/versions/makeLive.ts';
import { openVersions, useVersions } from '#renderer/versions/versionsStore.ts';
import { copySelection, cutSelection, pasteFromClipboard } from './clipboard.ts';
import { useAppCommands } from './useAppCommands.ts';
import { useUi } from './uiStore.ts';
import { useCanvasCommands } from './useCanvasCommands.ts';

export type CommandGroup = 'flow' | 'edit' | 'view' | 'go' | 'make' | 'look';

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

/** When it runs and what stops a run: the inspector of the flow itself. */
function showFlow(): void {
  editor().select([]);
  layout().showInspector();
}

function selectAll(): void {
  const { flow, select } = editor();
  if (flow) select(idsOf(flow), flow.edges);
}

/** All commands of the flow screen. */
export function useCommands(flowId: string): readonly Command[] {
  const { t } = useTranslation(['editor', 'versions']);
  const { zoomIn, zoomOut } = useReactFlow();
  const fit = useFit();
  const canvas = useCanvasCommands();
  const app = useAppCommands();
  return useMemo(() => {
    const command = (group: CommandGroup, id: string, icon: LucideIcon, run: () => void, more: Partial<Command> = {}): Command => {
      const keys = keysOf(id);
      return { id, group, label: t(`command.${id}`), icon, run, ...(keys !== undefined && { keys }), ...more };
    };
    return [
      command('flow', 'run', Play, () => void startRun({ dryRun: false }), { always: true }),
      command('flow', 'dryRun', FlaskConical, () => void startRun({ dryRun: true }), { always: true }),
      command('flow', 'stop', Square, () => {
        const latest = useRun.getState().latest[flowId];
        if (latest?.status === 'running') void stopRun(latest.runId);
      }),
      command('flow', 'save', Save, () => useVersions.setState({ naming: true }), { always: true }),

      command('flow', 'versions', History, () => openVersions()),
      command('flow', 'makeLive', Radio, () => void makeLive().then((done) => done && toast(t('versions:live.done')), toastError)),
      command('flow', 'runLive', Play, () => void startRun({ dryRun: false, version: 'live' })),
      command('flow', 'schedule', CalendarClock, showFlow),

      command('edit', 'undo', Undo2, () => editor().undo()),
      command('edit', 'redo', Redo2, () => editor().redo()),
      command('edit', 'cut', Scissors, cutSelection, { byEvent: true }),
      command('edit', 'copy', Copy, copySelection, { byEvent: true }),
      command('edit', 'paste', ClipboardPaste, () => void pasteFromClipboard(), { byEvent: true }),
      command('edit', 'duplicate', CopyPlus, () => {
        const { flow, selectedIds, paste } = editor();
        const fragment = flow && copyNodes(flow, selectedIds);
        if (fragment) paste(fragment);
      }),
      command('edit', 'delete', Trash2, () => editor().deleteSelection()),
      command('edit', 'connect', Cable, () => useUi.setState({ palette: true, paletteText: t('palette.connectTo') })),
      command('edit', 'disable', Power, () => editor().toggleDisabled()),
      command('edit', 'selectAll', SquareDashedMousePointer, selectAll),
      ...canvas,

      command('view', 'palette', Search, () => useUi.setState({ palette: true }), { always: true }),
      command('view', 'find', TextSearch, () => openFind({ everywhere: false }), { always: true }),
      command('view', 'findEverywhere', TextSearch, () => openFind({ everywhere: true }), { always: true }),
      command('edit', 'replace', Replace, () => openFind({ replacing: true }), { always: true }),
      command('view', 'fit', Maximize, () => fit()),
      command('view', 'zoomIn', Maximize, () => void zoomIn({ duration: 120 })),
      command('view', 'zoomOut', Maximize, () => void zoomOut({ duration: 120 })),
      command('view', 'dock', PanelBottom, () => layout().toggleDock(), { always: true }),
      ...(['log', 'problems', 'runs'] as const).map((tab) => command('view', `dock_${tab}`, PanelBottom, () => layout().openDock({ tab }))),
      command('view', 'sideBar', PanelLeft, () => layout().toggleSideBar(), { always: true }),
      command('view', 'inspector', PanelRight, () => layout().toggleInspector(), { always: true }),
      command('view', 'shortcuts', Keyboard, () => useUi.setState({ shortcuts: true })),

      ...app,
    ];
  }, [t, flowId, fit, zoomIn, zoomOut, canvas, app]);
}
