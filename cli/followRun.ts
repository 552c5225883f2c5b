import type { RunHandle } from '#engine/run/startRun.ts';
import type { Host, HostOptions } from '#host/host.ts';
import { leftOpen } from '#host/leftOpen.ts';
import { hasProblems, problemOutcomes } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import type { ExitCode, Output } from './command.ts';
import { describeTotals, planJson } from './planReport.ts';
import { describeCauses, describeRun, exitCodeOf, outcomeWords, runJson } from './runReport.ts';
import { whenAborted } from './whenAborted.ts';

/** Says about once a second how far a run is, where somebody watches. */
export function showProgress(output: Output, json: boolean): NonNullable<HostOptions['emit']> {
  let shown = 0;
  return (event, payload) => {
    if (event !== 'run.progress' || json || !output.isTerminal || Date.now() - shown < 1000) return;
    shown = Date.now();
    const summary = payload as RunSummary;
    output.say(`  … read ${summary.read}: ${outcomeWords(summary.outcomes, summary.status)}`);
  };
}

interface Following {
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly json: boolean;
  /** What to type for a run of the same flow; absent = by its id. */
  readonly command?: string;
}

/** Waits for a run, stops it after the records in hand when the signal comes, and says how it ended. */
export async function followRun(host: Host, handle: RunHandle, { output, signal, json, command }: Following): Promise<ExitCode> {
  const unheard = whenAborted(signal, () => {
    output.say('Stopping after the records in hand; what is left goes on in the next run. Once more (Ctrl-C) ends at once.');
    handle.stop();
  });
  const summary = await handle.finished;
  unheard();
  output.tell(describeRun(summary));
  if (hasProblems(summary.outcomes)) {
    const problems = await host.workspace.store.records({ runId: summary.runId, outcomes: [...problemOutcomes], limit: 500 });
    if (problems.rows.length > 0) output.tell(describeCauses(problems.rows, problems.total));
  }
  const totals = await host.workspace.store.totals(summary.runId);
  const told = summary.dryRun || summary.carriesOut !== undefined ? describeTotals(totals) : '';
  if (told !== '') output.tell(`\n${told}`);
  const next = afterDryRun(summary, totals.some(({ by }) => by === 'write'), command ?? `fluxo run ${summary.flowId}`);
  if (next !== '') output.tell(`\n${next}`);
  // Chosen records, or a part of the flow, were asked about by themselves.
  const left = summary.dryRun && summary.part === undefined ? await leftOpen(host.workspace, summary.flowId) : 0;
  if (left > 0) output.tell(`\n${describeLeftOpen(left)}`);
  if (json) output.result(JSON.stringify({ ...runJson(summary), plan: planJson(totals, summary), ...(left > 0 && { leftOpen: left }) }));
  return exitCodeOf(summary, signal);
}

/** What a dry run does not show. */
export const describeLeftOpen = (count: number): string =>
  count === 1 ? 'Not shown here: one record that an earlier run left open. The next run begins with it; carrying out this plan leaves it as it is.' : `Not shown here: ${count} records that an earlier run left open. The next run begins with them; carrying out this plan leaves them as they are.`;

/** What can be done with a dry run; empty for one that came to nothing. */
function afterDryRun({ dryRun, status, read, runId }: RunSummary, writes: boolean, command: string): string {
  if (!dryRun || status === 'failed' || read === 0) return '';
  if (status === 'stopped') return 'Nothing was written. The dry run did not come to its end, so it cannot be carried out.';
  if (!writes) return 'Nothing was written, and nothing would be.';
  return `Nothing was written. \`${command} --apply ${runId}\` carries out exactly this; \`fluxo log ${runId} --record N\` shows one record field by field.`;
}
