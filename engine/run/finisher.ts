import type { FinishedBatch, FinishedRecord } from '#engine/ports.ts';
import { problemOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import type { StoryStep } from '#shared/records/story.ts';
import { addUp, totalsOfRecord, type TotalPart } from '#shared/records/totals.ts';
import { makeFlood } from './flood.ts';
import { causeOf, moreSerious, type Ending } from './outcome.ts';
import type { RecordInHand } from './record.ts';
import { partOf, type Run } from './run.ts';

/** Ended records are kept in batches: one transaction each would cost more than the work itself. */
const batchSize = 100;
const batchMs = 500;
/** Batches handed to the store that are not on disk yet: what a crash would have to work off once more stays small, and so does the memory. */
const mostUnkept = 8;
/** Ten a second is as much as a screen can show. */
const progressMs = 100;

const arrived: ReadonlySet<Outcome> = new Set(['created', 'updated', 'unchanged']);

export interface Finisher {
  /** One branch of a record is through; with its last one the record has ended. */
  end(record: RecordInHand, ending: Ending): void;
  /** Keeps what has ended, when enough has gathered. */
  flushIfDue(): Promise<void>;
  /** Hands what has ended to the store; waits only while too much is on its way there. Throws what an earlier one failed with. */
  flush(): Promise<void>;
  /** The same, and waits until all of it is on disk. */
  keepAll(): Promise<void>;
  tellProgress(): void;
  summary(status: RunSummary['status'], finishedAt?: number): RunSummary;
}

/** Steps that stand in the story of several records: those of their page, and of the call they went in together. */
interface Told {
  readonly shared: readonly StoryStep[];
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

function keepMapped(finished: Writable<FinishedRecord>, { mapped, json }: RecordInHand): void {
  if (typeof mapped === 'string' || mapped instanceof Uint8Array) {
    finished.mappedJson = mapped;
    return;
  }
  finished.mapped = mapped;
  if (json !== null && json.of === mapped) finished.mappedJson = json.bytes ?? json.text;
}

export function makeFinisher(run: Omit<Run, 'finisher'>): Finisher {
  const { ports, tally, input, plan } = run;
  const { clock } = ports;
  const part = partOf(input);
  const flood = makeFlood(plan.policy);
  let waiting = new Map<Told, { readonly records: FinishedRecord[]; readonly totals: TotalPart[] }>();
  let count = 0;
  let flushed = clock.now();
  let told = 0;
  /** In order: the store keeps them one after the other. */
  const unkept: Promise<void>[] = [];
  let failed: { readonly thrown: unknown } | null = null;

  const groups = new WeakMap<Told, Told>();

  /** One for all records of a group, with the page's steps before its own. */
  function toldOf({ page, group }: RecordInHand): Told {
    if (!group) return page;
    let told = groups.get(group);
    if (!told) groups.set(group, (told = { get shared() { return [...page.shared, ...group.shared]; } }));
    return told;
  }

  function finish(record: RecordInHand, ending: Ending, now: number): void {
    const { outcome, reason, error, target, leavesProblem } = ending;
    const isProblem = problemOutcomes.has(outcome);
    tally.outcomes[outcome] += 1;
    if (isProblem) tally.problem(ending.node);
    const finished: Writable<FinishedRecord> = {
      seq: record.pending.seq,
      outcome,
      // Where it stopped is what people look for; what arrived says so by its target.
      reason: arrived.has(outcome) ? reason : { ...reason, node: ending.node },
      mapped: null,
      steps: record.steps,
      at: now,
      ms: now - record.startedAt,
    };
    // One after the other: an object put together from others takes several times as long, and this is done for each record.
    if (target) finished.target = target;
    if (isProblem && error) finished.problem = { error, cause: causeOf(error) };
    if (leavesProblem) finished.leavesProblem = leavesProblem;
    keepMapped(finished, record);
    const told = toldOf(record);
    const same = waiting.get(told);
    if (same) same.records.push(finished);
    else waiting.set(told, { records: [finished], totals: [] });
    const { totals } = record;
    if (totals !== null) waiting.get(told)!.totals.push(...(totals.size === 1 ? [...totals.values()][0]! : totalsOfRecord(totals.values())));
    count += 1;
    // What stands in the list of problems already says nothing new about the service.
    if (record.pending.origin === 'problem') return;
    const paused = flood.note(isProblem && outcome !== 'parked' ? (error ?? null) : null);
    if (paused) run.halt(paused);
  }

  function hand(batch: FinishedBatch): void {
    const kept = ports.store.finishRecords(run.runId, batch, run.fence).catch((thrown: unknown) => void (failed ??= { thrown }));
    unkept.push(kept);
    void kept.then(() => unkept.splice(unkept.indexOf(kept), 1));
  }

  async function write(most: number): Promise<void> {
    const batches = waiting;
    waiting = new Map();
    count = 0;
    flushed = clock.now();
    const nodes = tally.nodes();
    for (const [page, { records, totals }] of batches) hand({ records, shared: page.shared, nodes, totals: addUp(totals) });
    while (unkept.length > most) await unkept[0];
    finisher.tellProgress();
    if (failed) throw failed.thrown;
  }

  function tell(now: number): void {
    if (Math.abs(now - told) < progressMs) return;
    told = now;
    ports.events.progress(finisher.summary('running'));
  }

  const finisher: Finisher = {
    end(record, ending) {
      record.ending = moreSerious(record.ending, ending);
      record.branches -= 1;
      if (record.branches !== 0) return;
      const now = clock.now();
      finish(record, record.ending, now);
      tell(now);
    },
    async flushIfDue() {
      if (count >= batchSize || (count > 0 && clock.now() - flushed >= batchMs)) await finisher.flush();
    },
    flush: () => write(mostUnkept),
    keepAll: () => write(0),
    tellProgress: () => tell(clock.now()),
    summary(status, finishedAt) {
      const error = run.error()?.data;
      return {
        runId: run.runId,
        flowId: plan.flow.id,
        flowName: plan.flow.name,
        status,
        dryRun: input.dryRun,
        trigger: input.trigger,
        ...(part && { part }),
        startedAt: run.startedAt,
        ...(finishedAt !== undefined && { finishedAt }),
        durationMs: (finishedAt ?? clock.now()) - run.startedAt,
        read: tally.read,
        outcomes: { ...tally.outcomes },
        nodes: tally.nodes(),
        ...(error && { error }),
        ...(input.version && { version: input.version }),
        ...(input.carryOut !== undefined && { carriesOut: input.carryOut }),
      };
    },
  };
  return finisher;
}
