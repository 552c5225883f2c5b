import type { Migration } from './migration.ts';

/**
 * Rows of records without CHECKs: SQLite makes a table of its own for each list of allowed words and each row, which costs more than writing the row. What may stand
 * there the types of `storage/runs` say. The index by error spells its outcomes out for the same reason.
 */
export const leanRecords: Migration = {
  version: 12,
  up: (db) =>
    db.exec(`
      CREATE TABLE lean_records (
        id INTEGER PRIMARY KEY,
        lineage INTEGER NOT NULL,
        source INTEGER NOT NULL,
        origin TEXT NOT NULL,
        again TEXT,
        planned INTEGER,
        key TEXT NOT NULL,
        version TEXT NOT NULL,
        title TEXT NOT NULL,
        subtitle TEXT,
        amount TEXT,
        outcome TEXT NOT NULL,
        reason TEXT,
        target TEXT,
        at INTEGER NOT NULL,
        ms INTEGER NOT NULL,
        source_block INTEGER NOT NULL,
        source_line INTEGER NOT NULL,
        story_block INTEGER,
        story_line INTEGER
      ) STRICT;
      INSERT INTO lean_records
        SELECT id, lineage, source, origin, again, planned, key, version, title, subtitle, amount, outcome, reason, target, at, ms, source_block, source_line, story_block, story_line
        FROM records ORDER BY id;
      DROP TABLE records;
      ALTER TABLE lean_records RENAME TO records;
      CREATE INDEX records_by_outcome ON records (outcome);
      CREATE INDEX records_by_error ON records (reason ->> '$.code') WHERE (outcome = 'parked' OR outcome = 'invalid' OR outcome = 'rejected' OR outcome = 'unsure');
      CREATE INDEX records_by_plan ON records (planned) WHERE planned IS NOT NULL;
    `),
};
