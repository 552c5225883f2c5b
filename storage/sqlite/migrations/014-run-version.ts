import type { Migration } from './migration.ts';

/** Whether a run ran what was drawn or what the schedule runs. */
export const runVersion: Migration = {
  version: 14,
  up: (db) => db.exec("ALTER TABLE runs ADD COLUMN version TEXT CHECK (version IN ('draft', 'live'))"),
};
