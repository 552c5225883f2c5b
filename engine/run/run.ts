import type { EnginePorts, Fence } from '#engine/ports.ts';
import type { Plan } from '#engine/plan/plan.ts';
import { asFluxoError, type FluxoError } from '#shared/errors.ts';
import { makeProgress } from '#engine/delivery/keepToPlan.ts';
import type { Progress } from '#engine/delivery/samePlan.ts';
import type { RecordChoice, WayAgain } from '#shared/records/recordChoice.ts';
import type { RunPart, RunSummary, RunVersion } from '#shared/records/runs.ts';
import { makeFinisher, type Finisher } from './finisher.ts';
import { makeLimits } from './limits.ts';
import { makeGate, Stopped, type Gate } from './retry.ts';
import { makeTally, type Tally } from './tally.ts';

export interface RunInput {
  readonly flowId: string;
  readonly dryRun: boolean;
  /** Most records taken from the sources. */
  readonly limit?: number;
  /** Run one record only, by its key in the source. */
  readonly onlyKey?: string;
  /** Carry out the plan of this dry run: exactly its records, exactly as planned. */
  readonly carryOut?: string;
  readonly trigger: RunSummary['trigger'];
  /** Records of the log to run again, instead of reading the sources. */
  readonly records?: RecordChoice;
  /** How they are run again; default `recorded`. */
  readonly way?: WayAgain;
  /** Records go up to and through this node and stop there. Where that leads to no target it is a trial: like a dry run it leaves nothing behind. */
  readonly to?: string;
  /** Which version of the flow this is, where its schedule runs one. */
  readonly version?: RunVersion;
  /** Only the ways through this node are followed, with `records` or else those of the flow's last run. */
  readonly from?: string;
}

/** As somebody asks for it: `last` = the records of the flow's last run. */
export type AskedRun = Omit<RunInput, 'records' | 'version'> & { readonly records?: RecordChoice | 'last'; /** The version that the schedule runs; absent = the flow as it is drawn. */ readonly version?: 'live' };

/** What a run is about when that is not the whole flow with whatever is new. */
export function partOf({ to, from, records, way = 'recorded' }: RunInput): RunPart | undefined {
  if (to === undefined && from === undefined && !records) return undefined;
  return {
    ...(to !== undefined && { to }),
    ...(from !== undefined && { from }),
    ...(records && { again: { way, ...('runId' in records && { of: records.runId }) } }),
  };
}

/** What everything that works on a run shares. */
export interface Run {
  readonly ports: EnginePorts;
  readonly plan: Plan;
  readonly input: RunInput;
  readonly runId: string;
  readonly startedAt: number;
  /** Of the flow's lease; for everything about the run itself. */
  readonly fence: Fence;
  /** Of the lease of a target node's connection and entity; for what is written there. None in a dry run. */
  readonly targetFences: ReadonlyMap<string, Fence>;
  /** Aborts when no further record is to be begun. */
  readonly stopping: AbortSignal;
  /** Aborts when even what is under way has to end: the lease was lost. */
  readonly ending: AbortSignal;
  /** Throws `lease.lost` unless all leases of this run are surely still its own. */
  sure(): Promise<void>;
  readonly tally: Tally;
  readonly finisher: Finisher;
  gate(connectionId: string): Gate;
  /** How far the plan of a dry run has come that records of this run carry out. */
  progressOf(planRunId: string): Promise<Progress>;
  /** In a dry run: whether another record, by its place in the run, plans exactly this write. Once asked, it is planned. */
  isPlanned(mark: string, seq: number): boolean;
  stop(): void;
  /** Ends the run with an error after the records in hand; the first one counts. */
  halt(thrown: unknown): void;
  /** Ends everything at once. */
  abandon(error: FluxoError): void;
  error(): FluxoError | null;
}

export function makeRun(parts: Pick<Run, 'ports' | 'plan' | 'input' | 'runId' | 'startedAt' | 'fence' | 'targetFences' | 'sure'>): Run {
  const stopping = new AbortController();
  const ending = new AbortController();
  const limits = makeLimits(parts.ports.clock, parts.startedAt, parts.plan.policy.maxMinutes);
  const gates = new Map<string, Gate>();
  const random = () => parts.ports.random?.() ?? Math.random();
  const planned = new Map<string, number>();
  let error: FluxoError | null = null;
  const tally = makeTally(parts.plan.order);
  const run: Omit<Run, 'finisher'> = {
    ...parts,
    stopping: stopping.signal,
    ending: ending.signal,
    tally,
    gate(connectionId) {
      let gate = gates.get(connectionId);
      if (!gate) gates.set(connectionId, (gate = makeGate(parts.ports.clock, random, limits)));
      return gate;
    },
    progressOf: makeProgress(parts),
    isPlanned(mark, seq) {
      const by = planned.get(mark);
      if (by === undefined) planned.set(mark, seq);
      return by !== undefined && by !== seq;
    },
    stop: () => stopping.abort(),
    halt(thrown) {
      if (!(thrown instanceof Stopped)) error ??= asFluxoError(thrown);
      stopping.abort();
    },
    abandon(reason) {
      error ??= reason;
      stopping.abort();
      ending.abort();
    },
    error: () => error,
  };
  return { ...run, finisher: makeFinisher(run) };
}
