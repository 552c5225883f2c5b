import type { StatementSync } from 'node:sqlite';
import type { PendingRecord } from '#engine/ports.ts';
import { pickLines } from '#shared/bytes/lines.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { makeInsertRows } from '#storage/sqlite/insertRows.ts';
import { survivesJson } from '#storage/sqlite/survivesJson.ts';
import { mostRecordsOfARun, recordId, runOf, seqOf } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import type { PackedPage, TakenPlaces } from './packing.ts';
import type { Plans } from './plans.ts';
import type { OpenRun, Runs } from './runs.ts';
import type { Sources } from './sources.ts';
import type { OpenRow, TakenPage, TakenPages } from './takenPages.ts';

type PendingRow = Pick<OpenRow, 'id' | 'lineage' | 'source' | 'origin' | 'again' | 'key' | 'version' | 'planned' | 'source_block' | 'source_line'>;

export interface Taking {
  /** Inside a write transaction. `page` is what to keep in mind once that is on disk. */
  takePage(run: OpenRun, nodeId: string, page: PackedPage, at: number): { readonly places: TakenPlaces; readonly page: TakenPage | null };
  pending(run: OpenRun, afterSeq: number, count: number): readonly PendingRecord[];
  pendingOne(id: number): PendingRecord;
  /** Inside a write transaction: a version counts as read, unless a later one does. */
  remember(source: number, record: { readonly key: string; readonly version: string }, readAt: number): void;
}

/** True when what a run reads does not count as read: the next one reads it as well. */
const leavesNoTrace = (run: OpenRun): boolean => run.dryRun || run.partial;

const choose = <T>(all: readonly T[], indexes: readonly number[]): readonly T[] => indexes.map((index) => all[index]!);

/** How records come into a run. */
export function makeTaking(db: Database, { runs, sources, blocks, plans, pages, hide }: { readonly runs: Runs; readonly sources: Sources; readonly blocks: Blocks; readonly plans: Plans; readonly pages: TakenPages; readonly hide: (key: string) => string }): Taking {
  const seen = db.prepare('SELECT version FROM seen WHERE source = ? AND key = ?');
  const seenOfPage = db.prepare('SELECT seen.key, seen.version FROM json_each(?2) AS wanted CROSS JOIN seen ON seen.source = ?1 AND seen.key = wanted.value');
  const see = makeInsertRows(db.prepare, { into: 'seen (source, key, version, at)', width: 4, onConflict: 'ON CONFLICT DO UPDATE SET version = excluded.version, at = excluded.at' });
  const pending = db.prepare("SELECT id, lineage, source, origin, again, key, version, source_block, source_line, planned FROM records WHERE state = 0 AND id > ? AND id < ? ORDER BY id LIMIT ?");
  const one = db.prepare('SELECT id, lineage, source, origin, again, key, version, source_block, source_line, planned FROM records WHERE id = ?');
  // A block is as old as the page it was read with.
  const newerRead = db.prepare('SELECT 1 FROM seen JOIN blocks ON blocks.block = ?4 WHERE seen.source = ?1 AND seen.key = ?2 AND seen.version <> ?3 AND seen.at > blocks.at');
  // Not one that the same dry run read after it: that is part of the plan.
  const newerThanPlan = db.prepare('SELECT 1 FROM seen JOIN runs ON runs.run = ?4 WHERE seen.source = ?1 AND seen.key = ?2 AND seen.version <> ?3 AND seen.at > runs.finished_at');
  const rememberAs = db.prepare('INSERT INTO seen (source, key, version, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, at = excluded.at WHERE excluded.at >= seen.at');

  let passing: { readonly seen: StatementSync; readonly see: StatementSync } | null = null;
  /** A run that leaves nothing behind has to know its own pages' overlap: in a table that vanishes with the connection. */
  const ofPassingRuns = () => {
    if (passing) return passing;
    db.prepare('CREATE TEMP TABLE IF NOT EXISTS seen_dry (run INTEGER NOT NULL, source INTEGER NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (run, source, key)) STRICT, WITHOUT ROWID').run();
    passing = {
      seen: db.prepare('SELECT version FROM seen_dry WHERE run = ? AND source = ? AND key = ?'),
      see: db.prepare('INSERT INTO seen_dry (run, source, key, version) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version'),
    };
    return passing;
  };

  /** Notes that a version was read in a run that leaves nothing behind; false when it was before. */
  function isNewInPassing(run: OpenRun, source: number, key: string, version: string, dedupe: boolean): boolean {
    const passed = ofPassingRuns();
    const row = (passed.seen.get(run.run, source, key) ?? seen.get(source, hide(key))) as { version: string } | undefined;
    if (dedupe && row?.version === version) return false;
    passed.see.run(run.run, source, key, version);
    return true;
  }

  /** Versions read before, by key. */
  function readBefore(source: number, keys: readonly string[]): Map<string, string> {
    const rows = seenOfPage.all(source, JSON.stringify(keys)) as { key: string; version: string }[];
    const odd = keys.filter((key) => !survivesJson(key)).flatMap((key) => ({ key, ...(seen.get(source, key) as { version: string } | undefined) }));
    return new Map([...rows, ...odd].flatMap(({ key, version }) => (version === undefined ? [] : [[key, version]])));
  }

  /** Which records of a page are taken, at most as many as were asked for; notes that they were read. */
  function pick(run: OpenRun, source: number, { keys, versions, dedupe, most = Infinity }: PackedPage, at: number): { readonly kept: readonly number[]; readonly consumed: number } {
    const kept: number[] = [];
    let consumed = 0;
    if (leavesNoTrace(run)) {
      for (; consumed < keys.length && kept.length < most; consumed += 1) if (isNewInPassing(run, source, keys[consumed]!, versions[consumed]!, dedupe)) kept.push(consumed);
      return { kept, consumed };
    }
    const hidden = keys.map(hide);
    const before = dedupe ? readBefore(source, hidden) : new Map<string, string>();
    const rows: (string | number)[] = [];
    for (; consumed < keys.length && kept.length < most; consumed += 1) {
      const [key, version] = [hidden[consumed]!, versions[consumed]!];
      if (dedupe && before.get(key) === version) continue;
      before.set(key, version);
      kept.push(consumed);
      rows.push(source, key, version, at);
    }
    see(rows);
    return { kept, consumed };
  }

  function asPending(row: PendingRow): PendingRecord {
    const kept = blocks.lines(row.source_block)?.[row.source_line];
    // Erased lines stand as null.
    const text = kept === 'null' ? undefined : kept;
    // A problem that was dismissed may be opened anew after its record has come again.
    const isOfThen = row.again === null ? row.origin === 'problem' : row.again !== 'read';
    const isNewerRead = isOfThen && newerRead.get(row.source, row.key, row.version, row.source_block) !== undefined;
    const isOld = isNewerRead || (row.planned !== null && newerThanPlan.get(row.source, row.key, row.version, runOf(row.planned)) !== undefined);
    return {
      seq: seqOf(row.id),
      lineage: row.lineage,
      from: sources.ref(row.source),
      key: row.key,
      version: row.version,
      source: text === undefined ? {} : (JSON.parse(text) as SourceRecord),
      origin: row.origin,
      ...(row.planned !== null && { planned: plans.planned(row.planned) }),
      ...(row.again !== null && { again: row.again }),
      ...(text === undefined ? { cannot: 'payloadGone' } : isOld ? { cannot: 'newerRead' } : {}),
    };
  }

  return {
    takePage(run, nodeId, page, at) {
      const source = run.sources.get(nodeId);
      if (source === undefined) throw new FluxoError({ code: 'storage.no_such_source', kind: 'bug', what: `The flow of this run has no source “${nodeId}”.` });
      const { keys } = page;
      const { kept, consumed } = pick(run, source, page, at);
      if (page.cursor !== undefined && consumed === keys.length) {
        if (run.dryRun) plans.reached(run.run, source, JSON.stringify(page.cursor));
        else if (!run.partial) sources.setCursor(source, page.cursor);
      }
      const from = sources.ref(source);
      if (kept.length === 0) return { places: { taken: [], seq: 0, lineage: 0, from, consumed }, page: null };

      const first = runs.take(run.run, kept.length, at);
      if (first + kept.length - 1 > mostRecordsOfARun) throw new FluxoError({ code: 'run.too_many_records', kind: 'setup', what: `A run can hold ${mostRecordsOfARun} records.`, fix: 'Give the flow a limit of records per run; the next run goes on where this one ended.', params: { most: String(mostRecordsOfARun) } });
      const all = kept.length === keys.length;
      const block = blocks.add(page.steps, all ? page.sources : pickLines(page.sources, kept), at);
      const id = recordId(run.run, first);
      const own = <T>(column: readonly T[]): readonly T[] => (all ? column : choose(column, kept));
      const taken: TakenPage = { first: id, count: kept.length, source, at, block, keys: own(keys), versions: own(page.versions), titles: own(page.titles), subtitles: own(page.subtitles), amounts: own(page.amounts) };
      pages.add(taken);
      return { places: { taken: all ? null : kept, seq: first, lineage: id, from, consumed }, page: taken };
    },
    pending(run, afterSeq, count) {
      const [low, high] = [recordId(run.run, afterSeq), recordId(run.run + 1, 0)];
      const rows = [...pages.between(low, high, count), ...(pending.all(low, high, count) as unknown as readonly PendingRow[])];
      return rows.sort((a, b) => a.id - b.id).slice(0, count).map(asPending);
    },
    pendingOne: (id) => asPending(one.get(id) as unknown as PendingRow),
    remember: (source, record, readAt) => void rememberAs.run(source, hide(record.key), record.version, readAt),
  };
}
