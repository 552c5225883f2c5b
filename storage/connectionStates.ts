import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { Database } from './sqlite/database.ts';

type Status = ConnectionInfo['status'];

export interface ConnectionStates {
  get(connectionId: string): Status;
  set(connectionId: string, status: Status): Promise<void>;
}

/** How a connection fared last. In the database and not in `connections.json`, because it changes by itself. */
export function makeConnectionStates(db: Database): ConnectionStates {
  const select = db.prepare('SELECT status FROM connection_states WHERE connection_id = ?');
  const upsert = db.prepare('INSERT INTO connection_states (connection_id, status) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET status = ?2');
  return {
    get: (connectionId) => (select.get(connectionId) as { status: Status } | undefined)?.status ?? 'unknown',
    set: async (connectionId, status) => void (await db.write(() => upsert.run(connectionId, status))),
  };
}
