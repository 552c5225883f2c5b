import type { Migration } from './migration.ts';

/** What a run was about, how a record is run again, and when a version was read: what is recorded may be older than what came since. */
export const again: Migration = {
  version: 5,
  up: (db) =>
    db.exec(`
      ALTER TABLE runs ADD COLUMN part TEXT;
      ALTER TABLE records ADD COLUMN again TEXT CHECK (again IN ('recorded', 'read', 'new'));
      ALTER TABLE seen ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
    `),
};
