import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from '@xyflow/react';
import { Check, Plus, X } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { portRef } from '#shared/flow/document.ts';
import { removeEdges } from '#shared/flow/edit.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useRun } from '#renderer/state/runStore.ts';
import { classes } from '#renderer/ui/classes.ts';
import type { CanvasEdge } from './canvasNodes.ts';
import { useDrop } from './dropStore.ts';
import { curvature } from './lines.ts';
import { useNodePicker } from './NodePicker.tsx';
import { usePeek } from './peekStore.ts';
import { useTrace } from './traceStore.ts';

/** A line between ports; while and after a run it counts the records that went along it, and lights up on the way of a chosen one. */
export const Line = memo(function Line({ id, data, selected, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition }: EdgeProps<CanvasEdge>) {
  const { t, i18n } = useTranslation('editor');
  const flowId = useEditor((state) => state.flow?.id ?? '');
  const count = useRun((state) => {
    const nodes = state.latest[flowId]?.nodes;
    const counts = nodes ? (data?.lines ?? []).flatMap((line) => nodes[portRef(line.from).node]?.out[portRef(line.from).port] ?? []) : [];
    return counts.length === 0 ? undefined : counts.reduce((sum, each) => sum + each, 0);
  });
  const running = useRun((state) => state.latest[flowId]?.status === 'running');
  const isOnPath = useTrace((state) => data?.lines.some((line) => state.path?.lines.has(`${line.from}→${line.to}`)) ?? false);
  const traced = useTrace((state) => (isOnPath ? state.title : ''));
  const isDrop = useDrop((state) => state.line === id);
  const [path, labelX, labelY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, curvature });
  const text = isOnPath ? traced : count?.toLocaleString(i18n.language);
  // Between cards that stand close there is no room for its name, which stands above the drawing: a tick says that it came by.
  const isTight = isOnPath && targetX > sourceX && targetX - sourceX < roomFor(traced);
  return (
    <>
      <BaseEdge id={id} path={path} interactionWidth={16} className={classes('line', selected && 'line-selected', data?.off && 'line-off', running && count !== undefined && 'line-running', isOnPath && 'line-path', isDrop && 'line-drop')} />
      {(text !== undefined || selected || isDrop) && (
        <EdgeLabelRenderer>
          <div
            className={classes('line-label nodrag nopan absolute flex items-center rounded-full border bg-surface text-12', selected ? 'z-1001 h-6' : 'h-5', selected || isOnPath || isDrop ? 'border-accent' : 'border-line-strong', running || isOnPath ? 'text-accent' : 'text-muted', isOnPath && 'on-path', isDrop ? 'pointer-events-none' : 'pointer-events-auto')}
            onPointerEnter={() => usePeek.setState({ line: id })}
            onPointerLeave={() => usePeek.setState({ line: null })}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {isDrop && !selected && <Plus size={12} aria-hidden className="mx-1 text-accent" />}
            {isTight && <Check size={12} aria-hidden className="mx-1.5" />}
            {text !== undefined && <span className={isTight ? 'sr-only' : 'tabular max-w-24 truncate px-2'} aria-label={isOnPath ? text : t('line.count', { count: count ?? 0 })}>{text}</span>}
            {selected && data && data.lines.length === 1 && (
              <button
                type="button"
                aria-label={t('line.insert')}
                title={t('line.insert')}
                className="flex size-6 items-center justify-center rounded-full hover:bg-hover"
                onClick={(event) => {
                  const { left, bottom } = event.currentTarget.getBoundingClientRect();
                  useNodePicker.setState({ at: { x: left, y: bottom + 6 }, from: null, into: data.line });
                }}
              >
                <Plus size={12} aria-hidden />
              </button>
            )}
            {selected && data && (
              <button type="button" aria-label={t('line.delete')} title={t('line.delete')} className="flex size-6 items-center justify-center rounded-full hover:bg-hover" onClick={() => useEditor.getState().edit((flow) => removeEdges(flow, data.lines))}>
                <X size={12} aria-hidden />
              </button>
            )}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** px from port to port that a text needs in its frame: about seven a letter, and at most as many as are shown. */
const roomFor = (text: string): number => Math.min(96, 16 + 7 * text.length) + 24;

export const edgeTypes = { line: Line };
