import type { Migration } from './migration.ts';

/**
 * Full-text search instead of looking through a column of every row. The index keeps words and ids only: no texts, no places in a text.
 * How a record's words are made is frozen here as it was then (`storage/runs/searching.ts` has today's).
 */
export const search: Migration = {
  version: 8,
  up(db) {
    db.exec(`
      CREATE VIRTUAL TABLE record_words USING fts5(words, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 2');
      INSERT INTO record_words (record_words, rank) VALUES ('secure-delete', 1);
    `);
    const rows = db.prepare("SELECT records.id, title, subtitle, records.key, outcome, reason ->> '$.text' AS reason, sources.flow_id FROM records JOIN sources USING (source) WHERE outcome <> 'pending' ORDER BY records.id");
    const insert = db.prepare('INSERT INTO record_words (rowid, words) VALUES (?, ?)');
    for (const row of rows.iterate() as Iterable<{ id: number; title: string; subtitle: string | null; key: string; outcome: string; reason: string | null; flow_id: string }>) {
      const text = `${row.title}\n${row.subtitle ?? ''}\n${row.key}\n${row.reason ?? ''}`;
      const numbers = text.match(/(?<=\p{L})\p{N}+/gu)?.join(' ') ?? '';
      const flow = row.flow_id.replace(/[^a-z0-9]/g, (odd) => `\uE002${odd.charCodeAt(0)}\uE002`);
      insert.run(row.id, `${text}\n${numbers}\n\uE000${row.outcome} \uE001${flow}`);
    }
    db.exec('ALTER TABLE records DROP COLUMN search');
  },
};
