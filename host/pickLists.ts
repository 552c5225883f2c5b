import type { Clock } from '#engine/ports.ts';
import type { PickOption } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import type { ConnectionService } from './connections.ts';

export interface PickLists {
  /** A list of a connection, read live and kept for a minute. Throws what its service says, and `list.unknown`. */
  get(connectionId: string, list: string): Promise<readonly PickOption[]>;
  /** The next look reads anew. */
  forget(connectionId: string): void;
}

const ageMs = 60_000;
const patienceMs = 30_000;

/** Pick lists of connections: what the forms offer and what the look before going live compares with. */
export function makePickLists(connections: ConnectionService, clock: Clock): PickLists {
  const lists = new Map<string, { readonly at: number; readonly options: Promise<readonly PickOption[]> }>();
  return {
    get: async (connectionId, list) => {
      const key = `${connectionId} ${list}`;
      const kept = lists.get(key);
      if (kept && clock.now() - kept.at < ageMs) return kept.options;
      const { connector: name } = await connections.info(connectionId);
      const known = connections.connector(name)?.lists ?? {};
      // Own names only: every object has a “constructor”.
      const read = Object.hasOwn(known, list) ? known[list] : undefined;
      if (!read) throw new FluxoError({ code: 'list.unknown', kind: 'bug', what: `“${name}” has no list “${list}”.`, where: { connection: connectionId }, params: { connection: name, list } });
      const options = connections.client(connectionId).then((client) => read(client, { signal: AbortSignal.timeout(patienceMs) }));
      lists.set(key, { at: clock.now(), options });
      // A failed read is not kept: the next look tries again.
      options.catch(() => lists.delete(key));
      return options;
    },
    forget: (connectionId) => {
      for (const key of lists.keys()) if (key.startsWith(`${connectionId} `)) lists.delete(key);
    },
  };
}
