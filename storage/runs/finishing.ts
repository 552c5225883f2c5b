import { FluxoError } from '#shared/errors.ts';
import { problemOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import { readAmount, type TotalPart } from '#shared/records/totals.ts';
import type { StoryStep } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import type { PackedBatch } from './packing.ts';
import type { Plans } from './plans.ts';
import type { Problems } from './problems.ts';
import type { OpenRun, Runs } from './runs.ts';
import type { Searching } from './searching.ts';
import type { Sources } from './sources.ts';
import type { Totals } from './totals.ts';

/** Indexes by ascending number: neighbours in the table and in the search index are kept one after the other. */
const inOrder = (seqs: readonly number[]): readonly number[] => seqs.map((_, index) => index).sort((a, b) => seqs[a]! - seqs[b]!);

/** How records of a run end: outcome, story and problem, inside one write transaction. */
export function makeFinishing(db: Database, { runs, sources, blocks, problems, plans, totals, searching }: { readonly runs: Runs; readonly sources: Sources; readonly blocks: Blocks; readonly problems: Problems; readonly plans: Plans; readonly totals: Totals; readonly searching: Searching }): (run: OpenRun, batch: PackedBatch) => void {
  // Looked up before: RETURNING makes a table of its own for each row, which costs more than the update.
  const find = db.prepare('SELECT source, key, title, subtitle, amount FROM records WHERE id = ?');
  const update = db.prepare("UPDATE records SET outcome = ?, reason = ?, target = ?, at = ?, ms = ?, story_block = ?, story_line = ? WHERE id = ? AND outcome = 'pending'");

  return (run, batch) => {
    const at = batch.ats.at(-1)!;
    const block = blocks.add(`${batch.shared}\n${batch.stories}`, at);
    const problem = new Map(batch.problems.map((found) => [found.index, found]));
    const leftAlone = new Set(batch.leaveProblem);
    // Nothing to close is the usual case, and asked once for all of them.
    let anyOpen = problems.anyOpen(run.flowId);
    const amounts: TotalPart[] = [];
    const added: Partial<Record<Outcome, number>> = {};
    for (const index of inOrder(batch.seqs)) {
      const seq = batch.seqs[index]!;
      const id = recordId(run.run, seq);
      const outcome = batch.outcomes[index]!;
      const row = find.get(id) as { source: number; key: string; title: string; subtitle: string | null; amount: string | null } | undefined;
      const { changes } = update.run(outcome, batch.reasons[index]!, batch.targets[index]!, batch.ats[index]!, batch.mss[index]!, block, index + 1, id);
      if (!row || changes !== 1) throw new FluxoError({ code: 'storage.not_pending', kind: 'bug', what: `Record ${seq} of this run ended twice.` });
      searching.add(id, { ...row, reasonText: batch.reasonTexts[index]!, outcome, flowId: run.flowId });
      added[outcome] = (added[outcome] ?? 0) + 1;
      const amount = readAmount(row.amount ?? undefined);
      if (amount) amounts.push({ by: 'outcome', key: outcome, within: amount.currency, total: amount.amount });
      // What went well in part of a flow may still be a problem in the rest of it.
      const staysOpen = run.partial && !problemOutcomes.has(outcome);
      anyOpen ||= problem.has(index);
      if (anyOpen && !run.dryRun && !leftAlone.has(index) && !staysOpen) problems.note({ flowId: run.flowId, nodeId: sources.ref(row.source).nodeId, key: row.key, title: row.title, id }, { outcome, at: batch.ats[index]!, problem: problem.get(index) });
    }
    if (run.dryRun) for (const line of batch.stories.split('\n')) plans.note(run.run, (JSON.parse(line) as { readonly steps: readonly StoryStep[] }).steps);
    runs.addOutcomes(run.run, added, batch.nodes, at);
    totals.add(run.run, [...amounts, ...(batch.totals ?? [])]);
  };
}
