import type { QueryClient } from '@tanstack/react-query';
import { on } from '#renderer/bridge.ts';
import type { FlowListItem } from '#shared/ipc/contract.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { useRun } from '#renderer/state/runStore.ts';
import { keys } from './keys.ts';
import { isOlder, withLastRun, withRun } from './withRun.ts';

/** Progress comes up to ten times a second; rows on screen are read again less often than that. */
const READ_AGAIN_EVERY = 400;

/**
 * Keeps the caches true to what main tells: totals are taken from the event itself, lists are read again.
 * Returns the function that ends it.
 */
export function listenToEvents(client: QueryClient): () => void {
  const readAgain = throttlePerRun((runId) => {
    void client.invalidateQueries({ queryKey: keys.recordsOf(runId) });
    void client.invalidateQueries({ queryKey: ['records', 'flow'] });
  });

  const take = (run: RunSummary) => {
    client.setQueryData<RunSummary>(keys.run(run.runId), (known) => (known && isOlder(run, known) ? known : run));
    for (const [queryKey, runs] of client.getQueriesData<readonly RunSummary[]>({ queryKey: [...keys.runs, 'list'] })) {
      const [, , flowId, limit] = queryKey as ReturnType<typeof keys.runList>;
      if (runs && (flowId === null || flowId === run.flowId)) client.setQueryData(queryKey, withRun(runs, run, limit));
    }
    client.setQueryData<readonly FlowListItem[]>(keys.flows, (flows) => flows && withLastRun(flows, run));
  };

  const stops = [
    // A run that was started here is listed at once: its first progress may be a while away.
    useRun.subscribe(({ latest }, before) => {
      for (const run of Object.values(latest)) if (before.latest[run.flowId]?.runId !== run.runId) take(run);
    }),
    on('run.progress', (run) => {
      take(run);
      readAgain.soon(run.runId);
    }),
    on('run.finished', (run) => {
      take(run);
      readAgain.now(run.runId);
      for (const queryKey of [keys.runs, keys.problems, keys.flows, keys.allSamples, [...keys.stories, run.runId]]) void client.invalidateQueries({ queryKey });
    }),
    on('flows.changed', ({ flowId }) => {
      void client.invalidateQueries({ queryKey: keys.flows });
      for (const queryKey of [keys.flow(flowId), keys.versions(flowId), keys.live(flowId)]) void client.invalidateQueries({ queryKey });
      for (const queryKey of [keys.watch, keys.workspace, keys.settingUsers]) void client.invalidateQueries({ queryKey });
      // Which flows use a table is part of the list of tables.
      void client.invalidateQueries({ queryKey: keys.tables, exact: true });
    }),
    on('workspace.changed', () => void client.invalidateQueries({ queryKey: keys.workspace })),
    on('tables.changed', () => void client.invalidateQueries({ queryKey: keys.tables })),
    on('connections.changed', () => {
      for (const queryKey of [keys.connections, keys.lists, keys.demo]) void client.invalidateQueries({ queryKey });
    }),
    on('settings.changed', () => void client.invalidateQueries({ queryKey: keys.workspaceSettings })),
    on('authorisation.changed', (state) => client.setQueryData(keys.authorisation, state)),
    on('problems.changed', () => {
      for (const queryKey of [keys.problems, keys.flows]) void client.invalidateQueries({ queryKey });
    }),
  ];
  return () => {
    readAgain.stop();
    for (const stop of stops) stop();
  };
}

function throttlePerRun(act: (runId: string) => void) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const now = (runId: string) => {
    clearTimeout(timers.get(runId));
    timers.delete(runId);
    act(runId);
  };
  return {
    now,
    soon: (runId: string) => {
      if (!timers.has(runId)) timers.set(runId, setTimeout(() => now(runId), READ_AGAIN_EVERY));
    },
    stop: () => timers.forEach(clearTimeout),
  };
}
