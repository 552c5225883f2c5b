import type { EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Value } from '#shared/records/story.ts';
import type { QuickBooksClient } from './client.ts';
import type { EntityKind } from './entities.ts';
import { requestIdOf } from './requestId.ts';

type Json = { readonly [key: string]: Value };

/** Tries after which a row that changes under our hands is left for the next attempt. */
const mostTries = 3;

/** A row as the service gave it, for a plan to show beside what is to be changed in it. */
export const asRow = (row: { readonly Id: string }): Value => row as unknown as Value;

/**
 * An effect that changes fields of a row to fixed values, so doing it twice is doing it once. Payload: `id`, `syncToken`, `changes`, and `whole: true` where
 * the changes are the whole row (the only way to take a parent away). When somebody else changed the row meanwhile (5010), its token is read anew and the changes are sent again.
 */
export function makeUpdateEffect<T extends { readonly Id: string; readonly SyncToken?: string | undefined }>(name: string, label: string, kind: EntityKind<T>, resultOf: (row: T) => EffectResult): EffectDefinition<QuickBooksClient> {
  return {
    name,
    label,
    repeat: 'key',
    view(payload) {
      const { id, changes } = payload as { readonly id: string; readonly changes: Json };
      return { thing: `${kind.name} ${id}`, fields: changes };
    },
    async send(client, payload, key, call) {
      const { id, changes, whole, ...told } = payload as { readonly id: string; readonly syncToken: string; readonly changes: Json; readonly whole?: boolean };
      let { syncToken } = told;
      for (let attempt = 1; ; attempt += 1) {
        try {
          // A request id stands for one content, and the SyncToken is part of it.
          return resultOf(await client.write(kind, { Id: id, SyncToken: syncToken, ...(!whole && { sparse: true }), ...changes }, requestIdOf(`${key}:${syncToken}`), call));
        } catch (thrown) {
          if (!(thrown instanceof FluxoError) || thrown.code !== 'quickbooks.stale' || attempt >= mostTries) throw thrown;
          const newest = await client.read(kind, id, call);
          if (!newest) throw new FluxoError({ code: 'quickbooks.reference_gone', kind: 'data', what: `${kind.name} ${id} was deleted or merged while it was being updated.`, where: { operation: `POST ${kind.name.toLowerCase()}` }, params: { element: `${kind.name} ${id}` }, fix: 'Try the record again; it is looked up anew.', refusedByService: true });
          syncToken = newest.SyncToken ?? syncToken;
        }
      }
    },
  };
}
