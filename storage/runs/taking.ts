import type { NewPage, PendingRecord, RecordOrigin, TakenPage } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { mostRecordsOfARun, recordId, seqOf } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import type { OpenRun, Runs } from './runs.ts';
import { searchText } from './searchText.ts';
import type { Sources } from './sources.ts';

export interface Taking {
  /** Inside a write transaction. */
  takePage(run: OpenRun, nodeId: string, page: NewPage, at: number): TakenPage;
  pending(run: OpenRun, afterSeq: number, count: number): readonly PendingRecord[];
}

/** How records come into a run. */
export function makeTaking(db: Database, runs: Runs, sources: Sources, blocks: Blocks): Taking {
  const seen = db.prepare('SELECT version FROM seen WHERE source = ? AND key = ?');
  // A dry run leaves nothing behind, but has to know its own pages' overlap: in a table that vanishes with the connection.
  db.prepare('CREATE TEMP TABLE IF NOT EXISTS seen_dry (run INTEGER NOT NULL, source INTEGER NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (run, source, key)) STRICT, WITHOUT ROWID').run();
  const seenDry = db.prepare('SELECT version FROM seen_dry WHERE run = ? AND source = ? AND key = ?');
  const seeDry = db.prepare('INSERT INTO seen_dry (run, source, key, version) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version');
  const see = db.prepare('INSERT INTO seen (source, key, version) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version');
  const insert = db.prepare(`INSERT INTO records (id, lineage, source, origin, key, version, title, subtitle, amount, outcome, search, at, ms, source_block, source_line) VALUES (?1, ?1, ?2, 'page', ?3, ?4, ?5, ?6, ?7, 'pending', ?8, ?9, 0, ?10, ?11)`);
  const pending = db.prepare("SELECT id, lineage, source, origin, key, version, source_block, source_line FROM records WHERE outcome = 'pending' AND id > ? AND id < ? ORDER BY id LIMIT ?");

  function knownVersion(run: OpenRun, source: number, key: string, ofPage: ReadonlyMap<string, string>): string | undefined {
    const row = ofPage.get(key) ?? (run.dryRun ? seenDry.get(run.run, source, key) : undefined) ?? seen.get(source, key);
    return typeof row === 'string' ? row : (row as { version: string } | undefined)?.version;
  }

  return {
    takePage(run, nodeId, page, at) {
      const source = run.sources.get(nodeId);
      if (source === undefined) throw new FluxoError({ code: 'storage.no_such_source', kind: 'bug', what: `The flow of this run has no source “${nodeId}”.` });
      const most = page.most ?? Infinity;
      const kept: (typeof page.records)[number][] = [];
      const versions = new Map<string, string>();
      let consumed = 0;
      for (const record of page.records) {
        if (kept.length >= most) break;
        consumed += 1;
        if (page.dedupe) {
          if (knownVersion(run, source, record.key, versions) === record.version) continue;
        }
        versions.set(record.key, record.version);
        kept.push(record);
      }
      for (const [key, version] of versions) {
        if (run.dryRun) seeDry.run(run.run, source, key, version);
        else see.run(source, key, version);
      }
      if (!run.dryRun && page.cursor !== undefined && consumed === page.records.length) sources.setCursor(source, page.cursor);
      if (kept.length === 0) return { records: [], consumed };

      const first = runs.take(run.run, kept.length, at);
      if (first + kept.length - 1 > mostRecordsOfARun) throw new FluxoError({ code: 'run.too_many_records', kind: 'setup', what: `A run can hold ${mostRecordsOfARun} records.`, fix: 'Give the flow a limit of records per run; the next run goes on where this one ended.', params: { most: String(mostRecordsOfARun) } });
      const block = blocks.add([JSON.stringify(page.steps), ...kept.map((record) => JSON.stringify(record.source))], at);
      const from = sources.ref(source);
      const records = kept.map((record, index): PendingRecord => {
        const seq = first + index;
        const id = recordId(run.run, seq);
        insert.run(id, source, record.key, record.version, record.title, record.subtitle ?? null, record.amount ?? null, searchText(record.title, record.subtitle, record.key), at, block, index + 1);
        return { seq, lineage: id, from, key: record.key, version: record.version, source: record.source, origin: 'page' };
      });
      return { records, consumed };
    },
    pending(run, afterSeq, count) {
      const rows = pending.all(recordId(run.run, afterSeq), recordId(run.run + 1, 0), count) as unknown as { id: number; lineage: number; source: number; origin: RecordOrigin; key: string; version: string; source_block: number; source_line: number }[];
      return rows.map((row) => {
        const text = blocks.lines(row.source_block)?.[row.source_line];
        if (text === undefined) throw new FluxoError({ code: 'storage.payload_missing', kind: 'bug', what: `What was read of the record ${row.key} is no longer kept.` });
        return { seq: seqOf(row.id), lineage: row.lineage, from: sources.ref(row.source), key: row.key, version: row.version, source: JSON.parse(text) as SourceRecord, origin: row.origin };
      });
    },
  };
}
