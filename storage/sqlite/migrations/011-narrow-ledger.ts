import type { Migration } from './migration.ts';

/**
 * A ledger entry in columns of its own instead of JSON, with a number for where it stands (connection, kind of thing, source connection).
 */
export const narrowLedger: Migration = {
  version: 11,
  up: (db) =>
    db.exec(`
      CREATE TABLE ledger_scopes (
        scope INTEGER PRIMARY KEY,
        connection_id TEXT NOT NULL,
        entity TEXT NOT NULL,
        source_connection TEXT NOT NULL,
        UNIQUE (connection_id, entity, source_connection)
      ) STRICT;
      INSERT INTO ledger_scopes (connection_id, entity, source_connection) SELECT DISTINCT connection_id, entity, source_connection FROM ledger;

      CREATE TABLE narrow_ledger (
        scope INTEGER NOT NULL,
        source_key TEXT NOT NULL,
        target_type TEXT NOT NULL,
        target_id TEXT NOT NULL,
        target_version TEXT,
        fingerprint TEXT,
        lineage INTEGER NOT NULL,
        previous TEXT,
        PRIMARY KEY (scope, source_key)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO narrow_ledger
        SELECT scope, source_key, entry ->> '$.targetType', entry ->> '$.targetId', entry ->> '$.targetVersion', entry ->> '$.fingerprint', lineage, previous
        FROM ledger JOIN ledger_scopes USING (connection_id, entity, source_connection) ORDER BY scope, source_key;
      DROP TABLE ledger;
      ALTER TABLE narrow_ledger RENAME TO ledger;
      CREATE INDEX ledger_by_target ON ledger (scope, target_id);
    `),
};
