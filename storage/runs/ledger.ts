import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import type { LedgerKey, Origin } from '#engine/ports.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { survivesJson } from '#storage/sqlite/survivesJson.ts';
import { makeInsertRows } from '#storage/sqlite/insertRows.ts';

/** Where ledger entries stand: what of an entry's key many have in common. */
export type LedgerScope = Omit<LedgerKey, 'sourceKey'>;

export interface Ledger {
  recall(key: LedgerKey, lineage: number): LedgerEntry | null;
  recallMany(scope: LedgerScope, keys: readonly string[], lineages: readonly number[]): readonly (LedgerEntry | null)[];
  origins(connectionId: string, sourceConnection: string, type: string, ids: readonly string[]): readonly Origin[];
  /** Inside a write transaction. */
  remember(entries: readonly { readonly key: LedgerKey; readonly entry: LedgerEntry; readonly lineage: number }[]): void;
  /** Inside a write transaction. */
  forget(key: LedgerKey): void;
}

interface Row {
  readonly target_type: string;
  readonly target_id: string;
  readonly target_version: string | null;
  readonly fingerprint: string | null;
  readonly lineage: number;
  readonly previous: string | null;
}

export const asEntry = (targetType: string, targetId: string, targetVersion: string | null | undefined, fingerprint: string | null | undefined): LedgerEntry => ({
  targetType,
  targetId,
  ...(targetVersion != null && { targetVersion }),
  ...(fingerprint != null && { fingerprint }),
});

/**
 * What each source record became in each target. Beside an entry stands what it was before its last
 * writer began, because that writer, resumed after a crash, has to see what it saw the first time.
 */
export function makeLedger(db: Database, hide: (key: string) => string): Ledger {
  const findScope = 'SELECT scope FROM ledger_scopes WHERE connection_id = ? AND entity = ? AND source_connection = ?';
  const scopeKept = db.prepareRead(findScope);
  const scopeNow = db.prepare(findScope);
  const makeScope = db.prepare('INSERT INTO ledger_scopes (connection_id, entity, source_connection) VALUES (?, ?, ?)');
  const scopesBetween = db.prepare('SELECT scope FROM ledger_scopes WHERE connection_id = ? AND source_connection = ?');
  const select = db.prepare('SELECT target_type, target_id, target_version, fingerprint, lineage, previous FROM ledger WHERE scope = ? AND source_key = ?');
  // One question for a page: most of what is new has no entry, and a question that finds nothing costs as much as one that does.
  const selectMany = db.prepare('SELECT wanted.key AS place, target_type, target_id, target_version, fingerprint, lineage, previous FROM json_each(?2) AS wanted CROSS JOIN ledger ON ledger.scope = ?1 AND ledger.source_key = wanted.value');
  const upsert = makeInsertRows(db.prepare, {
    into: 'ledger (scope, source_key, target_type, target_id, target_version, fingerprint, lineage)',
    width: 7,
    onConflict: `ON CONFLICT DO UPDATE SET
      previous = CASE lineage WHEN excluded.lineage THEN previous ELSE json_object('targetType', target_type, 'targetId', target_id, 'targetVersion', target_version, 'fingerprint', fingerprint) END,
      target_type = excluded.target_type, target_id = excluded.target_id, target_version = excluded.target_version, fingerprint = excluded.fingerprint, lineage = excluded.lineage`,
  });
  const remove = db.prepare('DELETE FROM ledger WHERE scope = ? AND source_key = ?');
  // Named, because without statistics the planner goes through the whole scope instead.
  const byTarget = db.prepare('SELECT source_key, target_version AS version, fingerprint FROM ledger INDEXED BY ledger_by_target WHERE scope = ? AND target_id = ? AND target_type = ? ORDER BY lineage DESC');

  const known = new Map<string, number>();
  /** Only a number that is on disk is kept in mind: one of a transaction that is undone may be given to another. */
  function scopeOf({ connectionId, entity, sourceConnection }: LedgerScope): number | undefined {
    const name = `${connectionId}\n${entity}\n${sourceConnection}`;
    const there = known.get(name);
    if (there !== undefined) return there;
    const kept = scopeKept.get(connectionId, entity, sourceConnection) as { scope: number } | undefined;
    if (kept) known.set(name, kept.scope);
    return (kept ?? (scopeNow.get(connectionId, entity, sourceConnection) as { scope: number } | undefined))?.scope;
  }

  function entryOf(scope: number | undefined, key: string, lineage: number): LedgerEntry | null {
    const row = scope === undefined ? undefined : (select.get(scope, hide(key)) as unknown as Row | undefined);
    return row ? seenBy(row, lineage) : null;
  }

  function seenBy(row: Row, lineage: number): LedgerEntry | null {
    if (row.lineage !== lineage) return asEntry(row.target_type, row.target_id, row.target_version, row.fingerprint);
    if (row.previous === null) return null;
    const { targetType, targetId, targetVersion, fingerprint } = JSON.parse(row.previous) as LedgerEntry;
    return asEntry(targetType, targetId, targetVersion, fingerprint);
  }

  const between = (connectionId: string, sourceConnection: string) => scopesBetween.all(connectionId, sourceConnection) as { scope: number }[];
  return {
    recall: (key, lineage) => entryOf(scopeOf(key), key.sourceKey, lineage),
    recallMany(place, keys, lineages) {
      const scope = scopeOf(place);
      // Nothing was written there yet.
      if (scope === undefined) return keys.map(() => null);
      const found: (LedgerEntry | null)[] = keys.map(() => null);
      keys.forEach((key, index) => {
        if (!survivesJson(key)) found[index] = entryOf(scope, key, lineages[index]!);
      });
      for (const row of selectMany.all(scope, JSON.stringify(keys.map(hide))) as unknown as (Row & { readonly place: number })[]) found[row.place] = seenBy(row, lineages[row.place]!);
      return found;
    },
    origins: (connectionId, sourceConnection, type, ids) => {
      const scopes = between(connectionId, sourceConnection);
      // Where no flow runs the other way there is nothing to look for.
      if (scopes.length === 0) return [];
      return ids.flatMap((id) => {
        const rows = scopes.flatMap(({ scope }) => byTarget.all(scope, id, type)) as { source_key: string; version: string | null; fingerprint: string | null }[];
        // Without a fingerprint nothing was sent: it was only found there, so its version is not of our making.
        return rows.map(({ source_key, version, fingerprint }) => ({ type, id, sourceKey: source_key, ...(version !== null && fingerprint !== null && { writtenVersion: version }) }));
      });
    },
    remember(entries) {
      let last: LedgerScope | null = null;
      let scope = 0;
      upsert(entries.flatMap(({ key, entry: { targetType, targetId, targetVersion, fingerprint }, lineage }) => {
        if (key.entity !== last?.entity || key.connectionId !== last.connectionId || key.sourceConnection !== last.sourceConnection) {
          scope = scopeOf(key) ?? Number(makeScope.run(key.connectionId, key.entity, key.sourceConnection).lastInsertRowid);
          last = key;
        }
        return [scope, hide(key.sourceKey), targetType, targetId, targetVersion ?? null, fingerprint ?? null, lineage];
      }));
    },
    forget(key) {
      const scope = scopeOf(key);
      if (scope !== undefined) remove.run(scope, hide(key.sourceKey));
    },
  };
}
