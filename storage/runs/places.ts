import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { asEntry } from './ledger.ts';

/** A ledger entry as one of a source record. */
export interface Became {
  readonly connectionId: string;
  readonly entity: string;
  readonly entry: LedgerEntry;
}

/** A source record, as the ledger knows it. */
export interface MadeFrom {
  readonly connectionId: string;
  readonly key: string;
}

/** The ledger asked from any side. Its scopes are few: each is a seek of its own, and none of them looks through the ledger. */
export interface Places {
  /** What a source record became, in all targets. */
  becameOf(sourceConnection: string, sourceKey: string): readonly Became[];
  /** Source records that became the thing of this id, of whatever kind. */
  madeFrom(connectionId: string, id: string): readonly MadeFrom[];
  /** The same over all connections. */
  anyMadeFrom(id: string): readonly MadeFrom[];
}

/** Entries of one thing that are given. */
const most = 20;

interface Scope {
  readonly scope: number;
  readonly connection_id: string;
  readonly entity: string;
  readonly source_connection: string;
}

export function makePlaces(db: Database): Places {
  const scopes = db.prepareRead('SELECT scope, connection_id, entity, source_connection FROM ledger_scopes ORDER BY connection_id, entity, source_connection');
  const entryOf = db.prepareRead('SELECT target_type, target_id, target_version, fingerprint FROM ledger WHERE scope = ? AND source_key = ?');
  // Named, because without statistics the planner goes through the whole scope instead.
  const sourcesOf = db.prepareRead(`SELECT source_key FROM ledger INDEXED BY ledger_by_target WHERE scope = ? AND target_id = ? ORDER BY lineage DESC LIMIT ${most}`);
  const all = () => scopes.all() as unknown as readonly Scope[];

  function madeFrom(connection: string | null, id: string): readonly MadeFrom[] {
    const found = all()
      .filter((scope) => connection === null || scope.connection_id === connection)
      .flatMap(({ scope, source_connection: source }) => (sourcesOf.all(scope, id) as { source_key: string }[]).map(({ source_key: key }) => ({ connectionId: source, key })));
    return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
  }

  return {
    becameOf: (sourceConnection, sourceKey) =>
      all()
        .filter((scope) => scope.source_connection === sourceConnection)
        .flatMap(({ scope, connection_id: connectionId, entity }) => {
          const row = entryOf.get(scope, sourceKey) as { target_type: string; target_id: string; target_version: string | null; fingerprint: string | null } | undefined;
          return row ? [{ connectionId, entity, entry: asEntry(row.target_type, row.target_id, row.target_version, row.fingerprint) }] : [];
        }),
    madeFrom,
    anyMadeFrom: (id) => madeFrom(null, id),
  };
}
