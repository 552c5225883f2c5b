import { useEffect, useRef } from 'react';
import { Group, Panel, usePanelRef, type PanelSize } from 'react-resizable-panels';
import { FlowCanvas } from '#renderer/canvas/FlowCanvas.tsx';
import { CanvasHints } from '#renderer/canvas/CanvasHints.tsx';
import { Inspector } from '#renderer/inspector/Inspector.tsx';
import { FindPanel } from '#renderer/find/FindPanel.tsx';
import { useFind } from '#renderer/find/findStore.ts';
import { Dock } from '#renderer/runs/Dock.tsx';
import { useNode, useOnlySelected } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { useNarrow } from '#renderer/state/narrow.ts';
import { useShownPanels } from '#renderer/state/useShownPanels.ts';
import { NameVersion } from '#renderer/versions/NameVersion.tsx';
import { VersionCanvas } from '#renderer/versions/VersionCanvas.tsx';
import { VersionsPanel } from '#renderer/versions/VersionsPanel.tsx';
import { closeVersions, useVersions } from '#renderer/versions/versionsStore.ts';
import { Commands } from './Commands.tsx';
import { SaveBanner } from './SaveBanner.tsx';
import { SideBar } from './SideBar.tsx';
import { Splitter } from '#renderer/ui/Splitter.tsx';

/** Side bar, canvas above dock, inspector; all resize, collapse and are remembered in pixels. */
export function FlowPanels({ flowId }: { readonly flowId: string }) {
  const shown = useShownPanels();
  const finding = useFind((state) => state.open);
  const versionsOpen = useVersions((state) => state.open);
  const inspectorOpen = shown.inspector || versionsOpen;
  const narrow = useNarrow();
  // Another flow has other versions.
  useEffect(() => closeVersions, []);
  const sideBarOpen = shown.sideBar && !(narrow && versionsOpen);
  const dock = useLayout((state) => state.dock);
  const sizes = useLayout((state) => state.sizes['flow']);
  const { inspectorRef, isMapper, isFull } = useInspectorWidth(inspectorOpen, versionsOpen);
  const dockRef = useSizeOf(dock.open, dock.full ? '100%' : (sizes?.['dock'] ?? 280), dock.full);

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <SaveBanner />
      <NameVersion flowId={flowId} />
      <Group orientation="horizontal" className="min-h-0 flex-1">
        {(sideBarOpen || finding) && !isFull && (
          <Panel id="side" defaultSize={sizes?.['side'] ?? 240} minSize={200} maxSize={400} groupResizeBehavior="preserve-pixel-size" onResize={(size) => remember('side', size)}>
            {finding ? <FindPanel flowId={flowId} /> : <SideBar flowId={flowId} />}
          </Panel>
        )}
        {(sideBarOpen || finding) && !isFull && <Splitter />}
        <Panel id="middle" minSize={isFull ? 0 : 240}>
          <Group orientation="vertical" className="h-full" inert={isFull}>
            <Panel id="canvas" minSize={dock.full ? 0 : 140}>
              {/* What another panel covers is out of reach of the keyboard too. */}
              <div className="relative h-full" inert={dock.open && dock.full}>
                <div className="h-full" inert={versionsOpen}>
                  <FlowCanvas>
                    <CanvasHints />
                    <Commands flowId={flowId} />
                  </FlowCanvas>
                </div>
                {versionsOpen && <VersionCanvas flowId={flowId} />}
              </div>
            </Panel>
            {dock.open && <Splitter vertical />}
            {dock.open && (
              <Panel id="dock" panelRef={dockRef} defaultSize={sizes?.['dock'] ?? 280} minSize={120} groupResizeBehavior="preserve-pixel-size" onResize={(size) => !dock.full && remember('dock', size)}>
                {/* Over the whole screen it is what the page is about; the drawing behind it is not there then. */}
                <div className="h-full" role={dock.full ? 'main' : undefined}>
                  <Dock flowId={flowId} />
                </div>
              </Panel>
            )}
          </Group>
        </Panel>
        {inspectorOpen && <Splitter />}
        {inspectorOpen && (
          <Panel
            id="inspector"
            panelRef={inspectorRef}
            defaultSize={isMapper ? (sizes?.['mapper'] ?? '60%') : (sizes?.['inspector'] ?? 360)}
            minSize={300}
            maxSize={isFull ? '100%' : '80%'}
            groupResizeBehavior="preserve-pixel-size"
            onResize={(size) => !isFull && remember(isMapper ? 'mapper' : 'inspector', size)}
          >
            {versionsOpen ? <VersionsPanel flowId={flowId} /> : <Inspector isMain={isFull} />}
          </Panel>
        )}
      </Group>
    </div>
  );
}

let pending: ReturnType<typeof setTimeout> | undefined;
/** Sizes are kept once the hand is off, not at every pixel. */
function remember(panel: string, size: PanelSize): void {
  clearTimeout(pending);
  pending = setTimeout(() => {
    const { sizes, setSizes } = useLayout.getState();
    const pixels = Math.round(size.inPixels);
    if (pixels > 0 && sizes['flow']?.[panel] !== pixels) setSizes('flow', { ...sizes['flow'], [panel]: pixels });
  }, 200);
}

/** The mapper needs most of the width, a form does not: the inspector takes what its tab needs. */
function useInspectorWidth(open: boolean, versionsOpen: boolean) {
  const kind = useNode(useOnlySelected())?.kind;
  const tab = useLayout((state) => state.inspectorTab);
  const wide = useLayout((state) => state.inspectorWide);
  const narrow = useNarrow();
  const isMapper = kind === 'map' && tab === 'mapping' && !versionsOpen;
  // Settings take the whole width for the samples left and right of them.
  const isFull = (isMapper && (wide || narrow)) || (wide && kind !== undefined && tab === 'settings' && !versionsOpen);
  const sizes = useLayout((state) => state.sizes['flow']);
  const inspectorRef = useSizeOf(open, isFull ? '100%' : isMapper ? (sizes?.['mapper'] ?? '60%') : (sizes?.['inspector'] ?? 360), `${isMapper} ${isFull}`);
  return { inspectorRef, isMapper, isFull };
}

/** A ref for a panel that takes another size whenever its mode changes while it is open; it opens at its default size by itself. */
function useSizeOf(open: boolean, size: number | string, mode: unknown) {
  const ref = usePanelRef();
  const last = useRef(mode);
  const wanted = useRef(size);
  wanted.current = size;
  useEffect(() => {
    const changed = last.current !== mode;
    last.current = mode;
    if (!open || !changed) return;
    // A frame later the group knows the limits of the new mode.
    const frame = requestAnimationFrame(() => ref.current?.resize(wanted.current));
    return () => cancelAnimationFrame(frame);
  }, [open, mode, ref]);
  return ref;
}
