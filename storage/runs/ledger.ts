import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import type { LedgerKey, Origin, Thing } from '#engine/ports.ts';
import type { Database } from '#storage/sqlite/database.ts';

export interface Ledger {
  recall(key: LedgerKey, lineage: number): LedgerEntry | null;
  origins(connectionId: string, sourceConnection: string, things: readonly Thing[]): readonly Origin[];
  /** Inside a write transaction. */
  remember(key: LedgerKey, entry: LedgerEntry, lineage: number): void;
  /** Inside a write transaction. */
  forget(key: LedgerKey): void;
}

/**
 * What each source record became in each target. Beside an entry stands what it was before its last
 * writer began, because that writer, resumed after a crash, has to see what it saw the first time.
 */
export function makeLedger(db: Database, hide: (key: string) => string): Ledger {
  const where = 'connection_id = ? AND entity = ? AND source_connection = ? AND source_key = ?';
  const select = db.prepare(`SELECT entry, lineage, previous FROM ledger WHERE ${where}`);
  const upsert = db.prepare(`
    INSERT INTO ledger (connection_id, entity, source_connection, source_key, entry, lineage) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT DO UPDATE SET previous = CASE lineage WHEN ?6 THEN previous ELSE entry END, entry = ?5, lineage = ?6`);
  const remove = db.prepare(`DELETE FROM ledger WHERE ${where}`);
  // Named, because without statistics the planner goes through the whole connection instead.
  const byTarget = db.prepare(`
    SELECT source_key, entry ->> '$.targetVersion' AS version, entry ->> '$.fingerprint' AS fingerprint FROM ledger INDEXED BY ledger_by_target
    WHERE connection_id = ? AND source_connection = ? AND entry ->> '$.targetType' = ? AND entry ->> '$.targetId' = ? ORDER BY lineage DESC`);
  const args = (key: LedgerKey) => [key.connectionId, key.entity, key.sourceConnection, hide(key.sourceKey)] as const;
  return {
    recall(key, lineage) {
      const row = select.get(...args(key)) as { entry: string; lineage: number; previous: string | null } | undefined;
      const text = row?.lineage === lineage ? row.previous : row?.entry;
      return text === undefined || text === null ? null : (JSON.parse(text) as LedgerEntry);
    },
    origins: (connectionId, sourceConnection, things) =>
      things.flatMap(({ type, id }) => {
        const rows = byTarget.all(connectionId, sourceConnection, type, id) as { source_key: string; version: string | null; fingerprint: string | null }[];
        // Without a fingerprint nothing was sent: it was only found there, so its version is not of our making.
        return rows.map(({ source_key, version, fingerprint }) => ({ type, id, sourceKey: source_key, ...(version !== null && fingerprint !== null && { writtenVersion: version }) }));
      }),
    remember: (key, entry, lineage) => void upsert.run(...args(key), JSON.stringify(entry), lineage),
    forget: (key) => void remove.run(...args(key)),
  };
}
