import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useRun } from '#renderer/state/runStore.ts';
import type { CanvasEdge, CanvasNode } from './canvasNodes.ts';
import { drawPicture } from './drawPicture.ts';
import { useTrace } from './traceStore.ts';

/** Below this zoom a large flow is one picture instead of thousands of elements. */
export const overviewBelow = 0.35;
/** From here on the names of cards can be read in it. */
const namesFrom = 0.22;

/** The whole drawing as one picture, drawn anew at most once a frame and past React: the view moves at every step of a wheel. */
export function Overview({ nodes, edges }: { readonly nodes: readonly CanvasNode[]; readonly edges: readonly CanvasEdge[] }) {
  const { t } = useTranslation('editor');
  const ref = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const flowId = useEditor((state) => state.flow?.id ?? '');
  const run = useRun((state) => state.latest[flowId]?.nodes);
  const path = useTrace((state) => state.path);

  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const problems = new Set(Object.entries(run ?? {}).flatMap(([id, counts]) => (counts.problems > 0 ? [id] : [])));
    let frame = 0;
    const draw = () => {
      const { width, height, transform } = store.getState();
      const ratio = window.devicePixelRatio;
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
      drawPicture(context, ratio, { x: transform[0], y: transform[1], zoom: transform[2], width, height }, nodes, edges, { path, problems, namesFrom });
    };
    draw();
    const stop = store.subscribe((state, before) => {
      if (state.transform === before.transform && state.width === before.width && state.height === before.height) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    });
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      stop();
      theme.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [store, nodes, edges, run, path]);
  return <canvas ref={ref} role="img" aria-label={t('canvas.overview', { count: nodes.length })} className="pointer-events-none absolute inset-0 h-full w-full" />;
}
