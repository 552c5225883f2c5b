import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import { asFluxoError } from '#shared/errors.ts';
import { setSchedule } from '#shared/flow/edit.ts';
import { navigate } from '#renderer/app/route.ts';
import { call } from '#renderer/bridge.ts';
import { ScheduleForm } from '#renderer/inspector/ScheduleForm.tsx';
import { useFlows } from '#renderer/queries/flows.ts';
import { keys } from '#renderer/queries/keys.ts';
import { saveNow } from '#renderer/state/autosave.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useOpenFlow } from '#renderer/state/useOpenFlow.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { FlowTabs, useCurrentFlow } from '../FlowTabs.tsx';
import { flowsOf } from '../setupDraft.ts';
import { useLead, useSetupInHand } from '../useSetupInHand.ts';

/** When each flow runs by itself; then the set-up is done. */
export function ScheduleStep() {
  const { t } = useTranslation('setup');
  const { draft, forget } = useSetupInHand();
  const flowId = useCurrentFlow();
  const count = flowsOf(draft).length;
  const finish = async () => {
    if (!(await saveNow())) return;
    for (const id of flowsOf(draft)) await goLive(id);
    navigate({ page: 'home' });
    forget();
    toast(t('finished', { count }));
  };
  useLead({ label: t('finish'), act: () => void finish().catch(toastError) });
  return (
    <>
      <FlowTabs />
      {flowId !== undefined && <FlowSchedule key={flowId} flowId={flowId} others={flowsOf(draft).filter((id) => id !== flowId)} />}
    </>
  );
}

/** What was answered after its times were chosen counts too: the schedule runs the flow as it is now. */
async function goLive(flowId: string): Promise<void> {
  const { document, revision } = await call('flows.get', { flowId });
  const live = document.schedule?.enabled ? await call('flows.live', { flowId }) : null;
  if (live && JSON.stringify(live.document) !== JSON.stringify(document)) await call('flows.makeLive', { flowId, revision });
}

function FlowSchedule({ flowId, others }: { readonly flowId: string; readonly others: readonly string[] }) {
  const { t } = useTranslation('setup');
  const { isOpen, opened } = useOpenFlow(flowId);
  const flow = useFlows().data?.find(({ id }) => id === flowId);
  const schedule = useEditor((state) => state.flow?.schedule);
  const client = useQueryClient();
  if (opened.isError && !isOpen) return <ErrorNote error={asFluxoError(opened.error).data} onRetry={() => void opened.refetch()} retrying={opened.isFetching} />;
  if (!isOpen) return <Skeleton className="h-32" />;
  /** The same times for the other flows of this set-up. */
  const spread = async () => {
    if (!schedule) return;
    for (const id of others) {
      const { document, revision } = await call('flows.get', { flowId: id });
      await call('flows.save', { document: setSchedule(document, schedule), revision });
    }
    await client.invalidateQueries({ queryKey: keys.flows });
    toast(t('sameForAllDone', { count: others.length + 1 }));
  };
  return (
    <section aria-label={flow?.name} className="max-w-140 overflow-hidden rounded-8 border border-line bg-surface [&>section]:border-b-0">
      <h2 className="border-b border-line px-4 py-3 text-13 font-semibold">{flow?.name}</h2>
      <ScheduleForm />
      {others.length > 0 && schedule && (
        <div className="border-t border-line px-4 py-3">
          <Button onClick={() => void spread().catch(toastError)}>{t('sameForAll')}</Button>
        </div>
      )}
    </section>
  );
}
