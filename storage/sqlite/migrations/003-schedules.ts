import type { Migration } from './migration.ts';

/** How far the schedule of each flow was seen to, over all processes. */
export const schedules: Migration = {
  version: 3,
  up: (db) =>
    db.exec(`
      CREATE TABLE schedules (
        flow_id TEXT PRIMARY KEY,
        until INTEGER NOT NULL,
        plan TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `),
};
