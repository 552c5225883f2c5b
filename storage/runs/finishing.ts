import type { FinishedBatch } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import { problemOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import { readAmount, type TotalPart } from '#shared/records/totals.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import type { Plans } from './plans.ts';
import type { Problems } from './problems.ts';
import type { OpenRun, Runs } from './runs.ts';
import { searchText } from './searchText.ts';
import type { Sources } from './sources.ts';
import type { Totals } from './totals.ts';

/** How records of a run end: outcome, story and problem, inside one write transaction. */
export function makeFinishing(db: Database, { runs, sources, blocks, problems, plans, totals }: { readonly runs: Runs; readonly sources: Sources; readonly blocks: Blocks; readonly problems: Problems; readonly plans: Plans; readonly totals: Totals }): (run: OpenRun, batch: FinishedBatch) => void {
  const update = db.prepare("UPDATE records SET outcome = ?, reason = ?, target = ?, search = search || char(10) || ?, at = ?, ms = ?, story_block = ?, story_line = ? WHERE id = ? AND outcome = 'pending' RETURNING source, key, title, amount");

  return (run, batch) => {
    if (batch.records.length === 0) return;
    const at = batch.records.at(-1)!.at;
    const block = blocks.add([JSON.stringify(batch.shared), ...batch.records.map((record) => JSON.stringify({ mapped: record.mapped, steps: record.steps }))], at);
    const amounts: TotalPart[] = [];
    const added: Partial<Record<Outcome, number>> = {};
    batch.records.forEach((record, index) => {
      const id = recordId(run.run, record.seq);
      const row = update.get(record.outcome, JSON.stringify(record.reason), record.target ? JSON.stringify(record.target) : null, searchText(record.reason.text), record.at, record.ms, block, index + 1, id) as { source: number; key: string; title: string; amount: string | null } | undefined;
      if (!row) throw new FluxoError({ code: 'storage.not_pending', kind: 'bug', what: `Record ${record.seq} of this run ended twice.` });
      added[record.outcome] = (added[record.outcome] ?? 0) + 1;
      const amount = readAmount(row.amount ?? undefined);
      if (amount) amounts.push({ by: 'outcome', key: record.outcome, within: amount.currency, total: amount.amount });
      if (run.dryRun) plans.note(run.run, record.steps);
      // What went well in part of a flow may still be a problem in the rest of it.
      const staysOpen = run.partial && !problemOutcomes.has(record.outcome);
      if (!run.dryRun && !record.leavesProblem && !staysOpen) problems.note({ flowId: run.flowId, nodeId: sources.ref(row.source).nodeId, key: row.key, title: row.title, id }, record);
    });
    runs.addOutcomes(run.run, added, batch.nodes, at);
    totals.add(run.run, [...amounts, ...(batch.totals ?? [])]);
  };
}
