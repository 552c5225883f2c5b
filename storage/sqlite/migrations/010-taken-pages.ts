import type { Migration } from './migration.ts';

/**
 * A page of records that was taken, in one row, so that a record's own row is written once: when it has ended. Records of the page without a row
 * are the open ones; `open` says how many. `columns` is packed JSON, see `storage/runs/takenPages.ts`.
 */
export const takenPages: Migration = {
  version: 10,
  up: (db) =>
    db.exec(`
      CREATE TABLE taken_pages (
        first INTEGER PRIMARY KEY,
        count INTEGER NOT NULL,
        open INTEGER NOT NULL,
        source INTEGER NOT NULL,
        at INTEGER NOT NULL,
        block INTEGER NOT NULL,
        columns BLOB NOT NULL
      ) STRICT;
    `),
};
