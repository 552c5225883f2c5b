import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keepMine, saveNow, takeTheirs } from '#renderer/state/autosave.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { toastError } from '#renderer/ui/toast.tsx';

/** Stands above the canvas while the flow cannot be saved, with the ways out. */
export function SaveBanner() {
  const { t } = useTranslation('editor');
  const save = useEditor((state) => state.save);
  const [busy, setBusy] = useState(false);
  if (save.kind !== 'conflict' && save.kind !== 'failed') return null;
  const does = (work: () => Promise<unknown>) => () => {
    setBusy(true);
    void work().catch(toastError).finally(() => setBusy(false));
  };
  return (
    <div role="alert" className="flex min-h-10 shrink-0 items-center gap-2 border-b border-line bg-parked-soft px-4 py-1.5">
      <CircleAlert size={16} aria-hidden className="shrink-0 text-parked" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">{save.kind === 'conflict' ? t('save.conflict') : save.error.what}</span>{' '}
        <span className="text-muted">{save.kind === 'conflict' ? t('save.conflictHelp') : save.error.fix}</span>
      </p>
      {save.kind === 'conflict' ? (
        <>
          <Button size="small" busy={busy} onClick={does(takeTheirs)}>{t('save.takeTheirs')}</Button>
          <Button size="small" busy={busy} onClick={does(keepMine)}>{t('save.keepMine')}</Button>
        </>
      ) : (
        <Button size="small" busy={busy} onClick={does(saveNow)}>{t('save.again')}</Button>
      )}
    </div>
  );
}
