import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useRun } from '#renderer/state/runStore.ts';
import type { CanvasEdge, CanvasNode } from './canvasNodes.ts';
import { drawPicture, type View } from './drawPicture.ts';
import { useTrace } from './traceStore.ts';

/** Below this zoom a large flow is one picture instead of thousands of elements. */
export const overviewBelow = 0.35;
/** From here on the names of cards can be read in it. */
const namesFrom = 0.22;
/** The picture reaches this share of the screen beyond each edge, so that a view that moves on finds something there. */
const beyond = 0.25;
/** How long the view must rest until the picture is made anew, in milliseconds. */
const restMs = 90;
/** A picture stretched more than this is made anew even while the view moves. */
const mostStretch = 1.5;

/**
 * The whole drawing as one picture. While the view moves the picture is moved and stretched, which costs the same however much is on it; once the
 * view rests, or would leave the picture, it is made anew. All of it past React.
 */
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
    let drawn: View = { x: 0, y: 0, zoom: 1, width: 0, height: 0 };
    let rest: ReturnType<typeof setTimeout> | undefined;
    const viewNow = (): View => {
      const { width, height, transform } = store.getState();
      return { x: transform[0], y: transform[1], zoom: transform[2], width, height };
    };
    const draw = () => {
      clearTimeout(rest);
      const view = viewNow();
      const ratio = window.devicePixelRatio;
      const [marginX, marginY] = [Math.round(view.width * beyond), Math.round(view.height * beyond)];
      const [width, height] = [view.width + 2 * marginX, view.height + 2 * marginY];
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
        [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
      }
      drawPicture(context, ratio, { ...view, x: view.x + marginX, y: view.y + marginY, width, height }, nodes, edges, { path, problems, namesFrom });
      drawn = view;
      canvas.style.transform = `translate(${-marginX}px, ${-marginY}px)`;
    };
    const move = () => {
      const { x, y, zoom, width, height } = viewNow();
      const scale = zoom / drawn.zoom;
      const [marginX, marginY] = [Math.round(drawn.width * beyond), Math.round(drawn.height * beyond)];
      const [left, top] = [x - (drawn.x + marginX) * scale, y - (drawn.y + marginY) * scale];
      const isBeyond = scale > mostStretch || scale < 1 / mostStretch || width !== drawn.width || height !== drawn.height || Math.abs(x - drawn.x * scale) > width || Math.abs(y - drawn.y * scale) > height;
      if (isBeyond) return draw();
      canvas.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
      clearTimeout(rest);
      rest = setTimeout(draw, restMs);
    };
    draw();
    const stop = store.subscribe((state, before) => {
      if (state.transform !== before.transform || state.width !== before.width || state.height !== before.height) move();
    });
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      stop();
      theme.disconnect();
      clearTimeout(rest);
    };
  }, [store, nodes, edges, run, path]);
  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden">
      <canvas ref={ref} role="img" aria-label={t('canvas.overview', { count: nodes.length })} className="absolute top-0 left-0 max-w-none origin-top-left" />
    </div>
  );
}
