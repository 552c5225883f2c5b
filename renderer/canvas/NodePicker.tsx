import { useReactFlow } from '@xyflow/react';
import { Command } from 'cmdk';
import { useEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import type { Catalog } from '#shared/catalog/catalog.ts';
import type { FlowDocument, FlowEdge } from '#shared/flow/document.ts';
import { addNode, canConnect, insertInto, type NewNode } from '#shared/flow/edit.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { NodeMark } from './nodes/NodeMark.tsx';
import { paletteEntries } from './paletteEntries.ts';
import { useAddNode } from './useAddNode.ts';

interface PickerState {
  /** Where it opens, in the window; null = closed. */
  readonly at: { readonly x: number; readonly y: number } | null;
  /** The port a line was drawn from. */
  readonly from: { readonly ref: string; readonly side: 'in' | 'out' } | null;
  /** The line that what is chosen is put into. */
  readonly into: FlowEdge | null;
}
const closed: PickerState = { at: null, from: null, into: null };
export const useNodePicker = create<PickerState>(() => closed);
const close = () => useNodePicker.setState(closed);

/** True when a node that is not there yet could be put into a line. */
function fitsInto(flow: FlowDocument, catalog: Catalog, node: NewNode, line: FlowEdge): boolean {
  const trial = addNode(flow, node, 'new-node', { x: 0, y: 0 });
  return insertInto(trial, catalog, 'new-node', line) !== trial;
}

/** The line from a port to a node that is not there yet, or null when none would fit. */
function lineTo(flow: FlowDocument, catalog: Catalog, from: NonNullable<PickerState['from']>, node: NewNode, id: string): FlowEdge | null {
  const trial = addNode(flow, node, id, { x: 0, y: 0 });
  const ports = nodeKindInfo[node.kind].ports[from.side === 'out' ? 'in' : 'out'];
  const lines = ports.map((port) => (from.side === 'out' ? { from: from.ref, to: `${id}.${port.name}` } : { from: `${id}.${port.name}`, to: from.ref }));
  return lines.find((line) => canConnect(trial, catalog, line)) ?? null;
}

/** The palette at the pointer: after a double-click on the canvas, or where a line was let go; then only with what fits. */
export function NodePicker() {
  const { t } = useTranslation(['editor', 'settings']);
  const { at, from, into } = useNodePicker();
  const catalog = useCatalog().data ?? noCatalog;
  const flow = useEditor((state) => state.flow);
  const addAt = useAddNode();
  const { screenToFlowPosition } = useReactFlow();
  const box = useRef<HTMLDivElement>(null);
  const entries = useMemo(() => {
    if (!at || !flow) return [];
    const all = paletteEntries(catalog, t, '').flatMap((group) => group.entries);
    if (into) return all.filter((entry) => fitsInto(flow, catalog, entry.node, into));
    return from ? all.filter((entry) => lineTo(flow, catalog, from, entry.node, 'new-node')) : all;
  }, [at, from, into, flow, catalog, t]);
  useEffect(() => {
    if (!at) return;
    const away = (event: PointerEvent) => event.target instanceof Node && !box.current?.contains(event.target) && close();
    document.addEventListener('pointerdown', away, true);
    return () => document.removeEventListener('pointerdown', away, true);
  }, [at]);
  if (!at || !flow) return null;

  const choose = (node: NewNode) => {
    close();
    const point = screenToFlowPosition(at, { snapToGrid: false });
    const { width, height } = nodeKindInfo[node.kind].size;
    const place = { x: !from ? point.x - width / 2 : from.side === 'out' ? point.x : point.x - width, y: point.y - height / 2 };
    addAt(node, { at: place, ...(into && { into }), ...(from && { joins: (id: string) => lineTo(flow, catalog, from, node, id) ?? { from: from.ref, to: from.ref } }) });
  };
  // Over everything: the panels beside the canvas would else be drawn on top.
  return createPortal(
    <div ref={box} role="dialog" aria-label={t('picker.label')} className="nopan nodrag nowheel fixed z-50 w-64 animate-appear rounded-8 bg-raised shadow-float" style={{ left: Math.min(at.x, window.innerWidth - 272), top: Math.min(at.y, window.innerHeight - 300) }} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <Command label={t('picker.label')} loop>
        <Command.Input autoFocus placeholder={t('picker.label')} className="h-9 w-full border-b border-line bg-transparent px-3 outline-none" />
        <Command.List className="scroll-y max-h-64 p-1">
          <Command.Empty className="px-2 py-1.5 text-12 text-muted">{t('palette.nothing')}</Command.Empty>
          {entries.map((entry) => (
            <Command.Item key={entry.id} value={entry.id} keywords={[entry.label, entry.detail]} onSelect={() => choose(entry.node)} className="flex h-8 items-center gap-2 rounded-4 px-2 data-[selected=true]:bg-hover">
              <NodeMark kind={entry.node.kind} connector={entry.connector} size="small" />
              <span className="min-w-0 flex-1 truncate">{entry.label}</span>
              <span className="truncate text-12 text-faint">{entry.detail}</span>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </div>,
    document.body,
  );
}
