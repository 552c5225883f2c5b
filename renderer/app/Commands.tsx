import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { nudgeNodes } from '#shared/flow/edit.ts';
import { settle, withMembers } from '#shared/flow/frames.ts';
import { on } from '#renderer/bridge.ts';
import { useConnections } from '#renderer/queries/connections.ts';
import { edgeId } from '#renderer/canvas/canvasNodes.ts';
import { useCanvasMenu } from '#renderer/canvas/CanvasMenu.tsx';
import { useTool } from '#renderer/canvas/toolStore.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { FlowRows } from './FlowRows.tsx';
import { PasteConnections } from './PasteConnections.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { pasteFromClipboard, pasteText, selectionText, setKnownConnections } from './clipboard.ts';
import { isTyping, pressed } from './shortcut.ts';
import { useCommands } from './useCommands.ts';

const steps = { up: { x: 0, y: -8 }, down: { x: 0, y: 8 }, left: { x: -8, y: 0 }, right: { x: 8, y: 0 } } as const;

/** Listens to the keyboard, the clipboard and the host's menu for the whole flow screen; draws the palette and the sheet. */
export function Commands({ flowId }: { readonly flowId: string }) {
  const commands = useCommands(flowId);
  const latest = useRef(commands);
  latest.current = commands;
  const connections = useConnections().data;
  useEffect(() => setKnownConnections(connections ?? []), [connections]);
  useEffect(() => useCanvasMenu.setState({ paste: () => void pasteFromClipboard() }), []);
  useTabSelects();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = isTyping(event.target);
      const command = latest.current.find((each) => each.keys && !each.byEvent && (each.always || !typing) && pressed(event, each.keys));
      // A letter or Delete on a focused button or tab is not for the canvas; chords are.
      if (command && (command.always || event.metaKey || event.ctrlKey || !inPanel(event.target) || command.id === 'shortcuts')) {
        event.preventDefault();
        command.run();
        return;
      }
      if (typing || inPanel(event.target)) return;
      onCanvasKey(event);
    };
    const onCopy = (event: ClipboardEvent) => {
      if (isTyping(event.target) || !window.getSelection()?.isCollapsed) return;
      const text = selectionText();
      if (!text) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut') useEditor.getState().deleteSelection();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target)) return;
      event.preventDefault();
      pasteText(event.clipboardData?.getData('text/plain') ?? '');
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    const stop = on('menu.command', ({ command }) => latest.current.find((each) => each.id === command)?.run());
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
      stop();
    };
  }, []);

  return (
    <>
      <CommandPalette commands={commands}>
        <FlowRows />
      </CommandPalette>
      <ShortcutSheet commands={commands} />
      <PasteConnections />
    </>
  );
}

/** True inside side bar, inspector, dock and top bar, where plain keys have their own meaning. */
function inPanel(target: EventTarget | null): boolean {
  return target instanceof Element && target !== document.body && target.closest('[data-canvas]') === null;
}

function onCanvasKey(event: KeyboardEvent): void {
  const { selectedIds, select, edit } = useEditor.getState();
  if (event.key === 'Escape') {
    useTool.setState({ tool: 'select' });
    select([]);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return;
  }
  if (event.key === 'Enter' && selectedIds.length === 1 && event.target instanceof Element && event.target.closest('.react-flow__node') === event.target) {
    event.preventDefault();
    useLayout.getState().showInspector();
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-inspector] :is(input, select, textarea, [role="tab"], button)')?.focus());
    return;
  }
  for (const [key, step] of Object.entries(steps)) {
    const far = pressed(event, `shift+${key}`);
    if ((!far && !pressed(event, key)) || selectedIds.length === 0) continue;
    event.preventDefault();
    edit((flow) => settle(nudgeNodes(flow, withMembers(flow, selectedIds), far ? { x: step.x * 5, y: step.y * 5 } : step), selectedIds), 'nudge');
    return;
  }
}

function selectLine(id: string | null): void {
  const { flow, select } = useEditor.getState();
  const line = flow?.edges.find((edge) => edgeId(edge) === id);
  if (line) select([], [line]);
}

/** Tab walks the cards in flow order, then the lines; the one that is reached becomes the selected one. */
function useTabSelects(): void {
  const { getNode } = useReactFlow();
  useEffect(() => {
    const onFocus = (event: FocusEvent) => {
      if (!(event.target instanceof Element) || !event.target.matches(':is(.react-flow__node, .react-flow__edge):focus-visible')) return;
      if (event.target.matches('.react-flow__edge')) return selectLine(event.target.getAttribute('data-id'));
      if (!(event.target instanceof HTMLElement)) return;
      const id = event.target.dataset['id'];
      if (id && getNode(id) && !useEditor.getState().selectedIds.includes(id)) useEditor.getState().select([id]);
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, [getNode]);
}
