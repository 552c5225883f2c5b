import { expect, test } from 'vitest';
import type { FlowListItem } from '#shared/ipc/contract.ts';
import { noOutcomes } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { withLastRun, withRun } from './withRun.ts';

const run = (changes: Partial<RunSummary>): RunSummary => ({ runId: 'r1', flowId: 'kassa', flowName: 'Kassa', status: 'running', dryRun: false, trigger: 'user', startedAt: 1000, durationMs: 0, read: 0, outcomes: noOutcomes(), nodes: {}, ...changes });
const flow = (changes: Partial<FlowListItem>): FlowListItem => ({ id: 'kassa', name: 'Kassa', updatedAt: 0, nodeCount: 3, openProblems: 0, ...changes });

test('a run that moves is replaced where it stands, a new one comes first', () => {
  const runs = [run({ runId: 'r2', startedAt: 2000 }), run({})];
  expect(withRun(runs, run({ read: 7 }), 10).map((one) => [one.runId, one.read])).toEqual([['r2', 0], ['r1', 7]]);
  expect(withRun(runs, run({ runId: 'r3', startedAt: 3000 }), 2).map((one) => one.runId)).toEqual(['r3', 'r2']);
});

test('a late progress event does not bring a finished run back to life', () => {
  const finished = run({ status: 'succeeded', read: 9 });
  expect(withRun([finished], run({ read: 8 }), 10)).toEqual([finished]);
  expect(withLastRun([flow({ lastRun: finished })], run({ read: 8 }))[0]?.lastRun).toEqual(finished);
});

test('a flow shows its newest run, whatever order the events come in', () => {
  const newer = run({ runId: 'r2', startedAt: 2000 });
  expect(withLastRun([flow({ lastRun: newer }), flow({ id: 'other' })], run({}))).toEqual([flow({ lastRun: newer }), flow({ id: 'other' })]);
  expect(withLastRun([flow({ lastRun: run({}) })], newer)[0]?.lastRun).toEqual(newer);
});

test('a dry run does not become the last run of its flow', () => {
  expect(withLastRun([flow({})], run({ dryRun: true }))).toEqual([flow({})]);
});
