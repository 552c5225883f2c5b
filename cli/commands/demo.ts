import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { demoFlowId } from '#host/demo.ts';
import { demoWorlds, type DemoWorld } from '#host/demoWorlds.ts';
import type { Host } from '#host/host.ts';
import { makeCatalog } from '#host/registry.ts';
import { makeTemplates } from '#host/templates.ts';
import { FluxoError } from '#shared/errors.ts';
import { problemOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { exitCodes, numberOption, stoppedCode, textOption, type Command } from '../command.ts';
import { openCliHost, resourcesDir } from '../openCliHost.ts';
import { runJson } from '../runReport.ts';
import { formatTable } from '../table.ts';
import { whenAborted } from '../whenAborted.ts';

export const demo: Command = {
  name: 'demo',
  args: '',
  summary: 'Shows every template on made-up services, twice: the first run brings everything over, the second finds nothing left to do.',
  options: {
    only: { type: 'string', value: 'TEMPLATE', help: 'this template only' },
    workspace: { type: 'string', value: 'DIR', help: 'keep the demo’s workspaces here, one per pair of services (default: a folder that is removed afterwards)' },
    orders: { type: 'string', value: 'N', help: 'orders in the made-up shop' },
    seed: { type: 'string', value: 'N', help: 'another number makes another shop' },
    json: { type: 'boolean', help: 'print one JSON document on stdout when done' },
  },
  run: async (call) => {
    const own = textOption(call.values, 'workspace');
    const dir = own ? path.resolve(own) : await mkdtemp(path.join(os.tmpdir(), 'fluxo-demo-'));
    try {
      return await showWorlds(dir, call);
    } finally {
      if (!own) await rm(dir, { recursive: true, force: true });
    }
  },
};

type Call = Parameters<Command['run']>[0];

async function showWorlds(dir: string, { values, output, signal }: Call): ReturnType<Command['run']> {
  const orders = numberOption(values, 'orders', { min: 1, max: 1_000_000 });
  const seed = numberOption(values, 'seed');
  const worlds = await chosenWorlds(textOption(values, 'only'));
  output.tell('Made-up services on this machine: a till (MplusKASSA), the books (QuickBooks) and a mailing list with a shop (MailChimp).');

  const done: Round[] = [];
  for (const { from, to, templates } of worlds) {
    if (signal.aborted) break;
    const host = await openCliHost(values, { workspaceDir: path.join(dir, `${from}-to-${to}`) });
    try {
      await host.demo.start({ templates, ...(orders !== undefined && { orders }), ...(seed !== undefined && { seed }) });
      done.push(...(await runTwice(host, templates, output, signal)));
    } finally {
      await host.close();
    }
  }
  output.tell(runTable(done));
  if (values['json'] === true) output.result(JSON.stringify({ runs: done.map(({ summary }) => runJson(summary)) }));
  const failed = done.filter(({ summary }) => summary.status === 'failed');
  for (const { summary } of failed) if (summary.error) output.say(`${summary.flowName}: ${summary.error.what}`);
  // The planted troubles are the point of the demo, so problems are no failure here.
  if (signal.aborted) return stoppedCode(signal);
  return failed.length > 0 ? exitCodes.failed : exitCodes.done;
}

async function chosenWorlds(only: string | undefined): Promise<readonly DemoWorld[]> {
  const templates = makeTemplates(resourcesDir);
  const worlds = await demoWorlds(templates, makeCatalog());
  if (only === undefined) return worlds;
  const { id } = await templates.get(only).catch(async (thrown: unknown) => {
    if (!(thrown instanceof FluxoError)) throw thrown;
    throw new FluxoError({ ...thrown.data, fix: `Choose one of: ${(await templates.list()).map((template) => template.id).join(', ')}.` });
  });
  return worlds.filter((world) => world.templates.includes(id)).map((world) => ({ ...world, templates: [id] }));
}

interface Round {
  readonly round: 'first' | 'again';
  readonly summary: RunSummary;
}

/** Every flow once, and then every flow again: repeating sends nothing twice, whatever the other flows have done in between. */
async function runTwice(host: Host, templates: readonly string[], output: Call['output'], signal: Call['signal']): Promise<readonly Round[]> {
  const done: Round[] = [];
  for (const round of ['first', 'again'] as const) {
    for (const template of templates) {
      if (signal.aborted) return done;
      const handle = await host.runs.start({ flowId: demoFlowId(template), dryRun: false, trigger: 'cli' });
      const unheard = whenAborted(signal, () => handle.stop());
      const summary = await handle.finished;
      unheard();
      done.push({ round, summary });
      if (round === 'first') output.tell(await tellRecords(host, summary));
    }
  }
  return done.toSorted((one, other) => templates.findIndex((id) => demoFlowId(id) === one.summary.flowId) - templates.findIndex((id) => demoFlowId(id) === other.summary.flowId));
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
