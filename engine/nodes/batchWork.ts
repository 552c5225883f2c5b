import type { CallContext, LedgerEntry, PartPlan, PartResult, TargetSession } from '#connectors/sdk/connector.ts';
import { placeOf, resolveBatch, resolvedNote, sendBatch, type BatchDelivery, type NewPart, type SentBatch } from '#engine/delivery/batches.ts';
import { ledgerText } from '#engine/delivery/identity.ts';
import type { PartEnd } from '#engine/ports.ts';
import { endWith, errorStep, jsonOf, type Item, type PageInHand } from '#engine/run/record.ts';
import { persist, Stopped, type Gate } from '#engine/run/retry.ts';
import type { Suspects } from '#engine/run/suspects.ts';
import type { Window } from '#engine/run/window.ts';
import { ByteWriter } from '#shared/bytes/byteWriter.ts';
import { asFluxoError, FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
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

/** A record in a batch, and what its row says when it is done. */
interface Share {
  readonly item: Item;
  readonly part: NewPart;
  readonly reason: Reason;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'skipped';
}

/**
 * Delivers what can go in batches and ends those records; returns the ones that have to go by themselves. Of two records with the same key in one page
 * the later is sent when the earlier is through.
 */
export async function deliverBatches(desk: BatchDesk, items: readonly Item[], page: PageInHand): Promise<readonly Item[]> {
  const keys = [...new Set(items.map(({ record }) => record.pending.key))];
  const unsure = await clearUp(desk, items, keys, page);
  const { shares, alone } = await planShares(desk, unsure.size === 0 ? items : items.filter((item) => !unsure.has(item)));
  const now: Share[] = [];
  const later: Share[] = [];
  const taken = new Set<string>();
  for (const share of shares) {
    (taken.has(share.part.sourceKey) ? later : now).push(share);
    taken.add(share.part.sourceKey);
  }
  const batches: Share[][] = [];
  for (let from = 0; from < now.length; from += desk.size) batches.push(now.slice(from, from + desk.size));
  await Promise.all(batches.map((batch) => desk.window.through(() => sendShares(desk, batch, []))));
  // Built on what the earlier one made of the ledger.
  if (later.length > 0) return [...alone, ...(await deliverBatches(desk, later.map(({ item }) => item), page))];
  return alone;
}

/** What was sent before with unknown outcome and holds one of these records is cleared up first. Returns the items that ended because nobody can tell. */
async function clearUp(desk: BatchDesk, items: readonly Item[], keys: readonly string[], page: PageInHand): Promise<ReadonlySet<Item>> {
  const { run, gate, node } = desk;
  const unsure = new Set<Item>();
  for (const sent of await run.ports.store.openBatches(placeOf(desk), keys)) {
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

async function planShares(desk: BatchDesk, items: readonly Item[]): Promise<{ readonly shares: readonly Share[]; readonly alone: readonly Item[] }> {
  const { run, connectionId, sourceConnection, session, node } = desk;
  const { store, hash } = run.ports;
  const batch = session.batch!;
  const alone: Item[] = [];
  const placed: { readonly item: Item; readonly at: { readonly entity: string; readonly key: string } }[] = [];
  for (const item of items) {
    const at = attempt(() => batch.place(item.value));
    if (at) placed.push({ item, at });
    else alone.push(item);
  }
  const tried = placed.filter(({ item }) => item.record.pending.origin !== 'page').map(({ item }) => item.record.pending.lineage);
  const [entries, done] = await Promise.all([
    store.recallMany(connectionId, sourceConnection, placed.map(({ item, at }) => ({ ...at, lineage: item.record.pending.lineage }))),
    tried.length === 0 ? new Map<number, never>() : store.doneParts(placeOf(desk), tried),
  ]);
  const planned: { readonly item: Item; readonly at: { readonly entity: string; readonly key: string }; readonly plan: Extract<PartPlan, { readonly send: unknown }> }[] = [];
  for (const [index, { item, at }] of placed.entries()) {
    const { lineage } = item.record.pending;
    const own = item.record.ledger.get(ledgerText({ connectionId, entity: at.entity, sourceConnection, sourceKey: at.key }));
    const plan = planOf(desk, item, own === undefined ? (entries[index] ?? null) : own, (text) => hash(text).slice(0, 12));
    const before = done.get(lineage);
    if (plan === 'alone') alone.push(item);
    else if ('ended' in plan) run.finisher.end(item.record, { ...plan.ended, node });
    else if (before) run.finisher.end(item.record, { ...plan.done, node, target: before });
    else planned.push({ item, at, plan });
  }
  const bytes = bytesOf(planned.map(({ plan }) => plan.send.text));
  const shares = planned.map(({ item, at, plan }, index): Share => {
    const { json, pending } = item.record;
    const own = bytes[index]!;
    // The same goes to the service, into the intent and into the log.
    if (json?.text === plan.send.text) json.bytes = own;
    return { item, part: { lineage: pending.lineage, sourceKey: pending.key, ledger: at, text: plan.send.text, name: plan.send.name, bytes: own }, ...plan.done };
  });
  return { shares, alone };
}

const writer = new ByteWriter();

/** Texts in UTF-8, each a part of the same memory. */
function bytesOf(texts: readonly string[]): readonly Uint8Array[] {
  writer.begin();
  const ends = texts.map((text) => {
    writer.text(text);
    return writer.length;
  });
  const all = writer.take();
  return ends.map((end, index) => all.subarray(index === 0 ? 0 : ends[index - 1]!, end));
}

/** What cannot be decided for a batch shows its error when the record goes by itself. */
function planOf({ session }: BatchDesk, item: Item, entry: LedgerEntry | null, fingerprint: (text: string) => string): PartPlan {
  return attempt(() => session.batch!.part(item.value, { entry, json: () => jsonOf(item), fingerprint })) ?? 'alone';
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** One batch with all its tries. Refused as a whole it is halved, so that in the end only the record that is at fault pays. Never throws. */
async function sendShares(desk: BatchDesk, shares: readonly Share[], before: readonly StoryStep[]): Promise<void> {
  const { run, gate, node, suspects, connectionId } = desk;
  if (run.stopping.aborted) return;
  const group = { shared: [...before] };
  for (const { item } of shares) item.record.group = group;
  const call = desk.callInto(group.shared);
  const parts = shares.map(({ part }) => part);
  let unknown: SentBatch | null = null;
  let workedBefore: number | null = null;
  let resolved: ReadonlyMap<NewPart, PartResult> = new Map();

  /** Sends what is not known to be there; after a lost answer what was sent is cleared up first. */
  const once = async (): Promise<void> => {
    if (unknown) {
      const sent: SentBatch = unknown;
      const ends = await resolveBatch(desk, sent, call);
      unknown = null;
      resolved = new Map([...resolved, ...sent.parts.flatMap((part, index) => doneOf(part, ends[index]!))]);
    }
    const missing = parts.filter((part) => !resolved.has(part));
    if (missing.length === 0) return;
    const results = await sendBatch(desk, missing, call, (sent) => (unknown = sent));
    resolved = new Map([...resolved, ...missing.map((part, index) => [part, results[index]!] as const)]);
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
    const left = shares.filter(({ part }) => !resolved.has(part));
    endShares(desk, shares, resolved);
    if (error.kind === 'setup') run.halt(error);
    else if (error.kind === 'remote') suspects.add(left.map(({ item }) => item.record), error, workedBefore ?? 0);
    else if (left.length === 1 || unknown) for (const { item } of left) endWith(run, item.record, node, error);
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

const doneOf = (part: NewPart, end: PartEnd): readonly (readonly [NewPart, PartResult])[] => (end.state === 'done' ? [[part, { done: end.result }]] : []);

function endShares(desk: BatchDesk, shares: readonly Share[], results: ReadonlyMap<NewPart, PartResult>): void {
  const { run, node } = desk;
  const done = shares.filter(({ part }) => 'done' in (results.get(part) ?? {}));
  done[0]?.item.record.totals.set(node, [{ by: 'write', key: desk.batch.label, count: done.length }]);
  for (const { item, part, outcome, reason } of shares) {
    const result = results.get(part);
    if (!result) continue;
    if ('refused' in result) endWith(run, item.record, node, new FluxoError(result.refused).at({ node, connection: desk.connectionId }));
    else run.finisher.end(item.record, { outcome, reason, node, target: { type: result.done.type, id: result.done.id, ...(result.done.label !== undefined && { label: result.done.label }) } });
  }
}

const noteInto = ({ run, node }: BatchDesk, steps: StoryStep[]) => (error: FluxoError) => void steps.push(errorStep(run, node, error));
