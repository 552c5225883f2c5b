import type { Migration } from './migration.ts';

/**
 * Rows of records without what many of them say alike. How a record ended is a number; its reason and what it became stand once in `forms` for all records that say
 * the same but for their own key and the id at the target (see `storage/runs/forms.ts`); what is as usual is left out. `records` shows the rows as they were; they are
 * written in `kept_records`. The reason of what needs a person stays in its row, for the index by error.
 */
export const compactRecords: Migration = {
  version: 15,
  up: (db) =>
    db.exec(`
      CREATE TABLE forms (
        form INTEGER PRIMARY KEY AUTOINCREMENT,
        reason TEXT NOT NULL,
        target TEXT NOT NULL,
        UNIQUE (reason, target)
      ) STRICT;

      CREATE TABLE kept_records (
        id INTEGER PRIMARY KEY,
        state INTEGER NOT NULL,
        source INTEGER NOT NULL,
        key TEXT NOT NULL,
        version TEXT NOT NULL,
        title TEXT,
        subtitle TEXT,
        amount TEXT,
        form INTEGER,
        target_id TEXT,
        at INTEGER NOT NULL,
        ms INTEGER NOT NULL,
        source_block INTEGER NOT NULL,
        source_line INTEGER NOT NULL,
        story_block INTEGER,
        story_line INTEGER,
        own_reason TEXT,
        own_target TEXT,
        lineage INTEGER,
        origin TEXT,
        again TEXT,
        planned INTEGER
      ) STRICT;
      INSERT INTO kept_records
        SELECT id, CASE outcome WHEN 'pending' THEN 0 WHEN 'created' THEN 1 WHEN 'updated' THEN 2 WHEN 'unchanged' THEN 3 WHEN 'skipped' THEN 4 WHEN 'filtered' THEN 5 WHEN 'parked' THEN 6 WHEN 'invalid' THEN 7 WHEN 'rejected' THEN 8 WHEN 'unsure' THEN 9 END,
          source, key, version, nullif(title, key), subtitle, amount, NULL, NULL, at, ms, source_block, source_line, story_block, story_line, reason, target, nullif(lineage, id), nullif(origin, 'page'), again, planned
        FROM records ORDER BY id;
      DROP TABLE records;
      CREATE INDEX records_by_state ON kept_records (state);
      CREATE INDEX records_by_error ON kept_records (own_reason ->> '$.code') WHERE state >= 6;
      CREATE INDEX records_by_plan ON kept_records (planned) WHERE planned IS NOT NULL;

      CREATE VIEW records AS SELECT
        id, coalesce(lineage, id) AS lineage, source, coalesce(origin, 'page') AS origin, again, planned, key, version, coalesce(title, key) AS title, subtitle, amount, state,
        CASE state WHEN 0 THEN 'pending' WHEN 1 THEN 'created' WHEN 2 THEN 'updated' WHEN 3 THEN 'unchanged' WHEN 4 THEN 'skipped' WHEN 5 THEN 'filtered' WHEN 6 THEN 'parked' WHEN 7 THEN 'invalid' WHEN 8 THEN 'rejected' ELSE 'unsure' END AS outcome,
        CASE WHEN form IS NULL THEN own_reason ELSE replace(replace((SELECT forms.reason FROM forms WHERE forms.form = kept_records.form), char(57360), key), char(57361), coalesce(target_id, '')) END AS reason,
        CASE WHEN form IS NULL THEN own_target ELSE nullif(replace(replace((SELECT forms.target FROM forms WHERE forms.form = kept_records.form), char(57360), key), char(57361), coalesce(target_id, '')), '') END AS target,
        at, ms, source_block, source_line, story_block, story_line,
        own_reason, CASE WHEN form IS NULL THEN own_reason ELSE (SELECT forms.reason FROM forms WHERE forms.form = kept_records.form) END AS told
      FROM kept_records;
    `),
};
