import { NodeResizer } from '@xyflow/react';
import type { Size } from '#shared/flow/document.ts';
import { resizeBox } from '#shared/flow/frames.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { endResizing, useResizing } from '../dropStore.ts';

/** Handles to resize a selected frame or note; the document changes once, when the hand lets go. */
export function Resizer({ id, least }: { readonly id: string; readonly least: Size }) {
  return (
    <NodeResizer
      minWidth={least.width}
      minHeight={least.height}
      handleClassName="resize-handle"
      lineClassName="resize-line"
      onResizeStart={(_event, rect) => useResizing.setState({ rects: new Map([[id, rect]]) })}
      onResize={(_event, rect) => useResizing.setState({ rects: new Map([[id, rect]]) })}
      onResizeEnd={(_event, rect) => {
        useEditor.getState().edit((flow) => resizeBox(flow, id, rect));
        endResizing();
      }}
    />
  );
}
