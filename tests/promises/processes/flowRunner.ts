/** One of several processes that run the same flow; what it is about stands in the environment (`FLUXO_TEST_FLOW_RUNNER`). */
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease } from '#engine/ports.ts';
import { asFluxoError } from '#shared/errors.ts';
import { flowId, openWorkspaceHost, type Secrets } from '../ownShop.ts';
import { obey } from './ownProcess.ts';

export interface FlowRunnerSettings {
  readonly dir: string;
  readonly secrets: Secrets;
  readonly leaseTtlMs: number;
  /** Stands still between the intent on disk and the first write to the target: says so in the file `….here` and waits for `….go`. */
  readonly standStill?: string;
  /** What the promise rests on, switched off: an owner never asks whether it still is one, nor is told. */
  readonly unfenced?: boolean;
}

export interface RunEnd {
  /** Of the run, or the code with which it was refused. */
  readonly said: string;
  readonly read: number;
}

function tamper(lease: Lease, { standStill, unfenced }: FlowRunnerSettings): Lease {
  let writes = 0;
  return {
    ...lease,
    ...(unfenced && { lost: new AbortController().signal }),
    async sure() {
      writes += 1;
      if (standStill !== undefined && writes === 1) {
        writeFileSync(`${standStill}.here`, '');
        const nothing = new Int32Array(new SharedArrayBuffer(4));
        while (!existsSync(`${standStill}.go`)) Atomics.wait(nothing, 0, 0, 20);
      }
      if (!unfenced) await lease.sure();
    },
  };
}

if (import.meta.main) {
  const settings = JSON.parse(process.env['FLUXO_TEST_FLOW_RUNNER']!) as FlowRunnerSettings;
  const host = await openWorkspaceHost(settings.dir, settings.secrets, undefined, { leaseTtlMs: settings.leaseTtlMs });
  const { leases } = host.workspace;
  const take = leases.take.bind(leases);
  Object.assign(leases, { take: async (name: string, purpose: string) => take(name, purpose).then((lease) => lease && (name.startsWith('target:') ? tamper(lease, settings) : { ...lease, ...(settings.unfenced && { lost: new AbortController().signal, sure: async () => undefined }) })) });
  obey<{ readonly limit?: number }, RunEnd>(async ({ limit }) => {
    try {
      const run = await (await host.runs.start({ flowId, dryRun: false, trigger: 'cli', ...(limit !== undefined && { limit }) })).finished;
      return { said: run.error?.code ?? run.status, read: run.read };
    } catch (thrown) {
      // Another one has it: the next try comes a moment later.
      await sleep(20 + Math.random() * 40);
      return { said: asFluxoError(thrown).code, read: 0 };
    }
  });
}
