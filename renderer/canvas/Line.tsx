import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from '@xyflow/react';
import { X } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { portRef } from '#shared/flow/document.ts';
import { removeEdges } from '#shared/flow/edit.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useRun } from '#renderer/state/runStore.ts';
import { classes } from '#renderer/ui/classes.ts';
import type { CanvasEdge } from './canvasNodes.ts';

/** A line between ports; while and after a run it counts the records that went along it. */
export const Line = memo(function Line({ id, data, selected, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition }: EdgeProps<CanvasEdge>) {
  const { t, i18n } = useTranslation('editor');
  const flowId = useEditor((state) => state.flow?.id ?? '');
  const from = portRef(data?.line.from ?? '.');
  const count = useRun((state) => state.latest[flowId]?.nodes[from.node]?.out[from.port]);
  const running = useRun((state) => state.latest[flowId]?.status === 'running');
  const [path, labelX, labelY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, curvature: 0.3 });
  return (
    <>
      <BaseEdge id={id} path={path} interactionWidth={16} className={classes('line', selected && 'line-selected', running && count !== undefined && 'line-running')} />
      {(count !== undefined || selected) && (
        <EdgeLabelRenderer>
          <div
            className={classes('nodrag nopan pointer-events-auto absolute flex h-5 items-center rounded-full border bg-surface text-12', selected ? 'border-accent' : 'border-line-strong', running ? 'text-accent' : 'text-muted')}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {count !== undefined && <span className="tabular px-2" aria-label={t('line.count', { count })}>{count.toLocaleString(i18n.language)}</span>}
            {selected && data && (
              <button type="button" aria-label={t('line.delete')} className="flex size-5 items-center justify-center rounded-full hover:bg-hover" onClick={() => useEditor.getState().edit((flow) => removeEdges(flow, [data.line]))}>
                <X size={12} aria-hidden />
              </button>
            )}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

export const edgeTypes = { line: Line };
