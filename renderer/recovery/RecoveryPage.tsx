import { DatabaseBackup, FolderOpen, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError, type ErrorData } from '#shared/errors.ts';
import { call } from '#renderer/bridge.ts';
import { navigate } from '#renderer/app/route.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { useBackups, useRestoreBackup } from '#renderer/queries/workspace.ts';
import { absoluteTime } from '#renderer/runs/text/timeText.ts';
import { useLocale } from '#renderer/runs/text/Time.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { BackupList } from './BackupList.tsx';
import { isNoneWhole, preselected } from './preselected.ts';
import { useChecks } from './useChecks.ts';

const meanings = ['forgotten', 'kept', 'resting', 'erased'] as const;

/** In the place of everything else while the database cannot be opened: what happened, the copies there are, and what bringing one back means. */
export function RecoveryPage({ error, retrying, onRetry }: { readonly error: ErrorData; readonly retrying: boolean; readonly onRetry: () => void }) {
  const { t } = useTranslation('recovery');
  const { ofError } = useSpoken();
  const locale = useLocale();
  const list = useBackups();
  const backups = list.data?.backups;
  const checks = useChecks(backups);
  const [picked, setPicked] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const restore = useRestoreBackup(() => navigate({ page: 'home' }));
  const chosen = picked !== null && checks.get(picked) !== false ? picked : preselected(backups ?? [], checks);
  const copy = backups?.find(({ name }) => name === chosen);
  const begin = () => {
    setAsking(false);
    if (copy) restore.mutate(copy.name);
  };
  return (
    <main aria-label={t('title')} className="scroll-y h-full min-w-0 flex-1 bg-ground">
      <div className="mx-auto flex min-h-full max-w-180 flex-col justify-center gap-5 px-8 py-8">
        <header className="flex gap-4">
          <span className="flex size-10 shrink-0 items-center justify-center rounded-8 border border-line bg-surface text-muted">
            <DatabaseBackup size={20} aria-hidden />
          </span>
          <div className="flex flex-col gap-1">
            <h1 className="text-20 font-semibold text-balance">{ofError(error).what}</h1>
            <p className="text-13 text-muted">{t('about')}</p>
          </div>
        </header>
        {list.isError && <ErrorNote error={asFluxoError(list.error).data} onRetry={() => void list.refetch()} />}
        {list.isPending && <Skeleton className="h-33" />}
        {backups && backups.length > 0 && <BackupList backups={backups} checks={checks} chosen={chosen} onChoose={setPicked} />}
        {backups && isNoneWhole(backups, checks) ? (
          <div className="rounded-8 border border-line bg-surface p-3 text-13">
            <p className="font-medium">{t('none')}</p>
            <p className="mt-1 text-muted">{t('noneHelp')}</p>
          </div>
        ) : (
          <section aria-labelledby="recovery-means" className="text-13">
            <h2 id="recovery-means" className="mb-1.5 text-12 font-medium text-muted">{t('means.title')}</h2>
            <ul className="flex list-disc flex-col gap-1 pl-4 marker:text-faint">
              {meanings.map((one) => <li key={one}>{t(`means.${one}`)}</li>)}
            </ul>
          </section>
        )}
        {restore.isError && <ErrorNote error={asFluxoError(restore.error).data} />}
        <footer className="flex flex-wrap items-center gap-2">
          <Button look="primary" size="large" disabled={!copy} busy={restore.isPending} onClick={() => setAsking(true)}>{t('restore')}</Button>
          {list.data?.canShow && (
            <Button size="large" look="quiet" icon={FolderOpen} onClick={() => void call('backups.show', {}).catch(toastError)}>{t('show')}</Button>
          )}
          <Button size="large" look="quiet" icon={RotateCw} busy={retrying} onClick={onRetry}>{t('again')}</Button>
        </footer>
      </div>
      {copy && <ConfirmDialog open={asking} onClose={() => setAsking(false)} title={t('ask', { time: absoluteTime(copy.at, locale) })} text={t('askText')} action={t('restoreNow')} look="primary" busy={restore.isPending} onConfirm={begin} />}
    </main>
  );
}
