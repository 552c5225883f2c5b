import type { CallContext, EffectDefinition, EffectOptions, EffectResult, LedgerEntry, TargetDefinition, Twin } from '#connectors/sdk/connector.ts';
import type { Fence, Intent, IntentIdentity, LedgerKey } from '#engine/ports.ts';
import type { DoneEffect, RecordInHand } from '#engine/run/record.ts';
import type { Run } from '#engine/run/run.ts';
import { asFluxoError, FluxoError } from '#shared/errors.ts';
import type { WriteMode } from '#shared/mapping/mapping.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { notMadeYet, type PlannedWrite } from '#shared/records/plan.ts';
import type { Value } from '#shared/records/story.ts';
import type { TotalPart } from '#shared/records/totals.ts';
import { fingerprintOf } from './identity.ts';
import { demandPlanned, noteDone } from './keepToPlan.ts';
import { planWrite } from './planWrite.ts';
import { demandFence, unsure } from './unsure.ts';

/** A target node at work on one record. */
export interface Delivery {
  readonly run: Run;
  readonly record: RecordInHand;
  readonly node: string;
  readonly connectionId: string;
  /** `connector.target`. */
  readonly targetId: string;
  readonly target: TargetDefinition<unknown>;
  readonly client: unknown;
  readonly fence: Fence | null;
  readonly call: CallContext;
  /** Waits for the disk with what went well; another record is worked on meanwhile. */
  aside<T>(waiting: Promise<T>): Promise<T>;
  /** Intents of this record at this target whose outcome is unknown; shared by all records of the page with the same key. */
  readonly open: Set<Intent>;
  readonly twin: Twin | null;
  readonly modes: ReadonlyMap<string, WriteMode> | undefined;
  /** What this attempt has written, or would write in a dry run. */
  readonly writes: PlannedWrite[];
  /** What that adds to the totals of the run. */
  readonly totals: TotalPart[];
  note(reason: Reason): void;
}

const doneKey = (delivery: Delivery, effect: string, slot: string) => `${delivery.connectionId} ${delivery.targetId} ${effect} ${slot}`;

/** What this lineage got done: in this process, and before it if the record was resumed. */
export async function doneEffects({ run, record }: Delivery): Promise<Map<string, DoneEffect>> {
  if (!record.done) {
    // Read in this run, it has done nothing yet.
    if (record.pending.origin === 'page') return (record.done = new Map());
    const intents = await run.ports.store.doneIntents(record.pending.lineage);
    record.done = new Map(intents.map(({ identity, result, ledger }) => [`${identity.connectionId} ${identity.target} ${identity.effect} ${identity.slot}`, { result: result!, fingerprint: ledger?.fingerprint ?? '' }]));
  }
  return record.done;
}

export function ledgerEntry({ result, fingerprint }: DoneEffect): LedgerEntry {
  return { targetType: result.type, targetId: result.id, ...(result.version !== undefined && { targetVersion: result.version }), ...(fingerprint !== '' && { fingerprint }) };
}

function effectNamed(delivery: Delivery, name: string): EffectDefinition<unknown> | undefined {
  return delivery.target.effects.find((effect) => effect.name === name);
}

const unsureOf = (delivery: Delivery, name: string, why: string, cause?: unknown) => unsure(delivery, { name, label: effectNamed(delivery, name)?.label ?? name }, why, cause);

/**
 * D2: the only way to write. Commits the intent, sends, commits result and ledger together. Answers from memory what this
 * lineage has done before. `options.ledger.fingerprint` stands in the ledger instead of a hash of the payload. A record that carries out a plan writes what was planned for it or nothing (`plan.differs`). Throws what the service said; then the intent is settled as failed, unless it may have arrived.
 */
export async function runEffect(delivery: Delivery, name: string, payload: Value, ledgerKey: LedgerKey | null, options: EffectOptions = {}): Promise<DoneEffect> {
  const { run, record, note } = delivery;
  const { slot = '' } = options;
  const ledgerFingerprint = options.ledger?.fingerprint;
  const effect = effectNamed(delivery, name);
  if (!effect) throw new FluxoError({ code: 'delivery.no_such_effect', kind: 'bug', what: `The target ${delivery.targetId} has no effect “${name}”.`, params: { target: delivery.targetId, effect: name } });
  const fingerprint = fingerprintOf(payload, run.ports.hash);
  const { planned } = record.pending;
  const write = run.input.dryRun || planned ? planWrite(effect, payload, { slot, current: options.current }, run.ports.hash) : null;
  const addsUp = () => delivery.totals.push({ by: 'write', key: effect.label }, ...(options.totals ?? []));
  if (write && run.input.dryRun) {
    // Two records may find that the same customer is missing; it will be made once.
    const sameThing = write.action === 'create' && ledgerKey ? [JSON.stringify([name, slot, ledgerKey])] : [];
    const isPlanned = !options.totals && [write.mark, ...sameThing].map((mark) => run.isPlanned(mark, record.pending.seq)).includes(true);
    delivery.writes.push({ ...write, ...(isPlanned && { planned: true }) });
    if (!isPlanned) addsUp();
    note({ code: 'delivery.dry_run', text: `${effect.label}: not sent, this is a dry run.`, params: { effect: effect.label } });
    return { result: { type: name, id: notMadeYet }, fingerprint: ledgerFingerprint ?? fingerprint };
  }
  const done = await doneEffects(delivery);
  const before = done.get(doneKey(delivery, name, slot));
  if (before) {
    note({ code: 'delivery.from_memory', text: `${effect.label}: done before this record was interrupted (${before.result.type} ${before.result.label ?? before.result.id}), not sent again.`, params: { effect: effect.label, type: before.result.type, label: before.result.label ?? before.result.id } });
    addsUp();
    if (write) delivery.writes.push(write);
    return before;
  }
  if (write && planned) await demandPlanned(delivery, planned, write, effect);

  const fence = demandFence(delivery);
  const identity: IntentIdentity = { connectionId: delivery.connectionId, target: delivery.targetId, effect: name, sourceConnection: record.page.sourceConnection, sourceKey: record.pending.key, slot };
  const intent = await run.ports.store.intend(
    { identity, runId: run.runId, flowId: run.plan.flow.id, lineage: record.pending.lineage, payload, fingerprint, ledger: ledgerKey && { key: ledgerKey, fingerprint: ledgerFingerprint ?? fingerprint } },
    fence,
  );
  delivery.open.add(intent);
  let result: EffectResult;
  try {
    result = await effect.send(delivery.client, payload, intent.key, delivery.call);
  } catch (thrown) {
    const error = asFluxoError(thrown);
    if (error.kind === 'bug') throw unsureOf(delivery, name, error.data.what, thrown);
    if (!error.data.maybeDone) await settleFailed(delivery, intent, fence);
    throw error;
  }
  const settled = await settleDone(delivery, intent, result, fence);
  addsUp();
  if (write && planned) {
    delivery.writes.push(write);
    await noteDone(delivery, planned, write, result.id);
  }
  return settled;
}

async function settleFailed(delivery: Delivery, intent: Intent, fence: Fence): Promise<void> {
  await delivery.run.ports.store.settleIntent(intent.id, { state: 'failed' }, fence);
  delivery.open.delete(intent);
}

async function settleDone(delivery: Delivery, intent: Intent, result: EffectResult, fence: Fence): Promise<DoneEffect> {
  // Only here another record may begin meanwhile: no more writes stand decided and unsent than are worked on, whatever happens, and none is begun because one fails.
  await delivery.aside(delivery.run.ports.store.settleIntent(intent.id, { state: 'done', result }, fence));
  delivery.open.delete(intent);
  const done = { result, fingerprint: intent.ledger?.fingerprint ?? '' };
  // An intent of an older lineage was another version's; its result is in the ledger now, where this one will see it.
  if (intent.lineage === delivery.record.pending.lineage) (await doneEffects(delivery)).set(doneKey(delivery, intent.identity.effect, intent.identity.slot), done);
  return done;
}

/**
 * D3: before a record is worked on, what was sent for it with unknown outcome is cleared up with the payload as it was stored, never mapped
 * again: sent once more with the same key, or looked up. Throws `delivery.unsure` when that is not possible, `remote` when not now.
 */
export async function resolveOpen(delivery: Delivery): Promise<void> {
  // A settled one leaves the set while we walk it, which a set allows.
  for (const intent of delivery.open) {
    const { effect: name } = intent.identity;
    const effect = effectNamed(delivery, name);
    if (delivery.run.input.dryRun) {
      delivery.note({ code: 'delivery.would_resolve', text: `“${effect?.label ?? name}” was sent before with unknown outcome; a real run would clear that up first.`, params: { effect: effect?.label ?? name } });
      continue;
    }
    if (!effect) throw unsureOf(delivery, name, 'this version of the connector does not know it any more.');
    if (effect.repeat === 'lookup' && (await foundBefore(delivery, intent, effect))) continue;
    await sendAgain(delivery, intent, effect);
  }
}

async function foundBefore(delivery: Delivery, intent: Intent, effect: EffectDefinition<unknown>): Promise<boolean> {
  if (!effect.lookUp) throw unsureOf(delivery, effect.name, 'the service cannot be asked.');
  let found: EffectResult | null;
  try {
    found = await effect.lookUp(delivery.client, intent.payload, intent.key, delivery.call);
  } catch (thrown) {
    const error = asFluxoError(thrown);
    throw error.kind === 'remote' || error.kind === 'setup' ? error : unsureOf(delivery, effect.name, error.data.what, thrown);
  }
  if (!found) return false;
  await settleDone(delivery, intent, found, demandFence(delivery));
  delivery.note({ code: 'delivery.had_arrived', text: `${effect.label}: sent before with unknown outcome; it had arrived (${found.type} ${found.label ?? found.id}).`, params: { effect: effect.label, type: found.type, label: found.label ?? found.id } });
  return true;
}

async function sendAgain(delivery: Delivery, intent: Intent, effect: EffectDefinition<unknown>): Promise<void> {
  const fence = demandFence(delivery);
  let result: EffectResult;
  try {
    result = await effect.send(delivery.client, intent.payload, intent.key, delivery.call);
  } catch (thrown) {
    const error = asFluxoError(thrown);
    if (error.kind === 'bug') throw unsureOf(delivery, effect.name, error.data.what, thrown);
    // Only a refusal of this very payload proves that it is not there; a service that could not be reached proves nothing about the first time.
    const surelyNotThere = !error.data.maybeDone && (error.kind === 'data' || effect.repeat === 'lookup');
    if (surelyNotThere) await settleFailed(delivery, intent, fence);
    if (error.kind !== 'data' || error.data.maybeDone) throw error;
    delivery.note({ code: 'delivery.had_not_arrived', text: `${effect.label}: sent before with unknown outcome; sent again it was refused: ${error.data.what}`, params: { effect: effect.label } });
    return;
  }
  await settleDone(delivery, intent, result, fence);
  delivery.note({ code: 'delivery.sent_again', text: `${effect.label}: sent before with unknown outcome, sent again with the same key (${result.type} ${result.label ?? result.id}).`, params: { effect: effect.label, type: result.type, label: result.label ?? result.id } });
}
