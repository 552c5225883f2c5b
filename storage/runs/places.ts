import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import type { Database } from '#storage/sqlite/database.ts';

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

/** The ledger asked from any side. Its keys begin with connections, of which there are few: each is a seek of its own, and none of them looks through the ledger. */
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

export function makePlaces(db: Database): Places {
  const nextPlace = db.prepareRead('SELECT connection_id, entity, source_connection FROM ledger WHERE (connection_id, entity, source_connection) > (?, ?, ?) ORDER BY connection_id, entity, source_connection LIMIT 1');
  const entryOf = db.prepareRead('SELECT entry FROM ledger WHERE connection_id = ? AND entity = ? AND source_connection = ? AND source_key = ?');
  const type = "entry ->> '$.targetType'";
  // Named, because without statistics the planner goes through the whole connection instead.
  const nextType = db.prepareRead(`SELECT ${type} AS type FROM ledger INDEXED BY ledger_by_target WHERE connection_id = ? AND source_connection = ? AND ${type} > ? ORDER BY ${type} LIMIT 1`);
  const sourcesOf = db.prepareRead(`SELECT source_key FROM ledger INDEXED BY ledger_by_target WHERE connection_id = ? AND source_connection = ? AND ${type} = ? AND entry ->> '$.targetId' = ? ORDER BY lineage DESC LIMIT ${most}`);

  /** Every connection, entity and source there is an entry of. */
  function places(): readonly (readonly [connection: string, entity: string, source: string])[] {
    const found: [string, string, string][] = [];
    for (let at: [string, string, string] = ['', '', '']; ; ) {
      const row = nextPlace.get(...at) as { connection_id: string; entity: string; source_connection: string } | undefined;
      if (!row) return found;
      found.push((at = [row.connection_id, row.entity, row.source_connection]));
    }
  }

  function typesOf(connection: string, source: string): readonly string[] {
    const found: string[] = [];
    for (;;) {
      const row = nextType.get(connection, source, found.at(-1) ?? '') as { type: string } | undefined;
      if (!row) return found;
      found.push(row.type);
    }
  }

  function madeFrom(connection: string | null, id: string): readonly MadeFrom[] {
    const pairs = new Map(places().filter(([of]) => connection === null || of === connection).map(([of, , source]) => [JSON.stringify([of, source]), [of, source] as const]));
    const found = [...pairs.values()].flatMap(([of, source]) => typesOf(of, source).flatMap((kind) => (sourcesOf.all(of, source, kind, id) as { source_key: string }[]).map(({ source_key: key }) => ({ connectionId: source, key }))));
    return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
  }

  return {
    becameOf: (sourceConnection, sourceKey) =>
      places()
        .filter(([, , source]) => source === sourceConnection)
        .flatMap(([connectionId, entity]) => {
          const row = entryOf.get(connectionId, entity, sourceConnection, sourceKey) as { entry: string } | undefined;
          return row ? [{ connectionId, entity, entry: JSON.parse(row.entry) as LedgerEntry }] : [];
        }),
    madeFrom,
    anyMadeFrom: (id) => madeFrom(null, id),
  };
}
