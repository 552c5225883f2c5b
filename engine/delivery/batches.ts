import type { BatchDefinition, CallContext, EffectResult, PartResult, SessionBatch } from '#connectors/sdk/connector.ts';
import type { Batch, BatchPlace, Fence, PartEnd } from '#engine/ports.ts';
import { unsureCode } from '#engine/run/outcome.ts';
import type { Run } from '#engine/run/run.ts';
import { asFluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { demandFence, unsure } from './unsure.ts';

/** A target node at work on many records in one call. */
export interface BatchDelivery {
  readonly run: Run;
  readonly node: string;
  readonly connectionId: string;
  readonly targetId: string;
  readonly batch: BatchDefinition<unknown>;
  readonly how: SessionBatch['how'];
  readonly client: unknown;
  readonly fence: Fence | null;
  readonly sourceConnection: string;
}

/** A part as it goes into an intent. */
export type NewPart = Batch['parts'][number];

/** A batch whose answer has not come: what was sent, and the key it was sent with. */
export type SentBatch = Pick<Batch, 'id' | 'key' | 'how' | 'parts'>;

export const placeOf = ({ connectionId, targetId, sourceConnection }: BatchDelivery): BatchPlace => ({ connectionId, target: targetId, sourceConnection });

const endsOf = (results: readonly PartResult[]): readonly PartEnd[] => results.map((result) => ('done' in result ? { state: 'done', result: result.done } : { state: 'failed' }));

/** Who answers for fewer or more records than were sent cannot be told which is which. */
function demandAll(delivery: BatchDelivery, results: readonly PartResult[], parts: readonly unknown[]): readonly PartResult[] {
  if (results.length === parts.length) return results;
  throw unsure(delivery, delivery.batch, `it answered for ${results.length} of ${parts.length} records.`, undefined);
}

/**
 * D2 for many records: commits one intent with all their payloads, sends them in one call, commits what became of each together with the ledger. `unknown`
 * is told of the intent as long as its outcome is not known. Throws what the service said; then the intent is settled as failed, unless it may have arrived.
 */
export async function sendBatch(delivery: BatchDelivery, parts: readonly NewPart[], call: CallContext, unknown: (sent: SentBatch | null) => void): Promise<readonly PartResult[]> {
  const { run, batch, how, client } = delivery;
  const { store } = run.ports;
  const { id, key } = await store.intendBatch({ place: placeOf(delivery), effect: batch.name, runId: run.runId, flowId: run.plan.flow.id, how, parts }, demandFence(delivery));
  unknown({ id, key, how, parts });
  let results: readonly PartResult[];
  try {
    results = demandAll(delivery, await batch.send(client, parts, how, key, call), parts);
  } catch (thrown) {
    const error = asFluxoError(thrown);
    if (error.kind === 'bug') throw unsure(delivery, delivery.batch, error.data.what, thrown);
    if (!error.data.maybeDone && error.code !== unsureCode) {
      await store.settleBatch(id, parts.map(() => ({ state: 'failed' })), demandFence(delivery));
      unknown(null);
    }
    throw error;
  }
  await store.settleBatch(id, endsOf(results), demandFence(delivery));
  unknown(null);
  return results;
}

/**
 * D3 for many records: a batch with unknown outcome is sent once more as it was stored, with the same key, or each of its parts is looked up. What
 * is certainly not there is told as failed and may be sent as new. Throws `delivery.unsure` when nobody can tell, `remote` when not now.
 */
export async function resolveBatch(delivery: BatchDelivery, sent: SentBatch, call: CallContext): Promise<readonly PartEnd[]> {
  const { run, batch } = delivery;
  const ends = batch.repeat(sent.how) === 'key' ? await sendAgain(delivery, sent, call) : await lookUpParts(delivery, sent, call);
  await run.ports.store.settleBatch(sent.id, ends, demandFence(delivery));
  return ends;
}

async function sendAgain(delivery: BatchDelivery, { key, how, parts }: SentBatch, call: CallContext): Promise<readonly PartEnd[]> {
  try {
    return endsOf(demandAll(delivery, await delivery.batch.send(delivery.client, parts, how, key, call), parts));
  } catch (thrown) {
    const error = asFluxoError(thrown);
    if (error.kind === 'bug') throw unsure(delivery, delivery.batch, error.data.what, thrown);
    // A refusal of this very batch proves that it is not there; a service that could not be reached proves nothing about the first time.
    if (error.kind === 'data' && !error.data.maybeDone && error.code !== unsureCode) return parts.map(() => ({ state: 'failed' }));
    throw error;
  }
}

async function lookUpParts(delivery: BatchDelivery, { how, parts }: SentBatch, call: CallContext): Promise<readonly PartEnd[]> {
  const { batch, client } = delivery;
  if (!batch.lookUp) throw unsure(delivery, delivery.batch, 'the service cannot be asked.', undefined);
  const ends: PartEnd[] = [];
  for (const part of parts) {
    let found: EffectResult | null;
    try {
      found = await batch.lookUp(client, part, how, call);
    } catch (thrown) {
      const error = asFluxoError(thrown);
      throw error.kind === 'remote' || error.kind === 'setup' ? error : unsure(delivery, delivery.batch, error.data.what, thrown);
    }
    ends.push(found ? { state: 'done', result: found } : { state: 'failed' });
  }
  return ends;
}

/** What a record's story says of a batch that was cleared up. */
export function resolvedNote({ batch }: BatchDelivery, ends: readonly PartEnd[]): Reason {
  const there = ends.filter(({ state }) => state === 'done').length;
  const params = { effect: batch.label, there: String(there), count: String(ends.length) };
  return { code: 'delivery.batch_resolved', text: `${batch.label}: a batch with unknown outcome was cleared up; ${there} of its ${ends.length} records are there.`, params };
}
