import type { Migration } from './migration.ts';

/**
 * Writes of many records in one call. `parts` says which records, `payload` holds their texts, packed, as long as the outcome is unknown; `results` is kept
 * until the run that sent it has ended, because a record that is resumed asks for it.
 */
export const batches: Migration = {
  version: 4,
  up: (db) =>
    db.exec(`
      CREATE TABLE batches (
        batch INTEGER PRIMARY KEY,
        digest TEXT NOT NULL,
        key TEXT NOT NULL,
        connection_id TEXT NOT NULL,
        target TEXT NOT NULL,
        effect TEXT NOT NULL,
        source_connection TEXT NOT NULL,
        run_id TEXT NOT NULL,
        flow_id TEXT NOT NULL,
        fence INTEGER NOT NULL,
        how TEXT,
        parts TEXT,
        payload BLOB,
        state TEXT NOT NULL CHECK (state IN ('sending', 'settled')),
        results TEXT,
        CHECK (state <> 'sending' OR (parts IS NOT NULL AND payload IS NOT NULL AND how IS NOT NULL))
      ) STRICT;
      CREATE INDEX batches_by_digest ON batches (digest);
      CREATE INDEX batches_sending ON batches (connection_id, target, source_connection) WHERE state = 'sending';
      CREATE INDEX batches_settled ON batches (flow_id) WHERE state = 'settled' AND parts IS NOT NULL;
    `),
};
