import { outcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { RunPart, RunSummary, RunVersion } from '#shared/records/runs.ts';
import type { RecordRow } from '#shared/records/story.ts';
import { describeError } from '#shared/errors.ts';
import { exitCodes, stoppedCode, type ExitCode } from './command.ts';

/** A finished run as `--json` prints it. */
export interface RunJson {
  readonly runId: string;
  readonly flow: string;
  readonly status: RunSummary['status'];
  readonly dryRun: boolean;
  readonly part?: RunPart;
  readonly version?: RunVersion;
  readonly read: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly durationMs: number;
}

export function runJson({ runId, flowId, status, dryRun, part, version, read, outcomes: counts, durationMs }: RunSummary): RunJson {
  return { runId, flow: flowId, status, dryRun, ...(part && { part }), ...(version && { version }), read, outcomes: counts, durationMs };
}

/** `created 31, skipped 3` – outcomes that did not occur are left out. */
export function outcomeWords(counts: RunSummary['outcomes'], status: RunSummary['status']): string {
  const words = outcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => `${outcome} ${counts[outcome]}`);
  return words.length > 0 ? words.join(', ') : status === 'succeeded' ? 'nothing to do' : 'nothing done';
}

/** `run again as new, ` and the like; empty for a whole run. */
function partWords(part: RunPart | undefined): string {
  const words = [part?.again && { recorded: 'run again', read: 'read and run again', new: 'sent as new' }[part.again.way], part?.from !== undefined && `from ${part.from}`, part?.to !== undefined && `up to ${part.to}`].filter(Boolean);
  return words.length > 0 ? `${words.join(', ')}; ` : '';
}

/** One run in a few lines for a person. */
export function describeRun(summary: RunSummary): string {
  const rate = summary.durationMs > 0 ? ` (${(summary.durationMs / 1000).toFixed(1)} s)` : '';
  const lines = [`${summary.flowName}: ${partWords(summary.part)}${summary.version === 'draft' ? 'the draft; ' : ''}${summary.dryRun ? 'dry run, nothing was written; ' : ''}${summary.carriesOut === undefined ? '' : `plan of ${summary.carriesOut} carried out; `}${summary.status}${rate}`, `  read ${summary.read}: ${outcomeWords(summary.outcomes, summary.status)}`];
  if (summary.error) lines.push(`  ${describeError(summary.error).replaceAll('\n', '\n  ')}`);
  return lines.join('\n');
}

/** `signal` is the one that may have stopped it. */
export function exitCodeOf(summary: RunSummary, signal: AbortSignal): ExitCode {
  switch (summary.status) {
    case 'succeeded':
      return exitCodes.done;
    case 'stopped':
      return stoppedCode(signal);
    case 'problems':
      return exitCodes.problems;
    default:
      return summary.error?.needsOwner ? exitCodes.needsOwner : exitCodes.failed;
  }
}

/** Rows that wait for a person, by cause: how many, the first of them, and what can be done. Causes with most rows first. `total` = how many there are, of which these are some. */
export function describeCauses(rows: readonly RecordRow[], total = rows.length): string {
  const causes = new Map<string, RecordRow[]>();
  for (const row of rows) {
    const cause = `${row.outcome} ${row.reason?.code ?? ''}`;
    causes.set(cause, [...(causes.get(cause) ?? []), row]);
  }
  const sorted = [...causes.values()].toSorted((one, other) => other.length - one.length);
  const lines = sorted.map((own) => {
    const [first] = own;
    const titles = own.slice(0, 3).map(({ title }) => title).join(', ') + (own.length > 3 ? ', …' : '');
    return [`  ${own.length} ${first!.outcome}: ${first!.reason?.text ?? ''} (${titles})`, ...(first!.reason?.fix ? [`    → ${first!.reason.fix}`] : [])].join('\n');
  });
  return [...lines, ...(total > rows.length ? [`  Counted among ${rows.length} of ${total}; \`fluxo problems FLOW\` counts them all.`] : [])].join('\n');
}
