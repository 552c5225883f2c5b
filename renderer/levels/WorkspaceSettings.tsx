import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { usePutSetting, useWorkspaceSettings } from '#renderer/queries/settings.ts';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { GivenSettings } from './GivenSettings.tsx';

/** What the workspace gives to the nodes of all flows. */
export function WorkspaceSettings() {
  const { t } = useTranslation('inspect');
  const given = useWorkspaceSettings();
  const put = usePutSetting();
  if (given.isError) return <ErrorNote className="m-4" error={asFluxoError(given.error).data} onRetry={() => void given.refetch()} retrying={given.isFetching} />;
  if (!given.data) return <Skeleton className="m-4 h-10" />;
  return (
    <>
      <p className="px-4 py-3 text-12 text-muted">
        {t('levels.given.workspace')} {Object.keys(given.data).length === 0 && t('levels.given.none')}
      </p>
      <GivenSettings place={{ level: 'workspace' }} given={given.data} onPut={(owner, key, value) => put.mutate({ place: { level: 'workspace' }, owner, key, ...(value !== undefined && { value }) }, { onError: toastError })} />
    </>
  );
}
