import type { RunSummary } from '#shared/records/runs.ts';
import type { Notice } from '#shared/ipc/contract.ts';
import { describeError, FluxoError } from '#shared/errors.ts';
import { exitCodes, workspaceOptions, type Command } from '../command.ts';
import { openCliHost } from '../openCliHost.ts';
import { describeNotice } from '../describeNotice.ts';
import { describeRun, runJson } from '../runReport.ts';
import { formatTable, localTime } from '../table.ts';
import { whenAborted } from '../whenAborted.ts';

/** Nothing can be kept any more by this process. One that stayed would look alive to whoever starts it again when it ends, and run nothing. */
const forGood: ReadonlySet<string> = new Set(['storage.moved', 'storage.newer', 'storage.thread_died']);

export const start: Command = {
  name: 'start',
  args: '',
  summary: 'Runs the flows of a workspace when their schedule says so, until stopped (Ctrl-C). With the desktop app open on the same workspace, that one does it.',
  options: { ...workspaceOptions, json: { type: 'boolean', help: 'print one JSON line per finished run, and per notice, on stdout' } },
  run: async ({ values, output, signal }) => {
    const finished = (summary: RunSummary) => {
      output.tell(`${localTime(summary.finishedAt ?? Date.now())} ${describeRun(summary)}`);
      if (values['json'] === true) output.result(JSON.stringify(runJson(summary)));
    };
    const notice = (told: Notice) => {
      output.say(`! ${describeNotice(told)}`);
      if (values['json'] === true) output.result(JSON.stringify({ notice: told }));
    };
    const over = Promise.withResolvers<void>();
    const host = await openCliHost(values, {
      emit: (event, payload) => {
        if (event === 'run.finished') finished(payload as RunSummary);
        if (event === 'notice') notice(payload as Notice);
        if (event === 'flows.changed') tellFailure((payload as { flowId: string }).flowId);
      },
    });
    const tellFailure = (flowId: string) => {
      const failure = host.scheduler.failures.get(flowId);
      if (failure && forGood.has(failure.code)) over.reject(new FluxoError(failure));
      else if (failure) output.say(`${flowId}: ${describeError(failure)}`);
    };
    try {
      const upcoming = await host.scheduler.upcoming();
      if (upcoming.length === 0) output.say('No flow of this workspace has a schedule that is switched on. Fluxo waits; one that gets a schedule is seen to.');
      else output.tell(formatTable(['flow', 'next run'], upcoming.map(({ flowId, at }) => [flowId, localTime(at)]), []));
      if ((await host.watch.state()).isWatched) output.say('Another Fluxo (the desktop app, or `fluxo start` elsewhere) starts the flows of this workspace now. This one stands by and takes over when that one ends.');
      host.scheduler.begin();
      whenAborted(signal, () => over.resolve());
      whenAborted(host.workspace.died, () => over.reject(host.workspace.died.reason));
      await over.promise;
    } finally {
      await host.close();
    }
    return exitCodes.done;
  },
};
