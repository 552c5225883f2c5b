import type { RunHandle } from '#engine/run/startRun.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Handlers } from '#shared/ipc/contract.ts';
import { asItStands, asTheyStand } from '../asTheyStand.ts';
import { exportRecords } from '../exportRecords.ts';
import type { HostParts } from '../host.ts';
import { leftOpen } from '../leftOpen.ts';
import { dropUndefined } from '#shared/dropUndefined.ts';

type RunCalls = Pick<Handlers, 'runs.start' | 'runs.replay' | 'runs.stop' | 'runs.list' | 'runs.activity' | 'runs.get' | 'runs.totals' | 'runs.leftOpen' | 'records.list' | 'records.story' | 'records.export' | 'records.values' | 'records.life' | 'records.find' | 'records.findInside' | 'runs.compare' | 'problems.list' | 'problems.causes' | 'problems.dismiss' | 'problems.reopen' | 'problems.fix' | 'problems.questions' | 'problems.answer'>;

function known<T>(found: T | null, what: string): T {
  if (found !== null) return found;
  throw new FluxoError({ code: 'log.gone', kind: 'setup', what: `${what} is not in the log (any more).`, fix: 'Choose another one; old runs are removed after their time.' });
}

function begun({ runId, finished }: RunHandle): { readonly runId: string } {
  // Told by events; a rejection here would be a bug of the engine and is in the log already.
  finished.catch(() => undefined);
  return { runId };
}

/** Runs, their records and the problems they left. */
export function runCalls({ options, runs, questions, fixes, workspace, clock, emit }: HostParts): RunCalls {
  const { store } = workspace;
  const problemsChanged = () => void store.openProblems().then((perFlow) => emit('problems.changed', { openProblems: Object.values(perFlow).reduce((total, count) => total + count, 0) }), () => undefined);
  return {
    'runs.start': async (input) => {
      const { of, ...rest } = input;
      return begun(await runs.start({ ...rest, ...(of !== undefined && { records: of === 'last' ? of : { runId: of } }), trigger: 'user' }));
    },
    'runs.replay': async (input) => begun(await runs.start({ ...input, trigger: 'user' })),
    'runs.stop': async ({ runId }) => {
      const stopping = runs.stop(runId);
      const run = stopping ? null : await store.run(runId);
      // One whose process died runs nowhere.
      if (run && (await asItStands(workspace, run)).status === 'running') throw new FluxoError({ code: 'run.elsewhere', kind: 'setup', what: 'This run goes in another Fluxo: on the command line, or in the one that runs flows by their times.', fix: 'Stop it there, with Ctrl+C.' });
      return { stopping };
    },
    'runs.list': async ({ flowId, limit }) => asTheyStand(workspace, await store.runs({ limit, ...(flowId !== undefined && { flowId }) })),
    'runs.activity': ({ days }) => {
      const from = new Date(clock.now());
      // Whole days of the calendar, also where one of them has 23 hours.
      from.setHours(0, 0, 0, 0);
      from.setDate(from.getDate() - (days - 1));
      return store.activity(from.getTime());
    },
    'runs.get': async ({ runId }) => asItStands(workspace, known(await store.run(runId), 'This run')),
    'runs.totals': ({ runId }) => store.totals(runId),
    'runs.leftOpen': async ({ flowId }) => ({ records: await leftOpen(workspace, flowId) }),
    'records.list': ({ limit, ...filter }) => store.records({ limit, ...dropUndefined(filter) }),
    'records.story': async ({ runId, seq }) => known(await store.story(runId, seq), 'This record'),
    'records.export': (input) => exportRecords(store, options.workspaceDir, clock.now(), input),
    'records.values': ({ rows, paths }) => store.fieldValues(rows, paths),
    'records.life': async ({ runId, seq }) => known(await store.life(runId, seq), 'This record'),
    'records.find': ({ search, limit }) => store.find(search, limit),
    'records.findInside': ({ search, before }) => store.findInside(search, before ?? null),
    'runs.compare': async ({ runId, otherId, limit, ...choice }) => {
      known(await store.run(runId), 'This run');
      known(await store.run(otherId), 'The other run');
      return store.compareRuns(runId, otherId, { limit, ...dropUndefined(choice) });
    },
    'problems.causes': ({ state, flowId }) => store.problemCauses({ state, ...(flowId !== undefined && { flowId }) }),
    'problems.dismiss': async ({ reason, ...choice }) => {
      const dismissed = await store.dismissProblems(choice, reason, clock.now());
      problemsChanged();
      return { dismissed };
    },
    'problems.fix': (input) => fixes.apply(input),
    'problems.reopen': async (choice) => {
      const reopened = await store.reopenProblems(choice);
      problemsChanged();
      return { reopened };
    },
    'problems.list': ({ limit, ...filter }) => store.problems({ limit, ...dropUndefined(filter) }),
    'problems.questions': ({ flowId }) => questions.open(flowId),
    'problems.answer': async (input) => ({ flows: (await questions.answer({ ...input, trigger: 'user' })).flows }),
  };
}
