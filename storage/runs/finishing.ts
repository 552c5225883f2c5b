import type { SQLInputValue } from 'node:sqlite';
import { FluxoError } from '#shared/errors.ts';
import { problemOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import { sum } from '#shared/money/decimal.ts';
import { readAmount, type TotalPart } from '#shared/records/totals.ts';
import type { StoryStep } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { makeInsertRows } from '#storage/sqlite/insertRows.ts';
import { recordId, seqOf } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import type { Forms, KeptEnd } from './forms.ts';
import type { PackedBatch } from './packing.ts';
import type { Plans } from './plans.ts';
import { nameInList, type Problems } from './problems.ts';
import type { OpenRun, Runs } from './runs.ts';
import type { FoundWithId, Searching } from './searching.ts';
import type { Sources } from './sources.ts';
import { stateOf } from './states.ts';
import type { TakenPage, TakenPages } from './takenPages.ts';
import type { Totals } from './totals.ts';

interface Row {
  readonly source: number;
  readonly key: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly amount: string | null;
}

/** Where a record stands that ends. */
interface Met {
  readonly id: number;
  readonly page: TakenPage | null;
  readonly row: Row;
}

/** What a row says of the end of its record. */
interface End extends KeptEnd {
  readonly state: number;
  readonly at: number;
  readonly ms: number;
  readonly block: number;
  readonly line: number;
}

/** Indexes by ascending number: neighbours in the table and in the search index are kept one after the other. */
function inOrder(seqs: readonly number[]): readonly number[] {
  const indexes = seqs.map((_, index) => index);
  return seqs.every((seq, index) => index === 0 || seqs[index - 1]! < seq) ? indexes : indexes.sort((a, b) => seqs[a]! - seqs[b]!);
}

/** How records of a run end: outcome, story and problem, inside one write transaction. */
export function makeFinishing(db: Database, { runs, sources, blocks, forms, pages, problems, plans, totals, searching }: { readonly runs: Runs; readonly sources: Sources; readonly blocks: Blocks; readonly forms: Forms; readonly pages: TakenPages; readonly problems: Problems; readonly plans: Plans; readonly totals: Totals; readonly searching: Searching }): (run: OpenRun, batch: PackedBatch) => void {
  const insert = makeInsertRows(db.prepare, {
    into: 'kept_records (id, source, key, version, title, subtitle, amount, state, form, target_id, own_reason, own_target, at, ms, source_block, source_line, story_block, story_line)',
    width: 18,
    onConflict: 'ON CONFLICT DO NOTHING',
  });
  const before = db.prepare('SELECT id FROM kept_records WHERE id IN (SELECT value FROM json_each(?)) AND story_block IS NOT ? LIMIT 1');
  // Those of earlier runs, and those tried again, have a row already.
  const find = db.prepare('SELECT source, key, title, subtitle, amount FROM records WHERE id = ?');
  const update = db.prepare('UPDATE kept_records SET state = ?, form = ?, target_id = ?, own_reason = ?, own_target = ?, at = ?, ms = ?, story_block = ?, story_line = ? WHERE id = ? AND state = 0');

  const endedTwice = (id: number) => new FluxoError({ code: 'storage.not_pending', kind: 'bug', what: `Record ${seqOf(id)} of this run ended twice.` });

  /** Where the records stand that end, in the page they came with or in rows of their own. */
  function whereabouts(run: OpenRun, seqs: readonly number[]): readonly Met[] {
    let page: TakenPage | null = null;
    return seqs.map((seq): Met => {
      const id = recordId(run.run, seq);
      if (!page || id < page.first || id >= page.first + page.count) page = pages.holding(id);
      if (!page) {
        const row = find.get(id) as Row | undefined;
        if (!row) throw endedTwice(id);
        return { id, page, row };
      }
      const place = id - page.first;
      return { id, page, row: { source: page.source, key: page.keys[place]!, title: page.titles[place]!, subtitle: page.subtitles[place]!, amount: page.amounts[place]! } };
    });
  }

  /** The row of a record of a page, written once: what is put in for it. */
  function rowOf({ id, page, row: { key, title, subtitle, amount } }: Met & { readonly page: TakenPage }, { state, form, targetId, reason, target, at, ms, block, line }: End): readonly SQLInputValue[] {
    const place = id - page.first;
    return [id, page.source, key, page.versions[place]!, title === key ? null : title, subtitle, amount, state, form, targetId, reason, target, at, ms, page.block, place + 1, block, line];
  }

  const fill = (id: number, { state, form, targetId, reason, target, at, ms, block, line }: End): boolean => update.run(state, form, targetId, reason, target, at, ms, block, line, id).changes === 1;

  return (run, batch) => {
    const at = batch.ats.at(-1)!;
    const block = blocks.add(batch.shared, batch.stories, at);
    const problem = new Map(batch.problems.map((found) => [found.index, found]));
    const leftAlone = new Set(batch.leaveProblem);
    // Nothing to close is the usual case, and asked once for all of them.
    const open = run.dryRun ? null : problems.openKeys(run.flowId);
    const amounts = new Map<string, { readonly outcome: Outcome; readonly currency: string; readonly each: string[] }>();
    const added: Partial<Record<Outcome, number>> = {};
    const order = inOrder(batch.seqs);
    const met = whereabouts(run, order.map((index) => batch.seqs[index]!));
    const ends = forms.keep(met.map(({ row }, place) => {
      const index = order[place]!;
      return { key: row.key, reason: batch.reasons[index]!, target: batch.targets[index]!, plain: problemOutcomes.has(batch.outcomes[index]!) };
    }));
    const rows: SQLInputValue[] = [];
    const words: FoundWithId[] = [];
    let ofPages = 0;
    for (const [place, { id, page, row }] of met.entries()) {
      const index = order[place]!;
      const outcome = batch.outcomes[index]!;
      const end: End = { ...ends[place]!, state: stateOf[outcome], at: batch.ats[index]!, ms: batch.mss[index]!, block, line: index + 1 };
      if (page) {
        ofPages += 1;
        rows.push(...rowOf({ id, page, row }, end));
      } else if (!fill(id, end)) throw endedTwice(id);
      words.push({ id, ...row, reasonText: batch.reasonTexts[index]!, outcome });
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
    if (insert(rows) !== ofPages) throw endedTwice((before.get(JSON.stringify(met.map(({ id }) => id)), block) as { id: number } | undefined)?.id ?? met.find(({ id }, place) => met[place + 1]?.id === id)!.id);
    searching.add(words);
    for (const page of new Set(met.map((one) => one.page))) if (page) pages.ended(page.first, met.filter((one) => one.page === page).length);
    if (run.dryRun) for (const line of Buffer.from(batch.stories).toString().split('\n')) plans.note(run.run, (JSON.parse(line) as { readonly steps: readonly StoryStep[] }).steps);
    runs.addOutcomes(run.run, added, batch.nodes, at);
    const read = Array.from(amounts.values(), ({ outcome, currency, each }): TotalPart => ({ by: 'outcome', key: outcome, within: currency, count: each.length, total: each.length === 1 ? each[0]! : sum(each) }));
    totals.add(run.run, [...read, ...(batch.totals ?? [])]);
  };
}
