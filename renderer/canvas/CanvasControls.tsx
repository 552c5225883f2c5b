import { MiniMap, Panel, useReactFlow, useViewport } from '@xyflow/react';
import { Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { useFit } from './useFit.ts';

/** From here on a map helps to find one's way; over a small drawing it only covers nodes. Opened by hand it is always there. */
const fewestForMap = 12;
/** Above this the map costs more than it shows: one element per node. */
const mostForMap = 1000;

/** Map, zoom and fit in the corner of the canvas. */
export function CanvasControls({ nodeCount }: { readonly nodeCount: number }) {
  const { t } = useTranslation('editor');
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const fit = useFit();
  const { zoom } = useViewport();
  const mapOpen = useLayout((state) => state.openSections['map'] ?? nodeCount >= fewestForMap);
  const setSection = useLayout((state) => state.setSection);
  const canMap = nodeCount > 1 && nodeCount < mostForMap;
  return (
    <>
      {canMap && mapOpen && <MiniMap pannable zoomable position="bottom-right" ariaLabel={t('canvas.map')} style={mapSize} className="m-3! mb-12.5! overflow-hidden rounded-8 border border-line" nodeBorderRadius={16} offsetScale={2} />}
      <Panel position="bottom-right" className="m-3!">
        <div role="toolbar" aria-label={t('canvas.tools')} className="flex h-8 items-center rounded-8 border border-line bg-surface px-0.5">
          <IconButton icon={Minus} label={t('canvas.zoomOut')} keys="mod+-" tipSide="top" onClick={() => void zoomOut({ duration: 120 })} />
          <button type="button" aria-label={`${Math.round(zoom * 100)}% ${t('canvas.zoomReset')}`} onClick={() => void zoomTo(1, { duration: 160 })} className="tabular h-7 w-11 rounded-6 text-12 text-muted hover:bg-hover hover:text-text">
            {Math.round(zoom * 100)}%
          </button>
          <IconButton icon={Plus} label={t('canvas.zoomIn')} keys="mod++" tipSide="top" onClick={() => void zoomIn({ duration: 120 })} />
          <span aria-hidden className="mx-0.5 h-4 w-px bg-line" />
          <IconButton icon={Maximize} label={t('canvas.fit')} keys="mod+0" tipSide="top" onClick={() => fit()} />
          {canMap && <IconButton icon={MapIcon} label={t('canvas.map')} tipSide="top" aria-pressed={mapOpen} onClick={() => setSection('map', !mapOpen)} />}
        </div>
      </Panel>
    </>
  );
}

const mapSize = { width: 144, height: 88 };
