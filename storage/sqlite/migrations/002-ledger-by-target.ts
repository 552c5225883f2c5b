import type { Migration } from './migration.ts';

/** Finds what a thing was made from, for flows that run both ways. */
export const ledgerByTarget: Migration = {
  version: 2,
  up: (db) => db.exec("CREATE INDEX ledger_by_target ON ledger (connection_id, source_connection, entry ->> '$.targetType', entry ->> '$.targetId')"),
};
