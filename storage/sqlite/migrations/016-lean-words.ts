import type { Migration } from './migration.ts';

/**
 * Fewer words a record in the search index: a key that is the title stands once, the reason of what went well only where it has a number, and outcome and flow are one short word
 * instead of two long ones. How the words are made is frozen here as it was then (`storage/runs/searching.ts` has today's).
 */
export const leanWords: Migration = {
  version: 16,
  up(db) {
    db.exec(`
      DROP TABLE record_terms;
      DROP TABLE record_words;
      CREATE VIRTUAL TABLE record_words USING fts5(words, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 2');
      INSERT INTO record_words (record_words, rank) VALUES ('secure-delete', 1);
      CREATE VIRTUAL TABLE record_terms USING fts5vocab('record_words', 'instance');
    `);
    const rows = db.prepare("SELECT id, source, key, title, subtitle, state, coalesce(reason ->> '$.text', '') AS reason FROM records WHERE state <> 0 ORDER BY id");
    const insert = db.prepare('INSERT INTO record_words (rowid, words) VALUES (?, ?)');
    const saysTheSame = new Set([1, 2, 3, 5]);
    for (const row of rows.iterate() as Iterable<unknown>) {
      const { id, source, key, title, subtitle, state, reason } = row as { readonly id: number; readonly source: number; readonly key: string; readonly title: string; readonly subtitle: string | null; readonly state: number; readonly reason: string };
      const said = saysTheSame.has(state) && !/\d/.test(reason) ? '' : reason;
      const text = `${title === key ? '' : title}\n${subtitle ?? ''}\n${key}\n${said}`;
      const numbers = text.match(/(?<=\p{L})\p{N}+/gu)?.join(' ') ?? '';
      insert.run(id, `${text}\n${numbers}\n\uE000${state}x${source}`);
    }
  },
};
