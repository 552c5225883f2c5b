import { CloudAlert, DatabaseBackup, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnsafePlace } from '#shared/workspace/backups.ts';
import { useAppInfo, usePreferences, useSetPreferences } from '#renderer/queries/app.ts';
import { useTrustRestored, useWorkspaceState } from '#renderer/queries/workspace.ts';
import { shortDateTime } from '#renderer/runs/text/timeText.ts';
import { useLocale } from '#renderer/runs/text/Time.tsx';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { Banner } from './Banner.tsx';

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
    <Banner label={t('resting.label')} icon={DatabaseBackup} look="waiting" action={<Button onClick={() => setAsking(true)}>{t('resting.go')}</Button>}>
      <p className="font-medium">{t('resting.title')}</p>
      <p>{madeAt === null ? t('resting.textUndated') : t('resting.text', { time: shortDateTime(madeAt, Date.now(), locale) })}</p>
      <ConfirmDialog open={asking} onClose={() => setAsking(false)} title={t('resting.ask')} text={t('resting.askText')} action={t('resting.go')} look="primary" busy={trust.isPending} onConfirm={begin} />
    </Banner>
  );
}

function DamagedBanner() {
  const { t } = useTranslation('recovery');
  return (
    <Banner label={t('damaged.label')} icon={DatabaseBackup} look="wrong">
      <p className="font-medium">{t('damaged.title')}</p>
      <p>{t('damaged.text')}</p>
    </Banner>
  );
}

/** Closed once, it does not come back for this workspace unless it lies somewhere else that is no better. */
function UnsafePlaceBanner({ place }: { readonly place: UnsafePlace }) {
  const { t } = useTranslation('recovery');
  const workspace = useAppInfo().data?.workspace;
  const closed = usePreferences().data?.layout?.['unsafePlace'];
  const set = useSetPreferences();
  if (workspace === undefined) return null;
  const name = `${place} ${workspace}`;
  if (closed === name) return null;
  const close = () => set.mutate({ layout: { unsafePlace: name } }, { onError: toastError });
  return (
    <Banner label={t('unsafe.label')} icon={CloudAlert} action={<IconButton size="small" icon={X} label={t('unsafe.close')} onClick={close} />}>
      <p>{t(`unsafe.${place}`, { workspace })}</p>
      <p className="text-muted">{t('unsafe.fix')}</p>
    </Banner>
  );
}
