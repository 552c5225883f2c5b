import type { NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeNote, smallestNote } from '#shared/flow/notes.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { classes } from '#renderer/ui/classes.ts';
import type { NoteBoxNode } from '../canvasNodes.ts';
import { useTool } from '../toolStore.ts';
import { paintLook } from './paintLook.ts';
import { Resizer } from './Resizer.tsx';

/** A coloured slip of paper with plain text; a double click (or F2) lets it be typed. */
export const NoteBox = memo(
  function NoteBox({ id, data, selected }: NodeProps<NoteBoxNode>) {
    const { t } = useTranslation('editor');
    const typing = useTool((state) => state.typing === id);
    const look = paintLook[data.color];
    return (
      <div className={classes('note-box h-full w-full rounded-6 border', look.ground, look.line, selected && 'ring-2 ring-accent')} onDoubleClick={() => useTool.setState({ typing: id })}>
        {selected && <Resizer id={id} least={smallestNote} />}
        {typing ? <NoteInput id={id} text={data.text} /> : <p className={classes('h-full overflow-hidden p-2.5 text-13 leading-5 whitespace-pre-wrap break-words', data.text === '' && 'text-muted')}>{data.text || t('note.empty')}</p>}
      </div>
    );
  },
  (before, after) => before.id === after.id && before.data === after.data && before.selected === after.selected,
);

function NoteInput({ id, text }: { readonly id: string; readonly text: string }) {
  const { t } = useTranslation('editor');
  const [draft, setDraft] = useState(text);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(text.length, text.length);
  }, [text.length]);
  const end = () => {
    useEditor.getState().edit((flow) => changeNote(flow, id, { text: draft }));
    useTool.setState({ typing: null });
  };
  return (
    <textarea
      ref={area}
      aria-label={t('note.text')}
      value={draft}
      maxLength={4000}
      spellCheck
      onChange={(event) => setDraft(event.target.value)}
      onBlur={end}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape' || (event.key === 'Enter' && (event.metaKey || event.ctrlKey))) end();
      }}
      className="nodrag nopan nowheel h-full w-full resize-none rounded-6 bg-transparent p-2.5 text-13 leading-5"
    />
  );
}
