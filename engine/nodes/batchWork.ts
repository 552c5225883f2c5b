import type { ApplyResult, CallContext, EffectResult, LedgerEntry, PartContext, PartPlan, PartResult, TargetSession } from '#connectors/sdk/connector.ts';
import { placeOf, resolveBatch, resolvedNote, sendBatch, type BatchDelivery, type NewPart, type SentBatch } from '#engine/delivery/batches.ts';
import { ledgerText } from '#engine/delivery/identity.ts';
import { WrittenPart } from '#engine/delivery/writtenPart.ts';
import { endWith, errorStep, jsonOf, letGo, type Item, type PageInHand, type RecordInHand } from '#engine/run/record.ts';
import { persist, Stopped, type Gate } from '#engine/run/retry.ts';
import type { Suspects } from '#engine/run/suspects.ts';
import type { Window } from '#engine/run/window.ts';
import { placesOfLines } from '#shared/bytes/lines.ts';
import { asFluxoError, FluxoError } from '#shared/errors.ts';
import type { StoryStep } from '#shared/records/story.ts';

/** A target node that sends many records at once, in one page. */
export interface BatchDesk extends BatchDelivery {
  readonly session: TargetSession;
  readonly size: number;
  readonly gate: Gate;
  readonly suspects: Suspects;
  readonly window: Window;
  callInto(steps: StoryStep[]): CallContext;
}

/** A record in a batch, and what its row says when it is done. Without its item, whose fields nobody needs while the answer is awaited. */
interface Share {
  readonly record: RecordInHand;
  readonly part: NewPart;
  readonly done: Omit<ApplyResult, 'target'>;
}

/**
 * Delivers what can go in batches and ends those records; returns the ones that have to go by themselves. Of two records with the same key in one page
 * the later is sent when the earlier is through.
 */
export async function deliverBatches(desk: BatchDesk, items: readonly Item[], page: PageInHand): Promise<readonly Item[]> {
  const keys = [...new Set(items.map(({ record }) => record.pending.key))];
  // Nearly always nothing is open, so what the ledger says is asked for in the same breath.
  const [open, asked] = await Promise.all([desk.run.ports.store.openBatches(placeOf(desk), keys), recall(desk, items)]);
  let recalled = asked;
  if (open.length > 0) {
    const unsure = await clearUp(desk, items, open, page);
    recalled = await recall(desk, items.filter((item) => !unsure.has(item)));
  }
  const { shares, alone, later } = planShares(desk, recalled, keys.length < items.length);
  const batches: Share[][] = [];
  for (let from = 0; from < shares.length; from += desk.size) batches.push(shares.slice(from, from + desk.size));
  await Promise.all(batches.map((batch) => desk.window.through(() => sendShares(desk, batch, []))));
  // Built on what the earlier one made of the ledger.
  if (later.length > 0) return [...alone, ...(await deliverBatches(desk, later, page))];
  return alone;
}

/** What was sent before with unknown outcome and holds one of these records is cleared up first. Returns the items that ended because nobody can tell. */
async function clearUp(desk: BatchDesk, items: readonly Item[], open: readonly SentBatch[], page: PageInHand): Promise<ReadonlySet<Item>> {
  const { run, gate, node } = desk;
  const unsure = new Set<Item>();
  for (const sent of open) {
    try {
      const ends = await persist(gate, run.stopping, () => resolveBatch(desk, sent, desk.callInto(page.shared)), noteInto(desk, page.shared));
      page.shared.push({ kind: 'note', at: run.ports.clock.now(), node, text: resolvedNote(desk, ends) });
    } catch (thrown) {
      const error = asFluxoError(thrown);
      if (thrown instanceof Stopped || (error.kind !== 'data' && error.kind !== 'bug')) throw thrown;
      const held = new Set(sent.parts.map(({ sourceKey }) => sourceKey));
      for (const item of items) {
        if (!held.has(item.record.pending.key) || unsure.has(item)) continue;
        unsure.add(item);
        endWith(run, item.record, node, error);
      }
    }
  }
  return unsure;
}

/** What is known of records that may go in batches, place by place. */
interface Recalled {
  /** Those without a place in the ledger. */
  readonly alone: readonly Item[];
  readonly placed: readonly Item[];
  readonly places: readonly LedgerPlace[];
  readonly entries: readonly (LedgerEntry | null)[];
  /** What an earlier run did of a record already, by its lineage; null when none can have. */
  readonly done: ReadonlyMap<number, EffectResult> | null;
}

interface Planned {
  readonly shares: readonly Share[];
  readonly alone: readonly Item[];
  /** Of two records with the same key the later, whose plan builds on what becomes of the earlier. */
  readonly later: readonly Item[];
}

async function recall(desk: BatchDesk, items: readonly Item[]): Promise<Recalled> {
  const { run, session } = desk;
  const alone: Item[] = [];
  const placed: Item[] = [];
  const places: LedgerPlace[] = [];
  for (const item of items) {
    const at = placeIn(session.batch!, item);
    if (at) {
      placed.push(item);
      places.push(at);
    } else alone.push(item);
  }
  const lineages = placed.map(({ record }) => record.pending.lineage);
  const tried = lineages.filter((_lineage, index) => placed[index]!.record.pending.origin !== 'page');
  const [entries, done] = await Promise.all([recallAll(desk, places, lineages), tried.length === 0 ? null : run.ports.store.doneParts(placeOf(desk), tried)]);
  return { alone, placed, places, entries, done };
}

function planShares(desk: BatchDesk, { alone: unplaced, placed, places, entries, done }: Recalled, hasTwice: boolean): Planned {
  const { run, connectionId, sourceConnection, session, node } = desk;
  const { hash } = run.ports;
  const batch = session.batch!;
  const alone = [...unplaced];
  const planned: { readonly item: Item; readonly at: LedgerPlace; readonly plan: Extract<PartPlan, { readonly send: unknown }> }[] = [];
  const later: Item[] = [];
  const shared = hasTwice ? new Set<string>() : null;
  // One for all of them: whoever plans a part is asked at once and keeps nothing.
  const context = { entry: null as LedgerEntry | null, item: placed[0], json: () => jsonOf(context.item!), fingerprint: (text: string) => hash(text).slice(0, 12) };
  for (let index = 0; index < placed.length; index += 1) {
    const item = placed[index]!;
    const at = places[index]!;
    const { lineage, key } = item.record.pending;
    const own = item.record.ledger?.get(ledgerText({ connectionId, entity: at.entity, sourceConnection, sourceKey: at.key }));
    context.item = item;
    context.entry = own === undefined ? (entries[index] ?? null) : own;
    const plan = planOf(batch, item, context);
    const before = done?.get(lineage);
    if (plan === 'alone') alone.push(item);
    else if ('ended' in plan) run.finisher.end(item.record, { ...plan.ended, node });
    else if (before) run.finisher.end(item.record, { ...plan.done, node, target: before });
    else if (shared?.has(key)) later.push(item);
    else {
      shared?.add(key);
      planned.push({ item, at, plan });
    }
  }
  const bytes = bytesOf(planned.map(({ plan }) => plan.send.text));
  const shares = planned.map(({ item, at, plan }, index): Share => {
    const { record } = item;
    const { lineage, key: sourceKey } = record.pending;
    const own = bytes[index]!;
    // The same goes to the service, into the intent and into the log.
    if (record.json?.text === plan.send.text) record.json.bytes = own;
    letGo(item);
    return { record, part: new WrittenPart(lineage, sourceKey, at, plan.send.name, own), done: plan.done };
  });
  return { shares, alone, later };
}

type LedgerPlace = ReturnType<NonNullable<TargetSession['batch']>['place']>;

/** Keys and lineages by the thousand, as lists of plain values: objects cost several times as much on their way to the store. */
async function recallAll({ run, connectionId, sourceConnection }: BatchDesk, places: readonly LedgerPlace[], lineages: readonly number[]): Promise<readonly (LedgerEntry | null)[]> {
  const found: (LedgerEntry | null)[] = [];
  for (const [entity, indexes] of Map.groupBy(places.keys(), (index) => places[index]!.entity)) {
    const entries = await run.ports.store.recallMany({ connectionId, entity, sourceConnection }, indexes.map((index) => places[index]!.key), indexes.map((index) => lineages[index]!));
    if (indexes.length === places.length) return entries;
    indexes.forEach((index, at) => void (found[index] = entries[at]!));
  }
  return found;
}

/** Where the ledger has a record; null when that cannot be told, which shows as its error when it goes by itself. */
function placeIn(batch: NonNullable<TargetSession['batch']>, { value }: Item): LedgerPlace | null {
  try {
    return batch.place(value);
  } catch {
    return null;
  }
}

const encoder = new TextEncoder();

/** Texts in UTF-8, each a part of the same memory. Written in one go, because each call costs as much as some hundred letters. */
function bytesOf(texts: readonly string[]): readonly Uint8Array[] {
  const all = encoder.encode(texts.join('\n'));
  const places = placesOfLines(all);
  // Not for a connector that breaks its lines although it must not.
  return places.length === texts.length * 2 ? texts.map((_text, line) => all.subarray(places[line * 2], places[line * 2 + 1])) : texts.map((text) => encoder.encode(text));
}

/** What cannot be decided for a batch shows its error when the record goes by itself. */
function planOf(batch: NonNullable<TargetSession['batch']>, { value }: Item, context: PartContext): PartPlan {
  try {
    return batch.part(value, context);
  } catch {
    return 'alone';
  }
}

/** One batch with all its tries. Refused as a whole it is halved, so that in the end only the record that is at fault pays. Never throws. */
async function sendShares(desk: BatchDesk, shares: readonly Share[], before: readonly StoryStep[]): Promise<void> {
  const { run, gate, node, suspects, connectionId } = desk;
  if (run.stopping.aborted) return;
  const group = { shared: [...before] };
  for (const { record } of shares) record.group = group;
  const call = desk.callInto(group.shared);
  const parts = shares.map(({ part }) => part);
  let unknown: SentBatch | null = null;
  let workedBefore: number | null = null;
  /** What is known of each part, by its place; undefined = it has to be sent. */
  const resolved: (PartResult | undefined)[] = Array.from({ length: parts.length });
  let missing: readonly number[] = [...parts.keys()];

  /** Sends what is not known to be there; after a lost answer what was sent is cleared up first. */
  const once = async (): Promise<void> => {
    if (unknown) {
      const sent: SentBatch = unknown;
      const ends = await resolveBatch(desk, sent, call);
      unknown = null;
      for (const [index, end] of ends.entries()) if (end.state === 'done') resolved[missing[index]!] = { done: end.result };
      missing = missing.filter((place) => resolved[place] === undefined);
    }
    if (missing.length === 0) return;
    const results = await sendBatch(desk, missing.length === parts.length ? parts : missing.map((place) => parts[place]!), call, (sent) => (unknown = sent));
    for (const [index, place] of missing.entries()) resolved[place] = results[index]!;
    missing = [];
  };

  try {
    await persist(gate, run.stopping, once, (error) => {
      workedBefore ??= suspects.worked();
      desk.window.narrow();
      noteInto(desk, group.shared)(error);
    });
  } catch (thrown) {
    if (run.ending.aborted || thrown instanceof Stopped) return;
    const error = asFluxoError(thrown).at({ node, connection: connectionId });
    const left = shares.filter((_share, place) => resolved[place] === undefined);
    endShares(desk, shares, resolved);
    if (error.kind === 'setup') run.halt(error);
    else if (error.kind === 'remote') suspects.add(left.map(({ record }) => record), error, workedBefore ?? 0);
    else if (left.length === 1 || unknown) for (const { record } of left) endWith(run, record, node, error);
    else {
      const half = Math.ceil(left.length / 2);
      await sendShares(desk, left.slice(0, half), group.shared);
      await sendShares(desk, left.slice(half), group.shared);
    }
    await run.finisher.flushIfDue();
    return;
  }
  endShares(desk, shares, resolved);
  suspects.clear();
  await run.finisher.flushIfDue();
}

function endShares(desk: BatchDesk, shares: readonly Share[], results: readonly (PartResult | undefined)[]): void {
  const { run, node } = desk;
  let count = 0;
  for (const result of results) if (result !== undefined && 'done' in result) count += 1;
  let isFirst = true;
  for (const [place, { record, done: { outcome, reason } }] of shares.entries()) {
    const result = results[place];
    if (result === undefined) continue;
    if ('refused' in result) {
      endWith(run, record, node, new FluxoError(result.refused).at({ node, connection: desk.connectionId }));
      continue;
    }
    // The first one stands for all of the call.
    if (isFirst) (record.totals ??= new Map()).set(node, [{ by: 'write', key: desk.batch.label, count }]);
    isFirst = false;
    const { type, id, label } = result.done;
    run.finisher.end(record, { outcome, reason, node, target: label === undefined ? { type, id } : { type, id, label } });
  }
}

const noteInto = ({ run, node }: BatchDesk, steps: StoryStep[]) => (error: FluxoError) => void steps.push(errorStep(run, node, error));
