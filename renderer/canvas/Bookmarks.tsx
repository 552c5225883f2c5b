import { Bookmark, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addBookmark, removeBookmark, renameBookmark } from '#shared/flow/bookmarks.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { CommitInput, Input } from '#renderer/ui/inputs.tsx';
import { Keys } from '#renderer/ui/Keys.tsx';
import { Popover } from '#renderer/ui/Popover.tsx';
import { useView } from './useView.ts';

/** Named places of the drawing: go to one, keep this one, rename, remove. */
export function Bookmarks() {
  const { t } = useTranslation('editor');
  const bookmarks = useEditor((state) => state.flow?.bookmarks) ?? [];
  const { edit } = useEditor.getState();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const view = useView();
  const keep = () => {
    edit((flow) => addBookmark(flow, { name, ...view.current() }));
    setName('');
  };
  return (
    <Popover label={t('bookmarks.title')} open={open} onOpenChange={setOpen} align="end" className="w-72 p-2" trigger={<IconButton icon={Bookmark} label={t('bookmarks.title')} tipSide="top" />}>
      {bookmarks.length === 0 && <p className="px-1 pb-2 text-12 text-muted">{t('bookmarks.empty')}</p>}
      <ul>
        {bookmarks.map((bookmark) => (
          <li key={bookmark.id} className="flex h-8 items-center gap-1">
            <CommitInput whenDone aria-label={t('bookmarks.rename')} value={bookmark.name} maxLength={80} onCommit={(next) => edit((flow) => renameBookmark(flow, bookmark.id, next))} className="border-transparent! hover:bg-hover" />
            {bookmark.key !== undefined && <Keys combo={String(bookmark.key)} />}
            <Button
              size="small"
              look="quiet"
              aria-label={t('bookmarks.goTo', { name: bookmark.name })}
              onClick={() => {
                view.goTo(bookmark);
                setOpen(false);
              }}
            >
              {t('bookmarks.go')}
            </Button>
            <IconButton size="small" icon={Trash2} label={t('bookmarks.remove', { name: bookmark.name })} onClick={() => edit((flow) => removeBookmark(flow, bookmark.id))} />
          </li>
        ))}
      </ul>
      <form
        className="mt-1 flex gap-2 border-t border-line pt-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') keep();
        }}
      >
        <Input aria-label={t('bookmarks.name')} placeholder={t('bookmarks.name')} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" icon={Plus} disabled={name.trim() === ''}>
          {t('bookmarks.keep')}
        </Button>
      </form>
    </Popover>
  );
}
