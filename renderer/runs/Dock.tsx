import { Maximize2, Minimize2, X } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '#shared/records/runs.ts';
import { shortcuts } from '#shared/shortcuts.ts';
import { keys } from '#renderer/queries/keys.ts';
import { useOpenProblems } from '#renderer/queries/problems.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { TabPanel, Tabs } from '#renderer/ui/Tabs.tsx';
import { RunList } from './list/RunList.tsx';
import { RecordLog } from './log/RecordLog.tsx';
import { useLog } from './logState.ts';
import { ProblemList } from './problems/ProblemList.tsx';

/** Below the canvas: what became of the records of this flow. */
export function Dock({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('runs');
  const dock = useLayout((state) => state.dock);
  const setDock = useLayout((state) => state.setDock);
  const closeDock = useLayout((state) => state.closeDock);
  const problems = useOpenProblems(flowId);
  const choose = useLog((state) => state.choose);
  useFlowOfLog(flowId);
  useRequestedPlace(flowId);
  return (
    <section aria-label={t('dock')} className="flex h-full min-h-0 flex-col bg-surface">
      <Tabs
        value={dock.tab}
        onChange={(tab) => setDock({ tab })}
        label={t('dock')}
        tabs={[
          { value: 'log', label: t('tab.log') },
          { value: 'problems', label: t('tab.problems'), count: problems },
          { value: 'runs', label: t('tab.runs') },
        ]}
        aside={
          <div className="flex items-center gap-0.5">
            <IconButton icon={dock.full ? Minimize2 : Maximize2} label={dock.full ? t('smaller') : t('maximise')} onClick={() => setDock({ full: !dock.full })} />
            <IconButton icon={X} label={t('closeDock')} keys={shortcuts.dock} onClick={closeDock} />
          </div>
        }
      >
        <TabPanel value="log">
          <RecordLog flowId={flowId} />
        </TabPanel>
        <TabPanel value="problems">
          <ProblemList flowId={flowId} />
        </TabPanel>
        <TabPanel value="runs">
          <RunList
            flowId={flowId}
            onOpen={(run) => {
              choose({ kind: 'run', runId: run.runId });
              setDock({ tab: 'log' });
            }}
          />
        </TabPanel>
      </Tabs>
    </section>
  );
}

let logOf = '';

/** What was chosen for another flow is forgotten; going away and coming back keeps it. */
function useFlowOfLog(flowId: string): void {
  useEffect(() => {
    if (logOf !== '' && logOf !== flowId) useLog.getState().forget();
    logOf = flowId;
  }, [flowId]);
}

/** Other parts of the screen ask for a run or a record by `openDock`; taken over once, then it is the reader's again. */
function useRequestedPlace(flowId: string): void {
  const client = useQueryClient();
  const { runId, seq } = useLayout((state) => state.dock);
  const setDock = useLayout((state) => state.setDock);
  useEffect(() => {
    if (runId === undefined) return;
    const log = useLog.getState();
    const known = client.getQueriesData<readonly RunSummary[]>({ queryKey: [...keys.runs, 'list', flowId] }).flatMap(([, runs]) => runs ?? []);
    // A run that is the newest, or too new to be listed, is followed as such: so the next one shows as well.
    const isNewest = !known.some((run) => run.runId === runId) || known.every((run) => run.runId === runId || run.startedAt <= known.find((one) => one.runId === runId)!.startedAt);
    if (seq !== undefined) log.openRecord({ runId, seq });
    else log.choose(isNewest ? { kind: 'latest' } : { kind: 'run', runId });
    setDock({ runId: undefined, seq: undefined });
  }, [runId, seq, setDock, client, flowId]);
}
