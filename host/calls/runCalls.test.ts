import { expect, test } from 'vitest';
import type { RunStatus } from '#shared/records/outcomes.ts';
import type { HostParts } from '../host.ts';
import { runCalls } from './runCalls.ts';

/** The calls over a log that says this of the run, in a process that has it going or not. */
const stop = (isHere: boolean, status: RunStatus) => runCalls({ runs: { stop: () => isHere }, workspace: { store: { run: async () => ({ status }) } } } as unknown as HostParts)['runs.stop']({ runId: 'r' });

test('a run of another process is not stopped from here, and that is said; one that has ended needs no word', async () => {
  await expect(stop(false, 'running')).rejects.toMatchObject({ data: { code: 'run.elsewhere', kind: 'setup' } });
  expect(await stop(false, 'succeeded')).toEqual({ stopping: false });
  expect(await stop(true, 'running')).toEqual({ stopping: true });
});
