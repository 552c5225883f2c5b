import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowNote } from '#shared/flow/document.ts';
import { removeNodes } from '#shared/flow/edit.ts';
import { changeNote } from '#shared/flow/notes.ts';
import { PaintPicker } from '#renderer/canvas/nodes/PaintPicker.tsx';
import { useEditor } from '#renderer/state/editorStore.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { CommitTextArea } from '#renderer/ui/inputs.tsx';

/** One note: what it says and its colour. */
export function NoteInspector({ note }: { readonly note: FlowNote }) {
  const { t } = useTranslation('editor');
  const { edit } = useEditor.getState();
  return (
    <>
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-15 font-semibold">{t('note.heading')}</h2>
      </header>
      <div className="flex flex-col gap-4 p-4">
        <Field label={t('note.text')}>{(ids) => <CommitTextArea {...ids} value={note.text} maxLength={4000} rows={8} onCommit={(text) => edit((flow) => changeNote(flow, note.id, { text }))} />}</Field>
        <PaintPicker value={note.color} onChange={(color) => edit((flow) => changeNote(flow, note.id, { color }))} />
        <div>
          <Button icon={Trash2} look="danger" onClick={() => edit((flow) => removeNodes(flow, [note.id]))}>{t('actions.delete')}</Button>
        </div>
      </div>
    </>
  );
}
