import type { Fence } from '#engine/ports.ts';
import type { Database } from '#storage/sqlite/database.ts';
import type { ErasedKeys } from '#storage/privacy/erasedKeys.ts';
import { makeActivity } from './activity.ts';
import { makeBatches } from './batches.ts';
import { makeBlocks } from './blocks.ts';
import { makeComparing } from './comparing.ts';
import { makeLife } from './life.ts';
import { makePlaces } from './places.ts';
import { makeFinishing } from './finishing.ts';
import { makeForms } from './forms.ts';
import { makeIntents } from './intents.ts';
import { makeLedger } from './ledger.ts';
import type { PackedRunStore } from './packing.ts';
import { makePlans } from './plans.ts';
import { makeParked } from './parked.ts';
import { makeProblems } from './problems.ts';
import { makeReading } from './reading.ts';
import { sweepPayloads, type RetentionLimits } from './retention.ts';
import { makeRecorded } from './recorded.ts';
import { makeRuns } from './runs.ts';
import { makeSearching } from './searching.ts';
import { makeSources } from './sources.ts';
import { makeTakenPages } from './takenPages.ts';
import { makeTaking } from './taking.ts';
import { makeTotals } from './totals.ts';
import { makeTriedAgain } from './triedAgain.ts';

export interface Sweeping {
  /** Removes payloads nobody needs any more; how many blocks went. */
  sweep(now: number, limits?: RetentionLimits): Promise<number>;
  /** Copies the database when the last copy is of another day (UTC). */
  backUp(now: number): Promise<boolean>;
  /** Looks at every page of the database; throws `storage.damaged`, and so does every later start. */
  checkPages(): Promise<void>;
}

/** Methods that only look, for people: they may be asked of a second connection, so that nobody waits for a run that writes. */
export const looks = ['runs', 'run', 'records', 'story', 'life', 'find', 'findInside', 'compareRuns', 'fieldValues', 'problems', 'problemCauses', 'parked', 'openProblems', 'samples', 'totals', 'activity', 'leftOpen'] as const satisfies readonly (keyof PackedRunStore)[];

/** What has ended, and what was answered, waits so long for a commit to join. The second is short: the next write for the same record may wait for it. */
const finishWaitsMs = 10;
const settleWaitsMs = 2;

/** The engine's store on SQLite. Each method that writes is one transaction, shared with others asked for in the same turn. */
export function makeRunStore(db: Database, now: () => number, keys: Pick<ErasedKeys, 'hide' | 'reload'> = { hide: (key) => key, reload: () => undefined }): PackedRunStore & Sweeping {
  const blocks = makeBlocks(db);
  const sources = makeSources(db);
  const plans = makePlans(db, sources, blocks, keys.hide);
  const pages = makeTakenPages(db);
  const runs = makeRuns(db, sources, plans, pages);
  const totals = makeTotals(db);
  const activity = makeActivity(db);
  const searching = makeSearching(db);
  const parked = makeParked(db);
  const ledger = makeLedger(db, keys.hide);
  const batches = makeBatches(db, ledger);
  const problems = makeProblems(db);
  const triedAgain = makeTriedAgain(db, runs, batches);
  const intents = makeIntents(db, ledger, keys.hide);
  const taking = makeTaking(db, { runs, sources, blocks, plans, pages, hide: keys.hide });
  const recorded = makeRecorded(db, { runs, sources, blocks, pages, taking });
  const finishing = makeFinishing(db, { runs, sources, blocks, forms: makeForms(db), pages, problems, plans, totals, searching });
  const reading = makeReading(db, { runs, sources, blocks, searching });
  const life = makeLife(db, { runs, sources, blocks, searching, reading, places: makePlaces(db) });
  const compareRuns = makeComparing(db, runs, reading);

  // The time of the call, not of the commit.
  const writeAt = <T>(work: (at: number) => T, fence: Fence): Promise<T> => {
    const at = now();
    return db.write(() => work(at), fence);
  };

  return {
    startRun: (run, fence) => {
      keys.reload();
      return db.write(() => runs.start(run), fence);
    },
    takePage: async (runId, nodeId, packed, fence) => {
      const { places, page } = await writeAt((at) => taking.takePage(runs.open(runId), nodeId, packed, at), fence);
      if (page) pages.keepInMind(page);
      return places;
    },
    pending: async (runId, afterSeq, count) => taking.pending(runs.open(runId), afterSeq, count),
    takeProblems: (runId, choice, fence) => writeAt((at) => triedAgain.take(runs.open(runId), choice, at), fence),
    takeRecorded: (runId, choice, fence) => writeAt((at) => recorded.take(runs.open(runId), choice, at), fence),
    renewRecord: (runId, seq, record, fence) => writeAt((at) => recorded.renew(runs.open(runId), seq, record, at), fence),
    finishRecords: (runId, batch, fence) => db.write(() => finishing(runs.open(runId), batch), fence, finishWaitsMs),
    finishRun: (runId, end, fence) =>
      db.write(() => {
        const summary = runs.finish(runId, end);
        if (!runs.anyOpen(summary.flowId)) batches.retire(summary.flowId);
        return summary;
      }, fence),

    cursor: async (source) => sources.cursor(source),
    setCursor: (source, cursor) => db.write(() => sources.reset(source, cursor)),

    intend: (intent, fence) => db.write(() => intents.intend(intent, fence), fence),
    settleIntent: (id, end, fence) => db.write(() => intents.settle(id, end), fence, settleWaitsMs),
    openIntents: async (where, sourceKeys) => intents.open(where, sourceKeys),
    doneIntents: async (lineage) => intents.done(lineage),

    intendBatch: async (batch, fence) => {
      const { id, key, parts } = await db.write(() => batches.intend(batch, fence), fence);
      batches.keepInMind(id, parts);
      return { id, key };
    },
    settleBatch: (id, ends, fence) => db.write(() => batches.settle(id, ends), fence),
    openBatches: async (place, sourceKeys) => batches.open(place, sourceKeys),
    doneParts: async (place, lineages) => batches.done(place, lineages),
    recallMany: async (scope, keys, lineages) => ledger.recallMany(scope, keys, lineages),

    recall: async (key, lineage) => ledger.recall(key, lineage),
    origins: async (connectionId, sourceConnection, type, ids) => ledger.origins(connectionId, sourceConnection, type, ids),
    remember: (key, entry, lineage, fence) => db.write(() => ledger.remember([{ key, entry, lineage }]), fence),
    forget: (key, fence) => db.write(() => ledger.forget(key), fence),

    isPlanned: async (planRunId, mark) => plans.isPlanned(planRunId, mark),
    madeUnderPlan: async (planRunId) => plans.made(planRunId),
    totals: async (runId) => {
      const found = runs.find(runId);
      return found ? totals.of(found.run) : [];
    },

    leftOpen: async (flowId) => runs.leftOpen(flowId),
    runs: async (filter) => runs.list(filter),
    run: async (runId) => runs.find(runId)?.summary ?? null,
    records: async (filter) => reading.records(filter),
    story: async (runId, seq) => reading.story(runId, seq),
    life: async (runId, seq) => life.of(runId, seq),
    find: async (search, limit) => life.find(search, limit),
    findInside: async (search, before) => life.findInside(search, before),
    compareRuns: async (runId, otherId, choice) => compareRuns(runId, otherId, choice),
    fieldValues: async (rows, paths) => reading.fieldValues(rows, paths),
    problems: async (filter) => problems.list(filter),
    problemCauses: async (filter) => problems.causes(filter),
    dismissProblems: (choice, reason, at) => db.write(() => problems.dismiss(choice, reason, at)),
    reopenProblems: (choice) => db.write(() => problems.reopen(choice)),
    parked: async (flowId) => parked(flowId),
    openProblems: async () => problems.countOpen(),
    activity: async (from) => activity(from),
    backUp: (at) => db.backUp(at),
    checkPages: async () => db.check(),
    sweep: (at, limits) => sweepPayloads(db, blocks, at, limits),
    samples: async (connectionId, stream, limit) => reading.samples(connectionId, stream, limit),
  };
}
