import { Trash2, Ungroup } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowFrame } from '#shared/flow/document.ts';
import { removeNodes, setDisabled } from '#shared/flow/edit.ts';
import { changeFrame, withMembers } from '#shared/flow/frames.ts';
import { NodeMark } from '#renderer/canvas/nodes/NodeMark.tsx';
import { PaintPicker } from '#renderer/canvas/nodes/PaintPicker.tsx';
import { connectorOfNode, nameOf } from '#renderer/canvas/summary.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { CommitInput } from '#renderer/ui/inputs.tsx';
import { Switch } from '#renderer/ui/toggles.tsx';

/** One frame: its title, colour, whether it is folded and on, and what lies in it. */
export function FrameInspector({ frame }: { readonly frame: FlowFrame }) {
  const { t } = useTranslation(['editor', 'settings']);
  const catalog = useCatalog().data ?? noCatalog;
  const nodes = useEditor((state) => state.flow?.nodes)?.filter((node) => node.frame === frame.id) ?? [];
  const { edit, select } = useEditor.getState();
  return (
    <>
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-15 font-semibold">{t('frame.heading')}</h2>
        <p className="text-12 text-faint">{t('frame.help')}</p>
      </header>
      <div className="scroll-y min-h-0 flex-1">
        <section className="flex flex-col gap-4 border-b border-line p-4">
          <Field label={t('frame.title')}>{(ids) => <CommitInput {...ids} value={frame.title} maxLength={120} placeholder={t('frame.untitled')} onCommit={(title) => edit((flow) => changeFrame(flow, frame.id, { title }))} />}</Field>
          <PaintPicker value={frame.color} onChange={(color) => edit((flow) => changeFrame(flow, frame.id, { color }))} />
          <div className="flex items-center justify-between gap-4">
            <label htmlFor="frame-runs">{t('frame.runs')}</label>
            <Switch id="frame-runs" checked={!frame.disabled} onChange={(runs) => edit((flow) => setDisabled(flow, [frame.id], !runs))} />
          </div>
          <div className="flex items-center justify-between gap-4">
            <label htmlFor="frame-folded">{t('frame.folded')}</label>
            <Switch id="frame-folded" checked={frame.collapsed ?? false} onChange={(collapsed) => edit((flow) => changeFrame(flow, frame.id, { collapsed }))} />
          </div>
        </section>
        <section className="border-b border-line p-2">
          <h3 className="px-2 py-1 text-12 font-medium text-faint">{t('frame.inside')}</h3>
          {nodes.length === 0 && <p className="px-2 pb-2 text-muted">{t('frame.empty')}</p>}
          <ul>
            {nodes.map((node) => (
              <li key={node.id}>
                <button
                  type="button"
                  onClick={() => {
                    if (frame.collapsed) edit((flow) => changeFrame(flow, frame.id, { collapsed: false }));
                    select([node.id]);
                  }}
                  className="flex h-8 w-full items-center gap-2 rounded-6 px-2 text-left hover:bg-hover"
                >
                  <NodeMark kind={node.kind} connector={connectorOfNode(node)} size="small" />
                  <span className="min-w-0 flex-1 truncate">{nameOf(node, catalog, t)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
        <div className="flex flex-wrap gap-2 p-4">
          <Button icon={Ungroup} onClick={() => edit((flow) => removeNodes(flow, [frame.id]))}>{t('frame.dissolve')}</Button>
          <Button icon={Trash2} look="danger" onClick={() => edit((flow) => removeNodes(flow, withMembers(flow, [frame.id])))}>{t('frame.deleteAll')}</Button>
        </div>
      </div>
    </>
  );
}
