import { useTranslation } from 'react-i18next';
import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import { usePutSetting } from '#renderer/queries/settings.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import { GivenSettings } from './GivenSettings.tsx';

/** What a connection gives to the nodes that use it; nothing while it gives nothing. */
export function ConnectionSettings({ connection }: { readonly connection: ConnectionInfo }) {
  const { t } = useTranslation('inspect');
  const put = usePutSetting();
  if (!connection.nodeSettings) return null;
  const place = { level: 'connection', connectionId: connection.id } as const;
  return (
    <section aria-label={t('levels.given.title')} className="rounded-8 border border-line bg-surface">
      <div className="border-b border-line px-4 py-3">
        <h3 className="text-13 font-semibold">{t('levels.given.title')}</h3>
        <p className="text-12 text-muted">{t('levels.given.connection')}</p>
      </div>
      <GivenSettings place={place} given={connection.nodeSettings} onPut={(owner, key, value) => put.mutate({ place, owner, key, ...(value !== undefined && { value }) }, { onError: toastError })} />
    </section>
  );
}
