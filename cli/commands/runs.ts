import { asTheyStand } from '#host/asTheyStand.ts';
import { exitCodes, numberOption, WrongCall, workspaceOptions, type Command } from '../command.ts';
import { findFlow } from '../findFlow.ts';
import { openCliHost } from '../openCliHost.ts';
import { outcomeWords, runJson } from '../runReport.ts';
import { formatTable, localTime } from '../table.ts';

export const runs: Command = {
  name: 'runs',
  args: '[FLOW]',
  summary: 'Lists the last runs, of all flows or of one.',
  options: { ...workspaceOptions, limit: { type: 'string', value: 'N', help: 'how many (default 20)' } },
  run: async ({ args, values, output }) => {
    if (args.length > 1) throw new WrongCall('Name one flow, or none for the runs of all.');
    const host = await openCliHost(values);
    try {
      const flow = args[0] === undefined ? null : await findFlow(host.workspace.flows, args[0]);
      const list = await asTheyStand(host.workspace, await host.workspace.store.runs({ limit: numberOption(values, 'limit', { min: 1, max: 500 }) ?? 20, ...(flow && { flowId: flow.id }) }));
      if (values['json'] === true) output.result(JSON.stringify({ runs: list.map(runJson) }));
      else if (list.length === 0) output.tell('No runs yet. `fluxo run FLOW` makes one.');
      else output.result(formatTable(['run', 'flow', 'started', 'version', 'status', 'read', 'outcomes'], list.map((summary) => [summary.runId, summary.flowId, localTime(summary.startedAt), summary.version ?? '', summary.status + (summary.dryRun ? (summary.carriedOutBy === undefined ? ' (dry)' : ' (dry, carried out)') : ''), String(summary.read), outcomeWords(summary.outcomes, summary.status)]), ['read']));
      return exitCodes.done;
    } finally {
      await host.close();
    }
  },
};
