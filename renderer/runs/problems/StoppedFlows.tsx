import { OctagonX, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowListItem } from '#shared/ipc/contract.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { fixesOf } from '#shared/problems/fixes.ts';
import { useFlows } from '#renderer/queries/flows.ts';
import { useStartRun } from '#renderer/queries/runs.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { goToRun } from '../goTo.ts';
import { Time } from '../text/Time.tsx';
import { FixButtons } from './FixButtons.tsx';
import type { OpenFix } from './ProblemCard.tsx';
import { SettingsFix } from './SettingsFix.tsx';

/** Flows whose last run could not go on: nothing of them moves until somebody acts. */
export function StoppedFlows({ flowId }: { readonly flowId: string | null }) {
  const { t } = useTranslation('problems');
  const stopped = (useFlows().data ?? []).filter((flow) => (flowId === null || flow.id === flowId) && flow.lastRun?.status === 'failed' && flow.lastRun.error);
  if (stopped.length === 0) return null;
  return (
    <ul aria-label={t('stopped')} className="border-b border-line">
      {stopped.map((flow) => (
        <StoppedFlow key={flow.id} flow={flow} run={flow.lastRun!} named={flowId === null} />
      ))}
    </ul>
  );
}

function StoppedFlow({ flow, run, named }: { readonly flow: FlowListItem; readonly run: RunSummary; readonly named: boolean }) {
  const { t } = useTranslation('problems');
  const { ofError } = useSpoken();
  const [fixing, setFixing] = useState<OpenFix>(null);
  const start = useStartRun();
  const error = run.error!;
  const said = ofError(error);
  const ways = fixesOf(error).filter((fix) => fix.kind === 'reconnect' || fix.kind === 'set' || fix.kind === 'map');
  return (
    <li className="border-b border-line bg-failed-soft last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2.5">
        <OctagonX size={16} aria-hidden className="mt-0.5 ml-0.5 shrink-0 text-failed" />
        <div className="min-w-72 flex-1" data-selectable>
          <p className="text-13 font-medium break-words">{said.what}</p>
          {said.fix && <p className="text-13 break-words text-muted">{said.fix}</p>}
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-12 text-muted">
            <span>{named ? t('stoppedFlow', { flow: flow.name }) : t('stoppedRun')}</span>
            <Time at={run.finishedAt ?? run.startedAt} />
          </p>
        </div>
        <div className="ml-auto flex shrink-0 flex-wrap items-center gap-1">
          <FixButtons flowId={flow.id} error={error} ways={ways} fixing={fixing} onFix={setFixing} />
          <Button size="small" onClick={() => goToRun(flow.id, run.runId)}>{t('showRun')}</Button>
          <Button size="small" icon={Play} busy={start.isPending} onClick={() => start.mutate({ flowId: flow.id, dryRun: run.dryRun }, { onError: toastError })}>{t('runAgain')}</Button>
        </div>
      </div>
      {fixing === 'set' && <SettingsFix flowId={flow.id} error={error} count={0} settings={ways.flatMap((fix) => (fix.kind === 'set' ? fix.settings : []))} onDone={() => setFixing(null)} />}
    </li>
  );
}
