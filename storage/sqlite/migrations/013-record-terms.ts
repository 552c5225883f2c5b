import type { Migration } from './migration.ts';

/** The words of the search index themselves, to see which of them a word that is only begun may become: https://www.sqlite.org/fts5.html#the_fts5vocab_virtual_table_module. */
export const recordTerms: Migration = {
  version: 13,
  up: (db) => db.exec("CREATE VIRTUAL TABLE record_terms USING fts5vocab('record_words', 'instance')"),
};
