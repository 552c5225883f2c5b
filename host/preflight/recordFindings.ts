import { causeOf } from '#engine/run/outcome.ts';
import type { RunStore } from '#engine/ports.ts';
import type { ErrorData } from '#shared/errors.ts';
import { isZero } from '#shared/money/decimal.ts';
import { problemOutcomes } from '#shared/records/outcomes.ts';
import type { RecordRow, RecordStory } from '#shared/records/story.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { checkSums } from '#shared/records/totals.ts';
import type { Finding } from '#shared/setup/preflight.ts';

/** What the target would do with the records of a dry run: what it would refuse or wait for, grouped by cause; what it would leave out; and whether the sums agree. */
export async function recordFindings(store: RunStore, run: RunSummary, stories: readonly RecordStory[]): Promise<readonly Finding[]> {
  if (run.error) return [{ topic: 'records', severity: 'error', said: { by: 'service', error: run.error }, ...placeOf(run.error, undefined) }];
  const sums = checkSums(await store.totals(run.runId));
  return [
    ...problems(stories),
    ...leftOut(stories.map(({ row }) => row)),
    ...(sums && !isZero(sums.difference)
      ? [{ topic: 'records', severity: 'warning', said: { by: 'look', reason: { code: 'preflight.sums_differ', text: `What was read and what would be written differ by ${sums.difference} ${sums.currency}.`, params: { difference: sums.difference, currency: sums.currency }, fix: 'Look at the plan of the dry run.' } } } satisfies Finding]
      : []),
  ];
}

function problems(stories: readonly RecordStory[]): readonly Finding[] {
  const groups = new Map<string, { readonly error: ErrorData; readonly rows: RecordRow[] }>();
  for (const { row, steps } of stories) {
    if (row.outcome === 'pending' || !problemOutcomes.has(row.outcome)) continue;
    const last = steps.findLast((step) => step.kind === 'error');
    if (!last) continue;
    const key = JSON.stringify([last.error.where?.node, causeOf(last.error)]);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { error: last.error, rows: [row] });
  }
  return [...groups.values()].map(({ error, rows }): Finding => ({
    topic: 'records',
    // A record that waits goes on by itself once it is answered; one that is refused does not.
    severity: rows.some(({ outcome }) => outcome === 'rejected' || outcome === 'invalid') ? 'error' : 'warning',
    said: { by: 'service', error },
    ...about(rows),
    ...placeOf(error, rows[0]?.nodeId),
  }));
}

/** Skipped and filtered records by their reason: worth a look whether that was meant. */
function leftOut(rows: readonly RecordRow[]): readonly Finding[] {
  const groups = Map.groupBy(rows.filter(({ outcome, reason }) => reason && (outcome === 'skipped' || outcome === 'filtered')), ({ reason }) => reason!.code);
  return [...groups.values()].map((members): Finding => ({ topic: 'records', severity: 'info', said: { by: 'look', reason: members[0]!.reason! }, ...about(members) }));
}

const mostExamples = 3;
const about = (rows: readonly RecordRow[]): Pick<Finding, 'count' | 'examples'> => ({ count: rows.length, examples: rows.slice(0, mostExamples).map(({ title }) => title) });

function placeOf({ where, parkedOn }: ErrorData, nodeId: string | undefined): Pick<Finding, 'place'> {
  const node = where?.node ?? nodeId;
  const field = parkedOn?.setting ?? where?.field;
  return node === undefined ? {} : { place: { nodeId: node, ...(field !== undefined && { field }) } };
}
