import type { Migration } from './migration.ts';

/** Problems by error, so that a filter seeks them; and problems somebody decided to leave as they are, with the reason. */
export const inspecting: Migration = {
  version: 9,
  up: (db) =>
    db.exec(`
      ALTER TABLE problems ADD COLUMN dismissed TEXT;
      CREATE INDEX records_by_error ON records (reason ->> '$.code') WHERE outcome IN ('parked', 'invalid', 'rejected', 'unsure');
    `),
};
