import { expect, test } from 'vitest';
import type { RunSummary } from '#shared/records/runs.ts';
import { asTheyStand } from './asTheyStand.ts';

const run = (runId: string, status: RunSummary['status'], more: Partial<RunSummary> = {}) => ({ runId, flowId: runId, status, dryRun: false, ...more }) as RunSummary;

test('a run is going on only while somebody holds its flow; one that ended a moment ago is told as it ended', async () => {
  const held = new Set(['flow:alive', 'dry-run:trial']);
  const leases = { holder: async (name: string) => (held.has(name) ? { purpose: '', since: 0 } : null) };
  const store = { run: async (runId: string) => (runId === 'ended' ? run('ended', 'succeeded') : run(runId, 'running')) };
  const all = [run('alive', 'running'), run('dead', 'running'), run('trial', 'running', { dryRun: true }), run('ended', 'running'), run('old', 'problems')];
  expect((await asTheyStand({ store, leases }, all)).map(({ runId, status }) => `${runId} ${status}`)).toEqual(['alive running', 'dead interrupted', 'trial running', 'ended succeeded', 'old problems']);
});
