import type { Migration } from './migration.ts';

/** Since when what is expected of a flow is expected, when the schedule was last looked at, what the workspace's owner set, and which keys were erased. */
export const watching: Migration = {
  version: 6,
  up: (db) =>
    db.exec(`
      CREATE TABLE expectations (
        flow_id TEXT PRIMARY KEY,
        rule TEXT NOT NULL,
        since INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE erased (
        hash TEXT PRIMARY KEY,
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `),
};
