import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Host } from '#host/host.ts';
import { problemOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { exitCodes, numberOption, textOption, type Command } from '../command.ts';
import { openCliHost } from '../openCliHost.ts';
import { runJson } from '../runReport.ts';
import { formatTable } from '../table.ts';

export const demo: Command = {
  name: 'demo',
  args: '',
  summary: 'Shows the main jobs on made-up services: a till’s orders go into the books and its customers into a mailing list, twice.',
  options: {
    workspace: { type: 'string', value: 'DIR', help: 'keep the demo’s workspace here (default: a folder that is removed afterwards)' },
    orders: { type: 'string', value: 'N', help: 'orders in the made-up shop' },
    seed: { type: 'string', value: 'N', help: 'another number makes another shop' },
    json: { type: 'boolean', help: 'print one JSON document on stdout when done' },
  },
  run: async ({ values, output, signal }) => {
    const own = textOption(values, 'workspace');
    const workspaceDir = own ? path.resolve(own) : await mkdtemp(path.join(os.tmpdir(), 'fluxo-demo-'));
    try {
      const host = await openCliHost(values, { workspaceDir });
      try {
        return await showDemo(host, values, output, signal);
      } finally {
        await host.close();
      }
    } finally {
      if (!own) await rm(workspaceDir, { recursive: true, force: true });
    }
  },
};

type Call = Parameters<Command['run']>[0];

async function showDemo(host: Host, values: Call['values'], output: Call['output'], signal: Call['signal']): ReturnType<Command['run']> {
  const orders = numberOption(values, 'orders', { min: 1, max: 1_000_000 });
  const seed = numberOption(values, 'seed');
  await host.demo.start({ ...(orders !== undefined && { orders }), ...(seed !== undefined && { seed }) });
  output.tell('Made-up services on this machine: a till (MplusKASSA), the books (QuickBooks) and a mailing list (MailChimp).');

  const done: Round[] = [];
  for (const flowId of await host.demo.flowIds()) {
    // The second run shows what repeating does: nothing is sent twice.
    for (const round of ['first', 'again'] as const) {
      const handle = await host.runs.start({ flowId, dryRun: false, trigger: 'cli' });
      signal.addEventListener('abort', () => handle.stop(), { once: true });
      const summary = await handle.finished;
      done.push({ round, summary });
      if (round === 'first') output.tell(await tellRecords(host, summary));
      if (summary.status === 'failed' || signal.aborted) break;
    }
    if (signal.aborted) break;
  }
  output.tell(runTable(done));
  if (values['json'] === true) output.result(JSON.stringify({ runs: done.map(({ summary }) => runJson(summary)) }));
  const failed = done.filter(({ summary }) => summary.status === 'failed');
  for (const { summary } of failed) if (summary.error) output.say(summary.error.what);
  // The planted troubles are the point of the demo, so problems are no failure here.
  return failed.length > 0 ? exitCodes.failed : exitCodes.done;
}

interface Round {
  readonly round: 'first' | 'again';
  readonly summary: RunSummary;
}

async function tellRecords(host: Host, summary: RunSummary): Promise<string> {
  const notCreated: Outcome[] = ['skipped', 'filtered', ...problemOutcomes];
  const { rows } = await host.workspace.store.records({ runId: summary.runId, outcomes: notCreated, limit: 50 });
  if (rows.length === 0) return '';
  const table = formatTable(['record', 'whose', 'amount', 'outcome', 'why'], rows.map((row) => [row.title, row.subtitle ?? '', row.amount ?? '', row.outcome, row.reason?.text ?? '']), ['amount']);
  return `\n${summary.flowName}, records that did not simply arrive:\n\n${table}\n`;
}

function runTable(rounds: readonly Round[]): string {
  const columns: readonly Outcome[] = ['created', 'updated', 'unchanged', 'skipped', 'filtered', 'parked', 'invalid', 'rejected', 'unsure'];
  return formatTable(
    ['flow', 'run', 'read', ...columns, 'seconds'],
    rounds.map(({ round, summary }) => [summary.flowName, round, String(summary.read), ...columns.map((outcome) => String(summary.outcomes[outcome])), (summary.durationMs / 1000).toFixed(1)]),
    ['read', ...columns, 'seconds'],
  );
}
