import type { Cursor, StreamDefinition } from '#connectors/sdk/connector.ts';
import type { NodeWork } from '#engine/nodes/executor.ts';
import { branchesOf, type PlanNode } from '#engine/plan/plan.ts';
import type { NewRecord, PendingRecord, SourceRef } from '#engine/ports.ts';
import { linesBehind } from '#shared/bytes/lines.ts';
import { findStream } from '#shared/catalog/catalog.ts';
import { asFluxoError, FluxoError } from '#shared/errors.ts';
import type { SourceRecord, StoryStep } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { stableText } from '#shared/records/stableText.ts';
import { endOfUnable, endOfUnread } from './again.ts';
import { thingOf } from '#engine/delivery/twins.ts';
import { streamNamed } from './definitions.ts';
import { workLanes } from './lanes.ts';
import { makeOverlap, type Overlap } from './overlap.ts';
import { runPage } from './pages.ts';
import { readAhead, type Reading, type ReadPage } from './readAhead.ts';
import { endAll, endWith, takeInHand, withoutSource, type Item, type PageInHand } from './record.ts';
import { persist } from './retry.ts';
import type { Run } from './run.ts';

/** So many pages in a row that bring nothing new and do not move the cursor are a circle. */
const mostIdlePages = 3;
/** A service that gives so many known records in one go to be told apart from new ones is going in a circle, too. */
const mostAsked = 100_000;
/** Single records asked for at the same time. */
const asksAtOnce = 4;

/** Pages worked on side by side, where the targets send lists: while one waits for an answer or the disk the next is mapped. */
const pagesAtOnce = 4;

/** A source node at work: where its records come from and where they go. */
export interface SourceWork {
  readonly node: PlanNode;
  /** `connector.stream`. */
  readonly stream: string;
  /** Reads all there is, or as much as the run may take, and works it off page by page. */
  readAll(): Promise<void>;
  /** Reads one record by its key; false when the stream cannot do that or the service does not have it. */
  readOne(key: string): Promise<boolean>;
  /** Works off records an earlier run left open, or problems to be tried again. */
  goOn(records: readonly PendingRecord[], connectionId: string): Promise<void>;
}

export function makeSourceWork(run: Run, node: PlanNode, works: ReadonlyMap<string, NodeWork>, roomInRun: () => number): SourceWork {
  const { ports } = run;
  const streamId = String(node.node.settings['stream']);
  const connectionId = node.node.connection!;
  const stream = streamDefinition(ports, streamId);
  const settings = withDefaults(findStream(ports.catalog, streamId)?.settings ?? stream.settings, node.node.settings);
  const ref: SourceRef = { flowId: run.plan.flow.id, nodeId: node.id, connectionId, stream: streamId };
  const branches = branchesOf(run.plan, node.id);
  /** Records whose identity the connector could not tell, by the key made up for them. */
  const unreadable = new Map<string, FluxoError>();

  const client = () => persist(run.gate(connectionId), run.stopping, () => ports.connections.client(connectionId));
  const here = (error: FluxoError) => error.at({ node: node.id, connection: connectionId });
  const room = () => Math.min(roomInRun(), roomBehind(node.id));

  /** How many more records the limits of the flow let through from here: as many as the widest of the ways on. */
  function roomBehind(nodeId: string): number {
    const own = works.get(nodeId)?.room?.() ?? Infinity;
    const ways = Object.values(run.plan.nodes.get(nodeId)!.next).flat().map(roomBehind);
    return ways.length === 0 ? own : Math.min(own, Math.max(...ways));
  }

  /** True when all targets behind a node take pages side by side. */
  function takesManyPages(nodeId: string): boolean {
    const ways = Object.values(run.plan.nodes.get(nodeId)!.next).flat();
    return (works.get(nodeId)?.takesManyPages ?? true) && ways.every(takesManyPages);
  }

  function asNew(record: SourceRecord): NewRecord {
    try {
      const key = stream.key(record);
      const version = stream.version(record);
      return { key, version, ...describe(record, key), source: record };
    } catch (thrown) {
      const text = ports.hash(stableText(record)).slice(0, 16);
      const key = `unreadable-${text}`;
      unreadable.set(key, here(asFluxoError(thrown)));
      return { key, version: text, title: key, source: record };
    }
  }

  function describe(record: SourceRecord, key: string): Pick<NewRecord, 'title' | 'subtitle' | 'amount'> {
    try {
      return stream.describe(record);
    } catch {
      return { title: key };
    }
  }

  /** Not an async function: while the page is under way nothing here holds what was read. */
  function workOff(records: readonly PendingRecord[], sourceConnection: string): Promise<void> {
    const page: PageInHand = { sourceNode: node.id, sourceConnection, shared: [] };
    const now = ports.clock.now();
    const items = records.map((record): Item => ({ record: takeInHand(withoutSource(record), page, now, thingOf(stream, record)), value: record.source }));
    run.tally.read += records.length;
    if (unreadable.size === 0) return runPage(run, branches, works, items, page);
    return workOffReadable(items, page);
  }

  async function workOffReadable(items: readonly Item[], page: PageInHand): Promise<void> {
    const isBad = ({ record }: Item) => unreadable.has(record.pending.key);
    const bad = items.filter(isBad);
    for (const { record } of bad) {
      record.branches = 1;
      endWith(run, record, node.id, unreadable.get(record.pending.key)!);
    }
    await runPage(run, branches, works, bad.length === 0 ? items : items.filter((item) => !isBad(item)), page);
    if (bad.length > 0) await run.finisher.flush();
    for (const { record } of bad) unreadable.delete(record.pending.key);
  }

  /** Takes a page in pieces no larger than what may go on, so that the cursor never passes what was not taken. Returns how many were new. */
  async function takeAndWork(page: ReadPage, overlap: Overlap): Promise<number> {
    let rest = page.records.map(asNew);
    let { lines } = page;
    let taken = 0;
    for (;;) {
      const most = room();
      if (most <= 0 && rest.length > 0) return taken;
      const piece = await ports.store.takePage(run.runId, node.id, { records: rest, ...(lines && { lines }), cursor: page.cursor, dedupe: true, steps: page.steps, ...(most < rest.length && { most }) }, run.fence);
      taken += piece.records.length;
      rest = rest.slice(piece.consumed);
      // Taken whole, its lines are gone.
      if (lines && rest.length > 0) lines = linesBehind(lines, piece.consumed);
      await overlap.begin(piece.records.map(({ key }) => key), () => workOff(piece.records, connectionId));
      if (rest.length === 0 || run.stopping.aborted) return taken;
    }
  }

  async function askFor(key: string, steps: StoryStep[]): Promise<SourceRecord | null> {
    const context = { client: await client().catch(rethrow(here)), settings, cursor: null, signal: run.stopping, noteExchange: (exchange: Extract<StoryStep, { kind: 'exchange' }>['exchange']) => void steps.push({ kind: 'exchange', at: exchange.startedAt, node: node.id, exchange }) };
    return persist(run.gate(connectionId), run.stopping, () => stream.readOne!(context, key)).catch(rethrow(here));
  }

  /** Records whose source says anew what they are; as many questions at once as a target would ask. */
  async function readAgain(records: readonly PendingRecord[], sourceConnection: string): Promise<void> {
    if (!stream.readOne || sourceConnection !== connectionId) return endAll(run, records, (record) => endOfUnread(record, 'cannotRead'));
    const found: PendingRecord[] = [];
    const gone: PendingRecord[] = [];
    await workLanes(records.map((record) => [record]), asksAtOnce, () => run.stopping.aborted, async (record) => {
      try {
        const steps: StoryStep[] = [];
        const now = await askFor(record.key, steps);
        const renewed = now && asNew(now);
        // Another key is another record.
        if (renewed?.key !== record.key) gone.push(record);
        else found.push(await ports.store.renewRecord(run.runId, record.seq, { record: renewed, steps }, run.fence));
      } catch (thrown) {
        run.halt(thrown);
      }
    });
    if (gone.length > 0) await endAll(run, gone, (record) => endOfUnread(record, 'gone'));
    if (found.length > 0 && !run.stopping.aborted) await workOff(found.toSorted((one, other) => one.seq - other.seq), connectionId);
  }

  const circle = () => new FluxoError({ code: 'source.circle', kind: 'bug', what: `“${node.name}” gives the same records over and over.`, where: { node: node.id, connection: connectionId }, fix: 'Please report it with the log of this run.', params: { node: node.name } });

  return {
    node,
    stream: streamId,
    async readAll() {
      let cursor: Cursor | null = await ports.store.cursor(ref);
      let extra = 0;
      while (!run.stopping.aborted && room() > 0) {
        const limit = room() + extra;
        let idle = 0;
        let found = 0;
        let given = 0;
        const reading: Reading = { node: node.id, connectionId, stream, client: await client().catch(rethrow(here)), settings, cursor, limit };
        // With a limit a page has to be through before it is known how much more may come.
        const overlap = makeOverlap(Number.isFinite(limit) || !takesManyPages(node.id) ? 1 : pagesAtOnce);
        try {
          for await (const page of readAhead(run, reading)) {
            const before: string = stableText(cursor);
            given += page.records.length;
            const taken = await takeAndWork(page, overlap);
            cursor = page.cursor;
            found += taken;
            if (run.stopping.aborted || room() <= 0) return;
            idle = taken === 0 && page.records.length > 0 && stableText(cursor) === before ? idle + 1 : 0;
            if (idle >= mostIdlePages) throw circle();
          }
        } catch (thrown) {
          rethrow(here)(thrown);
        } finally {
          await overlap.drain();
        }
        if (given < limit) return;
        // The reader stopped at its limit, but some of what it gave was known already; there may be more behind, so ask for more.
        extra = found === 0 ? limit * 2 : given - found;
        if (extra > mostAsked) throw circle();
      }
    },
    async readOne(key) {
      if (!stream.readOne) return false;
      const steps: StoryStep[] = [];
      const found = await askFor(key, steps);
      if (!found) return false;
      const { records } = await ports.store.takePage(run.runId, node.id, { records: [asNew(found)], dedupe: false, steps }, run.fence);
      await workOff(records, connectionId);
      return true;
    },
    async goOn(records, sourceConnection) {
      const toRead = records.filter((record) => record.again === 'read');
      const recorded = records.filter((record) => record.again !== 'read');
      // Where nothing is written an older version does no harm, and may be just what somebody wants to try.
      const cannot = (record: PendingRecord) => (record.cannot === 'newerRead' && run.plan.targets.length === 0 ? undefined : record.cannot);
      const unable = new Map(recorded.flatMap((record) => (cannot(record) ? [[record, endOfUnable(record)!] as const] : [])));
      if (unable.size > 0) await endAll(run, [...unable.keys()], (record) => unable.get(record)!);
      if (toRead.length > 0) await readAgain(toRead, sourceConnection);
      const able = recorded.filter((record) => !unable.has(record));
      if (able.length > 0) await workOff(able, sourceConnection);
    },
  };
}

function rethrow(here: (error: FluxoError) => FluxoError): (thrown: unknown) => never {
  return (thrown) => {
    throw thrown instanceof FluxoError ? here(thrown) : thrown;
  };
}

function streamDefinition(ports: Run['ports'], streamId: string): StreamDefinition<unknown> {
  const found = streamNamed(ports, streamId);
  if (!found) throw new FluxoError({ code: 'flow.unknown_connector', kind: 'setup', what: `This Fluxo has no stream “${streamId}”.`, fix: 'Choose another stream, or update Fluxo.', params: { id: streamId } });
  return found;
}
