import { Panel, useReactFlow, useStore, type ReactFlowState } from '@xyflow/react';
import { shortcuts } from '#shared/shortcuts.ts';
import { Hand, LassoSelect, Map as MapIcon, Maximize, Minus, MousePointer2, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Bookmarks } from './Bookmarks.tsx';
import type { CanvasNode } from './canvasNodes.ts';
import { DrawingMap } from './DrawingMap.tsx';
import { useTool, type CanvasTool } from './toolStore.ts';
import { useFit } from './useFit.ts';

/** From here on a map helps to find one's way; over a small drawing it only covers nodes. Opened by hand it is always there. */
const fewestForMap = 12;
const tools: readonly (readonly [CanvasTool, typeof Hand, string])[] = [['select', MousePointer2, 'v'], ['lasso', LassoSelect, 'q'], ['hand', Hand, 'h']];
const line = <span aria-hidden className="mx-0.5 h-4 w-px bg-line" />;

/** Tools, map, places, zoom and fit in the corner of the canvas. */
export function CanvasControls({ nodes }: { readonly nodes: readonly CanvasNode[] }) {
  const { t } = useTranslation('editor');
  const { zoomIn, zoomOut } = useReactFlow();
  const fit = useFit();
  const tool = useTool((state) => state.tool);
  const mapOpen = useLayout((state) => state.openSections['map'] ?? nodes.length >= fewestForMap);
  const setSection = useLayout((state) => state.setSection);
  const canMap = nodes.length > 1;
  return (
    <Panel position="bottom-right" className="m-3! flex max-w-[calc(100%-24px)] flex-col items-end gap-2">
      {canMap && mapOpen && <DrawingMap nodes={nodes} />}
      <div role="toolbar" aria-label={t('canvas.tools')} className="flex min-h-8 flex-wrap items-center justify-end rounded-8 border border-line bg-surface px-0.5">
        {tools.map(([name, icon, keys]) => (
          <IconButton key={name} icon={icon} label={t(`tool.${name}`)} keys={keys} tipSide="top" aria-pressed={tool === name} onClick={() => useTool.setState({ tool: name })} />
        ))}
        {line}
        <IconButton icon={Minus} label={t('canvas.zoomOut')} keys={shortcuts.zoomOut} tipSide="top" onClick={() => void zoomOut({ duration: 120 })} />
        <Zoom />
        <IconButton icon={Plus} label={t('canvas.zoomIn')} keys={shortcuts.zoomIn} tipSide="top" onClick={() => void zoomIn({ duration: 120 })} />
        {line}
        <IconButton icon={Maximize} label={t('canvas.fit')} keys={shortcuts.fit} tipSide="top" onClick={() => fit()} />
        <Bookmarks />
        {canMap && <IconButton icon={MapIcon} label={t('canvas.map')} tipSide="top" aria-pressed={mapOpen} onClick={() => setSection('map', !mapOpen)} />}
      </div>
    </Panel>
  );
}

const percentOf = (state: ReactFlowState) => Math.round(state.transform[2] * 100);

/** The zoom in percent; draws itself alone, as moving the view must draw nothing else. */
function Zoom() {
  const { t } = useTranslation('editor');
  const { zoomTo } = useReactFlow();
  const percent = useStore(percentOf);
  return (
    <button type="button" aria-label={`${percent}% ${t('canvas.zoomReset')}`} onClick={() => void zoomTo(1, { duration: 160 })} className="tabular h-7 w-11 rounded-6 text-12 text-muted hover:bg-hover hover:text-text">
      {percent}%
    </button>
  );
}
