import { CloudAlert, DatabaseBackup, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppInfo, usePreferences, useSetPreferences } from '#renderer/queries/app.ts';
import { useTrustRestored, useWorkspaceState } from '#renderer/queries/workspace.ts';
import { shortDateTime } from '#renderer/runs/text/timeText.ts';
import { useLocale } from '#renderer/runs/text/Time.tsx';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';

/** What a person should know of the workspace itself: its log is an older one or is damaged, or its folder lies where it should not. */
export function WorkspaceBanners() {
  const state = useWorkspaceState().data;
  if (!state) return null;
  return (
    <>
      {state.log.state === 'restored' && <RestingBanner madeAt={state.log.madeAt} />}
      {state.log.state === 'damaged' && <DamagedBanner />}
      {state.unsafePlace && <UnsafePlaceBanner place={state.unsafePlace} />}
    </>
  );
}

/** Stays until somebody has looked and says so. */
function RestingBanner({ madeAt }: { readonly madeAt: number | null }) {
  const { t } = useTranslation('recovery');
  const locale = useLocale();
  const [asking, setAsking] = useState(false);
  const trust = useTrustRestored();
  const begin = () => trust.mutate(undefined, { onSuccess: () => toast(t('resting.done')), onError: toastError, onSettled: () => setAsking(false) });
  return (
    <section aria-label={t('resting.label')} className="flex items-center gap-3 rounded-8 border border-line bg-parked-soft px-4 py-2.5">
      <DatabaseBackup size={16} aria-hidden className="shrink-0 text-parked" />
      <div className="min-w-0 flex-1 text-13">
        <p className="font-medium">{t('resting.title')}</p>
        <p>{madeAt === null ? t('resting.textUndated') : t('resting.text', { time: shortDateTime(madeAt, Date.now(), locale) })}</p>
      </div>
      <Button onClick={() => setAsking(true)}>{t('resting.go')}</Button>
      <ConfirmDialog open={asking} onClose={() => setAsking(false)} title={t('resting.ask')} text={t('resting.askText')} action={t('resting.go')} look="primary" busy={trust.isPending} onConfirm={begin} />
    </section>
  );
}

function DamagedBanner() {
  const { t } = useTranslation('recovery');
  return (
    <section aria-label={t('damaged.label')} className="flex items-center gap-3 rounded-8 border border-line bg-failed-soft px-4 py-2.5">
      <DatabaseBackup size={16} aria-hidden className="shrink-0 text-failed" />
      <div className="min-w-0 flex-1 text-13">
        <p className="font-medium">{t('damaged.title')}</p>
        <p>{t('damaged.text')}</p>
      </div>
    </section>
  );
}

/** Closed once, it does not come back for this workspace unless it lies somewhere else that is no better. */
function UnsafePlaceBanner({ place }: { readonly place: 'cloud' | 'network' }) {
  const { t } = useTranslation('recovery');
  const workspace = useAppInfo().data?.workspace;
  const closed = usePreferences().data?.layout?.['unsafePlace'];
  const set = useSetPreferences();
  if (workspace === undefined) return null;
  const name = `${place} ${workspace}`;
  if (closed === name) return null;
  return (
    <section aria-label={t('unsafe.label')} className="flex items-center gap-3 rounded-8 border border-line bg-surface px-4 py-2.5">
      <CloudAlert size={16} aria-hidden className="shrink-0 text-muted" />
      <div className="min-w-0 flex-1 text-13">
        <p>{t(`unsafe.${place}`, { workspace })}</p>
        <p className="text-muted">{t('unsafe.fix')}</p>
      </div>
      <IconButton size="small" icon={X} label={t('unsafe.close')} onClick={() => set.mutate({ layout: { unsafePlace: name } }, { onError: toastError })} />
    </section>
  );
}
