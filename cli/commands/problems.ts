import type { Problem } from '#shared/records/problems.ts';
import { exitCodes, numberOption, workspaceOptions, type Command } from '../command.ts';
import { findFlow } from '../findFlow.ts';
import { openCliHost } from '../openCliHost.ts';

export const problems: Command = {
  name: 'problems',
  args: '[FLOW]',
  summary: 'Lists the records that need a person, grouped by cause.',
  options: { ...workspaceOptions, limit: { type: 'string', value: 'N', help: 'how many records (default 200)' } },
  run: async ({ args, values, output }) => {
    const host = await openCliHost(values);
    try {
      const flow = args[0] === undefined ? null : await findFlow(host.workspace.flows, args[0]);
      const rows = await host.workspace.store.problems({ state: 'open', limit: numberOption(values, 'limit', { min: 1, max: 1000 }) ?? 200, ...(flow && { flowId: flow.id }) });
      if (values['json'] === true) output.result(JSON.stringify({ problems: rows }));
      else if (rows.length === 0) output.tell('No open problems.');
      else output.result(byCause(rows));
      return rows.length > 0 ? exitCodes.problems : exitCodes.done;
    } finally {
      await host.close();
    }
  },
};

function byCause(rows: readonly Problem[]): string {
  return [...Map.groupBy(rows, (row) => row.cause).values()]
    .toSorted((a, b) => b.length - a.length)
    .map((group) => {
      const first = group[0]!;
      const members = group.map((row) => row.title).join(', ');
      return [`${first.outcome} (${group.length}): ${first.error.what}`, ...(first.error.fix ? [`  → ${first.error.fix}`] : []), `  ${members}`].join('\n');
    })
    .join('\n\n');
}
