import type { Migration } from './migration.ts';

/**
 * What a dry run leaves so that its plan can be carried out: the flow it was made with, how far it read, the marks of the writes it found (for those that another record
 * may make instead), and in each record that carries one out the record of the dry run. And what runs add up to.
 */
export const plans: Migration = {
  version: 7,
  up: (db) =>
    db.exec(`
      ALTER TABLE runs ADD COLUMN flow_mark TEXT;
      ALTER TABLE runs ADD COLUMN carries_out TEXT;
      ALTER TABLE runs ADD COLUMN carried_out_by TEXT;

      ALTER TABLE records ADD COLUMN planned INTEGER;
      CREATE INDEX records_by_plan ON records (planned) WHERE planned IS NOT NULL;

      CREATE TABLE plan_sources (
        run INTEGER NOT NULL,
        source INTEGER NOT NULL REFERENCES sources (source),
        begun_at TEXT,
        ended_at TEXT,
        PRIMARY KEY (run, source)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE plan_writes (
        run INTEGER NOT NULL,
        mark TEXT NOT NULL,
        PRIMARY KEY (run, mark)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE run_totals (
        run INTEGER NOT NULL,
        dimension TEXT NOT NULL,
        key TEXT NOT NULL,
        within TEXT NOT NULL,
        count INTEGER NOT NULL,
        net TEXT,
        tax TEXT,
        total TEXT,
        PRIMARY KEY (run, dimension, key, within)
      ) STRICT, WITHOUT ROWID;
    `),
};
