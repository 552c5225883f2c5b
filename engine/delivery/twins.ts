import type { StreamDefinition, Twin } from '#connectors/sdk/connector.ts';
import type { PendingRecord } from '#engine/ports.ts';
import { streamNamed } from '#engine/run/definitions.ts';
import type { RecordInHand } from '#engine/run/record.ts';
import type { Run } from '#engine/run/run.ts';

/** What the ledger of the other direction knows about a record. */
export interface Known {
  readonly twin: Twin;
  /** Nobody has changed the record since a flow of ours wrote it: sent back, it would only be an echo. */
  readonly isEcho: boolean;
}

/**
 * Looks up which records of a page were written by flows that run the other way: from the connection they would go to, into the one they were
 * read from. By key of the record; records of streams that do not say what they are stay out.
 */
export async function findTwins(run: Run, records: readonly RecordInHand[], connectionId: string): Promise<ReadonlyMap<string, Known>> {
  const found = new Map<string, Known>();
  const sourceConnection = records[0]?.page.sourceConnection;
  if (sourceConnection === undefined) return found;
  const things = records.flatMap(({ pending }) => {
    const thing = thingOf(streamNamed(run.ports, pending.from.stream), pending);
    return thing ? [{ ...thing, key: pending.key, version: pending.version }] : [];
  });
  if (things.length === 0) return found;
  const origins = await run.ports.store.origins(sourceConnection, connectionId, things);
  if (origins.length === 0) return found;
  for (const { type, id, key, version } of things) {
    const own = origins.filter((origin) => origin.type === type && origin.id === id);
    if (own.length === 0) continue;
    const keys = [...new Set(own.map((origin) => origin.sourceKey))];
    found.set(key, { twin: { key: keys[0]!, keys }, isEcho: own.some((origin) => origin.writtenVersion === version) });
  }
  return found;
}

/** Null for a record of a stream that does not say what its records are, and for one that cannot tell: what is wrong with it shows elsewhere. */
function thingOf(stream: StreamDefinition<unknown> | undefined, { source, key }: PendingRecord): { readonly type: string; readonly id: string } | null {
  if (!stream?.type) return null;
  try {
    return { type: stream.type(source), id: stream.id?.(source) ?? key };
  } catch {
    return null;
  }
}
