import type { StreamDefinition, Twin } from '#connectors/sdk/connector.ts';
import type { PendingRecord, Thing } from '#engine/ports.ts';
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
  // As ids of one type: texts cross to the store's thread for a fraction of what objects cost.
  const idsOf = new Map<string, string[]>();
  for (const { thing } of records) {
    if (!thing) continue;
    const ids = idsOf.get(thing.type);
    if (ids) ids.push(thing.id);
    else idsOf.set(thing.type, [thing.id]);
  }
  if (idsOf.size === 0) return found;
  const asked = await Promise.all(Array.from(idsOf, ([type, ids]) => run.ports.store.origins(sourceConnection, connectionId, type, ids)));
  const origins = Map.groupBy(asked.flat(), nameOf);
  if (origins.size === 0) return found;
  for (const { thing, pending } of records) {
    const own = thing && origins.get(nameOf(thing));
    if (!own) continue;
    const keys = [...new Set(own.map((origin) => origin.sourceKey))];
    found.set(pending.key, { twin: { key: keys[0]!, keys }, isEcho: own.some((origin) => origin.writtenVersion === pending.version) });
  }
  return found;
}

const nameOf = ({ type, id }: Thing): string => `${type}\n${id}`;

/** Null for a record of a stream that does not say what its records are, and for one that cannot tell: what is wrong with it shows elsewhere. */
export function thingOf(stream: StreamDefinition<unknown>, { source, key }: PendingRecord): Thing | null {
  if (!stream.type) return null;
  try {
    return { type: stream.type(source), id: stream.id?.(source) ?? key };
  } catch {
    return null;
  }
}
