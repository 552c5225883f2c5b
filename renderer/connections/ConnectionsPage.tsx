import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { useRoute } from '#renderer/app/route.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { AddConnectionMenu, ServiceTiles } from './AddConnection.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';
import { ConnectionList } from './ConnectionList.tsx';
import { SecretsCard } from './SecretsCard.tsx';

/** The user's accounts at the services: list on the left, one of them on the right. */
export function ConnectionsPage() {
  const { t } = useTranslation('connections');
  const route = useRoute();
  const { connectionId, newFor } = route.page === 'connections' ? route : {};
  const connections = useConnections();
  const catalog = useCatalog().data;
  const open = newFor === undefined ? (connections.data?.find((one) => one.id === connectionId) ?? (connectionId === undefined ? connections.data?.[0] : undefined)) : undefined;
  const connector = catalog?.connectors.find((one) => one.name === (newFor ?? open?.connector));

  return (
    <main aria-label={t('title')} className="flex min-h-0 flex-1 bg-ground">
      <div className="flex w-80 shrink-0 flex-col narrow:w-52 border-r border-line bg-surface">
        <header className="flex h-16 shrink-0 items-center justify-between border-b border-line pr-3 pl-4">
          <h1 className="text-15 font-semibold">{t('title')}</h1>
          <AddConnectionMenu catalog={catalog} />
        </header>
        {connections.isPending && <ListSkeleton />}
        {connections.isError && <ErrorNote className="m-3" error={asFluxoError(connections.error).data} onRetry={() => void connections.refetch()} retrying={connections.isFetching} />}
        {connections.data && connections.data.length > 0 && <ConnectionList connections={connections.data} catalog={catalog} openId={open?.id} />}
        {connections.data?.length === 0 && <p className="flex-1 px-4 py-3 text-13 text-muted">{t('noneYet')}</p>}
        <SecretsCard />
      </div>
      {connector ? (
        <ConnectionForm key={newFor === undefined ? open?.id : `new ${newFor}`} connector={connector} connection={open} />
      ) : (
        connections.data &&
        catalog && (
          <div className="flex flex-1 flex-col items-center justify-center gap-5 p-6 text-center">
            <div>
              <h2 className="text-15 font-semibold">{t('empty.title')}</h2>
              <p className="mx-auto mt-1 max-w-110 text-13 text-balance text-muted">{t('empty.text')}</p>
            </div>
            <ServiceTiles catalog={catalog} />
          </div>
        )
      )}
    </main>
  );
}

function ListSkeleton() {
  return (
    <div aria-busy className="flex-1 p-2">
      {[0, 1, 2].map((index) => (
        <div key={index} className="flex items-center gap-3 px-2 py-2">
          <Skeleton className="size-8" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3 w-3/5" />
            <Skeleton className="h-2.5 w-2/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
