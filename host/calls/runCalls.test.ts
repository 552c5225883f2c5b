import { expect, test } from 'vitest';
import type { RunStatus } from '#shared/records/outcomes.ts';
import type { HostParts } from '../host.ts';
import { runCalls } from './runCalls.ts';

/** The calls over a log that says this of the run, in a process that has it going or not, while some process has it or none. */
const stop = (isHere: boolean, status: RunStatus, isHeld = true) => runCalls({ runs: { stop: () => isHere }, workspace: { store: { run: async () => ({ status }) }, leases: { holder: async () => (isHeld ? {} : null) } } } as unknown as HostParts)['runs.stop']({ runId: 'r' });

test('a run of another process is not stopped from here, and that is said; one that has ended needs no word', async () => {
  await expect(stop(false, 'running')).rejects.toMatchObject({ data: { code: 'run.elsewhere', kind: 'setup' } });
  expect(await stop(false, 'succeeded')).toEqual({ stopping: false });
  expect(await stop(true, 'running')).toEqual({ stopping: true });
  // Its process died, so there is nothing to stop anywhere.
  expect(await stop(false, 'running', false)).toEqual({ stopping: false });
});
