import { ReactFlowProvider } from '@xyflow/react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { call } from '#renderer/bridge.ts';
import { useOpenFlow } from '#renderer/state/useOpenFlow.ts';
import { useRun } from '#renderer/state/runStore.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { FlowPanels } from './FlowPanels.tsx';
import { TopBar } from './TopBar.tsx';
import { navigate } from './route.ts';

/** The editor of one flow: top bar, side bar, canvas with dock, inspector. */
export function FlowScreen({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('editor');
  const { isOpen, opened } = useOpenFlow(flowId);

  useEffect(() => {
    void call('runs.list', { flowId, limit: 1 }).then((runs) => runs[0] && useRun.getState().take(runs[0])).catch(() => {});
  }, [flowId]);

  if (opened.isError && !isOpen) {
    return (
      <main className="mx-auto flex h-full w-120 flex-col justify-center">
        <ErrorNote error={asFluxoError(opened.error).data} onRetry={() => void opened.refetch()} retrying={opened.isFetching} action={<Button size="small" onClick={() => navigate({ page: 'home' })}>{t('toHome')}</Button>} />
      </main>
    );
  }
  return (
    <ReactFlowProvider>
      {isOpen ? (
        <>
          <TopBar flowId={flowId} />
          <FlowPanels flowId={flowId} />
        </>
      ) : (
        <Loading />
      )}
    </ReactFlowProvider>
  );
}

function Loading() {
  return (
    <div aria-busy className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-11 items-center gap-3 border-b border-line bg-surface px-4">
        <Skeleton className="h-4 w-56" />
        <div className="flex-1" />
        <Skeleton className="h-7 w-20" />
        <Skeleton className="h-7 w-20" />
      </div>
      <div className="flex flex-1">
        <div className="flex w-60 flex-col gap-2 border-r border-line bg-surface p-3">
          {Array.from({ length: 8 }, (_, index) => (
            <Skeleton key={index} className="h-6" />
          ))}
        </div>
        <div className="flex-1" />
        <div className="w-90 border-l border-line bg-surface" />
      </div>
    </div>
  );
}
