import { exitCodes, numberOption, workspaceOptions, type Command } from '../command.ts';
import { findFlow } from '../findFlow.ts';
import { openCliHost } from '../openCliHost.ts';
import { outcomeWords, runJson } from '../runReport.ts';
import { formatTable } from '../table.ts';

const localTime = (at: number) => new Date(at).toLocaleString('sv-SE');

export const runs: Command = {
  name: 'runs',
  args: '[FLOW]',
  summary: 'Lists the last runs, of all flows or of one.',
  options: { ...workspaceOptions, limit: { type: 'string', value: 'N', help: 'how many (default 20)' } },
  run: async ({ args, values, output }) => {
    const host = await openCliHost(values);
    try {
      const flow = args[0] === undefined ? null : await findFlow(host.workspace.flows, args[0]);
      const list = await host.workspace.store.runs({ limit: numberOption(values, 'limit', { min: 1, max: 500 }) ?? 20, ...(flow && { flowId: flow.id }) });
      if (values['json'] === true) output.result(JSON.stringify({ runs: list.map(runJson) }));
      else if (list.length === 0) output.tell('No runs yet. `fluxo run FLOW` makes one.');
      else output.result(formatTable(['run', 'flow', 'started', 'version', 'status', 'read', 'outcomes'], list.map((summary) => [summary.runId, summary.flowId, localTime(summary.startedAt), summary.version ?? '', summary.status + (summary.dryRun ? (summary.carriedOutBy === undefined ? ' (dry)' : ' (dry, carried out)') : ''), String(summary.read), outcomeWords(summary.outcomes)]), ['read']));
      return exitCodes.done;
    } finally {
      await host.close();
    }
  },
};
