import { FluxoError } from '#shared/errors.ts';
import { problemOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import { sum } from '#shared/money/decimal.ts';
import { readAmount, type TotalPart } from '#shared/records/totals.ts';
import type { StoryStep } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import type { PackedBatch } from './packing.ts';
import type { Plans } from './plans.ts';
import { nameInList, type Problems } from './problems.ts';
import type { OpenRun, Runs } from './runs.ts';
import type { Searching } from './searching.ts';
import type { Sources } from './sources.ts';
import type { TakenPage, TakenPages } from './takenPages.ts';
import type { Totals } from './totals.ts';

interface Row {
  readonly source: number;
  readonly key: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly amount: string | null;
}

/** Indexes by ascending number: neighbours in the table and in the search index are kept one after the other. */
function inOrder(seqs: readonly number[]): readonly number[] {
  const indexes = seqs.map((_, index) => index);
  return seqs.every((seq, index) => index === 0 || seqs[index - 1]! < seq) ? indexes : indexes.sort((a, b) => seqs[a]! - seqs[b]!);
}

/** How records of a run end: outcome, story and problem, inside one write transaction. */
export function makeFinishing(db: Database, { runs, sources, blocks, pages, problems, plans, totals, searching }: { readonly runs: Runs; readonly sources: Sources; readonly blocks: Blocks; readonly pages: TakenPages; readonly problems: Problems; readonly plans: Plans; readonly totals: Totals; readonly searching: Searching }): (run: OpenRun, batch: PackedBatch) => void {
  const insert = db.prepare(`
    INSERT INTO records (id, lineage, source, origin, key, version, title, subtitle, amount, outcome, reason, target, at, ms, source_block, source_line, story_block, story_line)
    VALUES (?1, ?1, ?2, 'page', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) ON CONFLICT DO NOTHING`);
  // Those of earlier runs, and those tried again, have a row already.
  const find = db.prepare('SELECT source, key, title, subtitle, amount FROM records WHERE id = ?');
  const update = db.prepare("UPDATE records SET outcome = ?, reason = ?, target = ?, at = ?, ms = ?, story_block = ?, story_line = ? WHERE id = ? AND outcome = 'pending'");

  /** The row of a record of a page, written once. */
  function put(page: TakenPage, id: number, batch: PackedBatch, index: number, block: number): Row | null {
    const place = id - page.first;
    const row = { source: page.source, key: page.keys[place]!, title: page.titles[place]!, subtitle: page.subtitles[place]!, amount: page.amounts[place]! };
    const { changes } = insert.run(id, page.source, row.key, page.versions[place]!, row.title, row.subtitle, row.amount, batch.outcomes[index]!, batch.reasons[index]!, batch.targets[index]!, batch.ats[index]!, batch.mss[index]!, page.block, place + 1, block, index + 1);
    return changes === 1 ? row : null;
  }

  function fill(id: number, batch: PackedBatch, index: number, block: number): Row | null {
    const row = find.get(id) as Row | undefined;
    const { changes } = update.run(batch.outcomes[index]!, batch.reasons[index]!, batch.targets[index]!, batch.ats[index]!, batch.mss[index]!, block, index + 1, id);
    return row && changes === 1 ? row : null;
  }

  return (run, batch) => {
    const at = batch.ats.at(-1)!;
    const block = blocks.add(batch.shared, batch.stories, at);
    const problem = new Map(batch.problems.map((found) => [found.index, found]));
    const leftAlone = new Set(batch.leaveProblem);
    // Nothing to close is the usual case, and asked once for all of them.
    const open = run.dryRun ? null : problems.openKeys(run.flowId);
    const amounts = new Map<string, { readonly outcome: Outcome; readonly currency: string; readonly each: string[] }>();
    const added: Partial<Record<Outcome, number>> = {};
    let page: TakenPage | null = null;
    let endedOfPage = 0;
    const leavePage = () => {
      if (page && endedOfPage > 0) pages.ended(page.first, endedOfPage);
      endedOfPage = 0;
    };
    for (const index of inOrder(batch.seqs)) {
      const seq = batch.seqs[index]!;
      const id = recordId(run.run, seq);
      const outcome = batch.outcomes[index]!;
      if (!page || id < page.first || id >= page.first + page.count) {
        leavePage();
        page = pages.holding(id);
      }
      const row: Row | null = page ? put(page, id, batch, index, block) : fill(id, batch, index, block);
      if (!row) throw new FluxoError({ code: 'storage.not_pending', kind: 'bug', what: `Record ${seq} of this run ended twice.` });
      if (page) endedOfPage += 1;
      searching.add(id, { ...row, reasonText: batch.reasonTexts[index]!, outcome, flowId: run.flowId });
      added[outcome] = (added[outcome] ?? 0) + 1;
      const amount = readAmount(row.amount ?? undefined);
      if (amount) {
        const name = `${outcome} ${amount.currency}`;
        const same = amounts.get(name);
        if (same) same.each.push(amount.amount);
        else amounts.set(name, { outcome, currency: amount.currency, each: [amount.amount] });
      }
      // What went well in part of a flow may still be a problem in the rest of it.
      const staysOpen = run.partial && !problemOutcomes.has(outcome);
      if (run.dryRun || leftAlone.has(index) || staysOpen) continue;
      const { nodeId } = sources.ref(row.source);
      const name = nameInList(nodeId, row.key);
      if (problem.has(index)) open?.add(name);
      else if (open && !open.has(name)) continue;
      problems.note({ flowId: run.flowId, nodeId, key: row.key, title: row.title, id }, { outcome, at: batch.ats[index]!, problem: problem.get(index) });
    }
    leavePage();
    if (run.dryRun) for (const line of Buffer.from(batch.stories).toString().split('\n')) plans.note(run.run, (JSON.parse(line) as { readonly steps: readonly StoryStep[] }).steps);
    runs.addOutcomes(run.run, added, batch.nodes, at);
    const read = Array.from(amounts.values(), ({ outcome, currency, each }): TotalPart => ({ by: 'outcome', key: outcome, within: currency, count: each.length, total: each.length === 1 ? each[0]! : sum(each) }));
    totals.add(run.run, [...read, ...(batch.totals ?? [])]);
  };
}
