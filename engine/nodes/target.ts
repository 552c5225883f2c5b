import type { CallContext, TargetDefinition, TargetSession } from '#connectors/sdk/connector.ts';
import { doneEffects, resolveOpen, type Delivery } from '#engine/delivery/effects.ts';
import { demandOutcome } from '#engine/delivery/keepToPlan.ts';
import { creditOwnWork, makeRecordContext } from '#engine/delivery/recordContext.ts';
import { findTwins, type Known } from '#engine/delivery/twins.ts';
import type { Intent } from '#engine/ports.ts';
import { lanesOf, workLanes } from '#engine/run/lanes.ts';
import { targetNamed } from '#engine/run/definitions.ts';
import { endingOf } from '#engine/run/outcome.ts';
import { endWith, errorStep, type Item, type PageInHand, type RecordInHand } from '#engine/run/record.ts';
import { inHandFor, makePlaces, type Place } from '#engine/run/places.ts';
import { makeGate, persist, Stopped } from '#engine/run/retry.ts';
import type { Run } from '#engine/run/run.ts';
import { makeSuspects } from '#engine/run/suspects.ts';
import { makeWindow } from '#engine/run/window.ts';
import { findTarget } from '#shared/catalog/catalog.ts';
import { asFluxoError, FluxoError } from '#shared/errors.ts';
import type { Outcome, Reason } from '#shared/records/outcomes.ts';
import type { StoryStep } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { deliverBatches, type BatchDesk } from './batchWork.ts';
import type { Executor } from './executor.ts';

interface Opened {
  readonly client: unknown;
  readonly session: TargetSession;
}

/** Writes records to a connection: looks ahead for a page, then works its lanes side by side. */
export const target: Executor = (node, run) => {
  const { ports } = run;
  const { clock, store } = ports;
  const targetId = String(node.node.settings['target']);
  const connectionId = node.node.connection!;
  const definition = targetDefinition(ports, targetId);
  const settings = withDefaults(findTarget(ports.catalog, targetId)?.settings ?? definition.settings, node.node.settings);
  const gate = run.gate(connectionId);
  const suspects = makeSuspects(run, node.id);
  const batchSize = definition.batch && !run.input.dryRun ? definition.batch.size(settings) : 1;
  const window = makeWindow(definition.batch?.concurrency ?? 1);
  const sessions = new Map<string, Promise<Opened>>();

  /** What a call made for `steps` notes. `remote` failures stand there too, each try. */
  const callInto = (steps: StoryStep[]): CallContext => ({
    signal: run.ending,
    beforeWrite: run.sure,
    noteExchange: (exchange) => void steps.push({ kind: 'exchange', at: exchange.startedAt, node: node.id, exchange }),
  });
  const failedOnce = (steps: StoryStep[]) => (error: FluxoError) => void steps.push(errorStep(run, node.id, error));

  function open(page: PageInHand): Promise<Opened> {
    let opened = sessions.get(page.sourceConnection);
    if (!opened) {
      const work = async (): Promise<Opened> => {
        const client = await ports.connections.client(connectionId);
        return { client, session: await definition.open({ ...callInto(page.shared), client, settings, sourceConnection: page.sourceConnection }) };
      };
      opened = persist(gate, run.stopping, work, failedOnce(page.shared)).catch((thrown: unknown) => {
        sessions.delete(page.sourceConnection);
        throw thrown instanceof FluxoError ? thrown.at({ node: node.id, connection: connectionId }) : thrown;
      });
      sessions.set(page.sourceConnection, opened);
    }
    return opened;
  }

  /** Looks ahead for all; when a record trips it up, for one after the other, so that only that one pays. Returns those that can go on. */
  async function lookAhead(items: readonly Item[], page: PageInHand, { session }: Opened): Promise<readonly Item[]> {
    if (!session.lookAhead || items.length === 0) return items;
    const ahead = (some: readonly Item[]) => persist(gate, run.stopping, () => session.lookAhead!(some.map((item) => item.value), callInto(page.shared)), failedOnce(page.shared));
    try {
      await ahead(items);
      return items;
    } catch (thrown) {
      if (!concernsRecord(thrown)) throw thrown;
    }
    const ready: Item[] = [];
    for (const item of items) {
      try {
        await ahead([item]);
        ready.push(item);
      } catch (thrown) {
        if (!concernsRecord(thrown)) throw thrown;
        endWith(run, item.record, node.id, asFluxoError(thrown).at({ node: node.id, connection: connectionId }));
      }
    }
    return ready;
  }

  const endAsEcho = ({ record }: Item) => {
    const reason: Reason = { code: 'delivery.echo', text: 'Written here by a flow that runs the other way, and not changed since: nothing to send back.' };
    run.finisher.end(record, { outcome: 'skipped', reason, node: node.id });
  };

  async function attempt(item: Item, { client, session }: Opened, open: Set<Intent>, known: Known | undefined, place: Place): Promise<void> {
    const { record } = item;
    const delivery: Delivery = {
      run,
      record,
      node: node.id,
      connectionId,
      targetId,
      target: definition,
      client,
      fence: run.targetFences.get(node.id) ?? null,
      call: callInto(record.steps),
      aside: place.aside,
      open,
      twin: known?.twin ?? null,
      modes: item.modes,
      writes: [],
      totals: [],
      note: (text) => void record.steps.push({ kind: 'note', at: clock.now(), node: node.id, text }),
    };
    const { context, keep } = makeRecordContext(delivery);
    try {
      await resolveOpen(delivery);
      if (known?.isEcho) return endAsEcho(item);
      const before = [...(await doneEffects(delivery)).values()];
      const result = creditOwnWork(await session.apply(item.value, context), before);
      if (record.pending.planned && !run.input.dryRun) demandOutcome(delivery, record.pending.planned, result);
      decided(delivery, result.outcome);
      keep();
      run.finisher.end(record, { outcome: result.outcome, reason: result.reason, node: node.id, ...(result.target && { target: result.target }) });
    } catch (thrown) {
      if (concernsRecord(thrown)) {
        decided(delivery, endingOf(asFluxoError(thrown), node.id).outcome);
        keep();
      }
      throw thrown;
    }
  }

  /** An attempt is through: what it wrote counts, and a dry run keeps what it found. */
  function decided({ record, totals, writes }: Delivery, outcome: Outcome): void {
    if (totals.length > 0) (record.totals ??= new Map()).set(node.id, totals);
    else record.totals?.delete(node.id);
    if (run.input.dryRun) record.steps.push({ kind: 'plan', at: clock.now(), node: node.id, decision: { outcome, writes } });
  }

  async function work(item: Item, opened: Opened, open: Set<Intent>, known: Known | undefined, place: Place): Promise<void> {
    const { steps, pending } = item.record;
    if (pending.again === 'new') steps.push({ kind: 'note', at: clock.now(), node: node.id, text: { code: 'delivery.as_new', text: 'Sent as new because somebody chose so: that it was sent before does not count.' } });
    const noteFailure = failedOnce(steps);
    let workedBefore: number | null = null;
    try {
      await persist(gate, run.stopping, () => attempt(item, opened, open, known, place), (error) => {
        workedBefore ??= suspects.worked();
        noteFailure(error);
      });
      suspects.clear();
    } catch (thrown) {
      if (run.ending.aborted || thrown instanceof Stopped) return;
      const error = asFluxoError(thrown).at({ node: node.id, connection: connectionId });
      if (error.kind === 'setup') {
        noteFailure(error);
        run.halt(error);
      } else if (error.kind === 'remote') suspects.add([item.record], error, workedBefore ?? 0);
      else {
        endWith(run, item.record, node.id, error);
        suspects.clear();
      }
    }
    await run.finisher.flushIfDue();
  }

  /** Sends what may go together; returns what has to go by itself. */
  async function inBatches(items: readonly Item[], page: PageInHand, { client, session }: Opened, mayGo: (item: Item) => boolean): Promise<readonly Item[]> {
    const { batch } = definition;
    if (!batch || !session.batch || batchSize <= 1) return items;
    const desk: BatchDesk = { run, node: node.id, connectionId, targetId, batch, how: session.batch.how, client, fence: run.targetFences.get(node.id) ?? null, sourceConnection: page.sourceConnection, session, size: batchSize, gate, suspects, window, callInto };
    const single = items.filter((item) => !mayGo(item));
    return [...single, ...(await deliverBatches(desk, single.length === 0 ? items : items.filter(mayGo), page))];
  }

  return {
    takesManyPages: batchSize > 1,
    async run(items, page) {
      const opened = await open(page);
      const records = items.map((item) => item.record);
      const [intents, twins] = await Promise.all([openIntents(records, page), findTwins(run, records, connectionId)]);
      const isDone = ({ record: { pending } }: Item) => twins.get(pending.key)?.isEcho === true && !intents.has(pending.key);
      items.filter(isDone).forEach(endAsEcho);
      const ready = await lookAhead(items.filter((item) => !isDone(item)), page, opened);
      const intentsOf = (record: RecordInHand) => {
        let found = intents.get(record.pending.key);
        if (!found) intents.set(record.pending.key, (found = new Set()));
        return found;
      };
      // What is known from elsewhere, and what somebody wants sent in a certain way, goes by itself.
      const single = await inBatches(ready, page, opened, ({ record: { pending } }) => !intents.has(pending.key) && !twins.has(pending.key) && pending.again !== 'new' && !pending.planned);
      const lanes = lanesOf(single, (item) => laneOf(opened.session, item), (item) => item.record.pending.key);
      const places = makePlaces(() => definition.concurrency);
      const stopped = () => run.stopping.aborted;
      await workLanes(lanes, inHandFor(definition.concurrency), stopped, (item) =>
        places.through(async (place) => {
          // The run may have stopped while it waited for its place.
          if (!stopped()) await work(item, opened, intentsOf(item.record), twins.get(item.record.pending.key), place);
        }),
      );
      return {};
    },
    atEnd: () => suspects.atEnd(),
    async finish() {
      // Whoever lost the lease leaves the service to the one who has it now.
      if (!definition.finish || run.input.dryRun || run.ending.aborted) return;
      const work = async () => definition.finish!({ ...callInto([]), client: await ports.connections.client(connectionId), settings });
      // A run that has had its time or its retries leaves the service as it should be all the same.
      const unbounded = makeGate(clock, () => ports.random?.() ?? Math.random());
      await persist(unbounded, run.ending, work).catch((thrown: unknown) => {
        throw thrown instanceof FluxoError ? thrown.at({ node: node.id, connection: connectionId }) : thrown;
      });
    },
  };

  async function openIntents(records: readonly RecordInHand[], page: PageInHand): Promise<Map<string, Set<Intent>>> {
    const keys = [...new Set(records.map((record) => record.pending.key))];
    const found = new Map<string, Set<Intent>>();
    for (const intent of await store.openIntents({ connectionId, target: targetId, sourceConnection: page.sourceConnection }, keys)) {
      const { sourceKey } = intent.identity;
      found.set(sourceKey, (found.get(sourceKey) ?? new Set()).add(intent));
    }
    return found;
  }
};

function targetDefinition(ports: Run['ports'], targetId: string): TargetDefinition<unknown> {
  const found = targetNamed(ports, targetId);
  if (!found) throw new FluxoError({ code: 'flow.unknown_connector', kind: 'setup', what: `This Fluxo has no target “${targetId}”.`, fix: 'Choose another target, or update Fluxo.', params: { id: targetId } });
  return found;
}

/** A record whose lane cannot be told goes into one of its own; what is wrong with it shows when it is applied. */
function laneOf(session: TargetSession, item: Item): string {
  try {
    return session.lane(item.value);
  } catch {
    return `record ${item.record.pending.seq}`;
  }
}

/** True when the error is about the record at hand and not about the service or the settings. */
function concernsRecord(thrown: unknown): boolean {
  if (thrown instanceof Stopped) return false;
  const { kind } = asFluxoError(thrown);
  return kind === 'data' || kind === 'bug';
}
