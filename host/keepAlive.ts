import type { Clock } from '#engine/ports.ts';
import { asFluxoError } from '#shared/errors.ts';
import type { ConnectionService } from './connections.ts';
import { isDue } from './isDue.ts';

const everyMs = 24 * 3_600_000;

/** Lets connectors use permissions that would end if nobody did, about once a day. */
export function makeKeepAlive(connections: ConnectionService, clock: Clock): { ifDue(): Promise<void> } {
  let last = -Infinity;
  return {
    async ifDue() {
      if (!isDue(last, everyMs, clock.now())) return;
      last = clock.now();
      for (const { id, connector, status } of await connections.list()) {
        const definition = connections.connector(connector);
        if (!definition?.keepAlive || status === 'needsOwner') continue;
        try {
          await definition.keepAlive(await connections.client(id));
        } catch (thrown) {
          // A permission that has ended shows on the card of its connection; anything else can wait a day.
          await connections.noteFailure(asFluxoError(thrown).data);
        }
      }
    },
  };
}
