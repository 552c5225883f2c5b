import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useRef, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { around, type Rect } from '#shared/flow/frames.ts';
import { isCard, type CanvasNode } from './canvasNodes.ts';
import { themeColour } from './themeColour.ts';

const size = { width: 168, height: 104 } as const;
const margin = 8;

/** The whole drawing in the corner, with the part that is in view; press or drag in it to go there. Two pictures, however many cards there are. */
export function DrawingMap({ nodes }: { readonly nodes: readonly CanvasNode[] }) {
  const { t } = useTranslation('editor');
  const picture = useRef<HTMLCanvasElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const placed = useRef<{ readonly scale: number; readonly left: number; readonly top: number } | null>(null);
  const drawnBefore = useRef(false);
  const store = useStoreApi();
  const { setViewport, getZoom } = useReactFlow();

  useEffect(() => {
    const canvas = picture.current;
    const context = canvas?.getContext('2d');
    const all = around(nodes.map(({ position, width = 0, height = 0 }): Rect => ({ ...position, width, height })));
    if (!canvas || !context || !all) return;
    const scale = Math.min((size.width - 2 * margin) / all.width, (size.height - 2 * margin) / all.height, 0.2);
    const left = (size.width - all.width * scale) / 2 - all.x * scale;
    const top = (size.height - all.height * scale) / 2 - all.y * scale;
    placed.current = { scale, left, top };

    const draw = () => {
      const ratio = window.devicePixelRatio;
      if (canvas.width !== size.width * ratio) [canvas.width, canvas.height] = [size.width * ratio, size.height * ratio];
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      const blockOf = ({ position, width = 0, height = 0 }: CanvasNode) => [left + position.x * scale, top + position.y * scale, Math.max(1, width * scale), Math.max(1, height * scale)] as const;
      for (const node of nodes) {
        if (isCard(node)) continue;
        context.beginPath();
        context.rect(...blockOf(node));
        context.fillStyle = themeColour(`--paint-${String(node.data.color)}-soft`);
        context.strokeStyle = themeColour(`--paint-${String(node.data.color)}`);
        context.lineWidth = 0.5;
        context.fill();
        context.stroke();
      }
      for (const isSelected of [false, true]) {
        context.fillStyle = themeColour(isSelected ? '--accent' : '--line-strong');
        for (const node of nodes) if (isCard(node) && Boolean(node.selected) === isSelected) context.fillRect(...blockOf(node));
      }
    };
    const show = () => {
      const { transform: [x, y, zoom], width, height } = store.getState();
      const box = view.current;
      if (!box) return;
      box.style.transform = `translate(${left - (x / zoom) * scale}px, ${top - (y / zoom) * scale}px)`;
      box.style.width = `${(width / zoom) * scale}px`;
      box.style.height = `${(height / zoom) * scale}px`;
    };
    // A change of one card is not worth a new picture at once.
    const later = setTimeout(draw, drawnBefore.current ? 120 : 0);
    drawnBefore.current = true;
    show();
    const stop = store.subscribe((state, before) => {
      if (state.transform !== before.transform || state.width !== before.width || state.height !== before.height) show();
    });
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      stop();
      clearTimeout(later);
      theme.disconnect();
    };
  }, [nodes, store]);

  const goTo = (event: PointerEvent<HTMLElement>) => {
    const place = placed.current;
    if (!place) return;
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left - place.left) / place.scale, (event.clientY - box.top - place.top) / place.scale];
    const zoom = getZoom();
    const { width, height } = store.getState();
    void setViewport({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom });
  };
  return (
    <div
      role="img"
      aria-label={t('canvas.map')}
      className="drawing-map relative overflow-hidden rounded-8 border border-line bg-surface"
      style={size}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && goTo(event)}
    >
      <canvas ref={picture} aria-hidden className="absolute inset-0 h-full w-full" />
      <div ref={view} aria-hidden className="absolute top-0 left-0 rounded-[2px] border border-accent bg-accent/8" />
    </div>
  );
}
