import type { ErrorData } from '../errors.ts';
import type { OutcomeCounts, RunStatus } from './outcomes.ts';
import type { WayAgain } from './recordChoice.ts';

/** Records that went into a node and out of each of its ports. */
export interface NodeCounts {
  readonly in: number;
  readonly out: Readonly<Record<string, number>>;
  /** Records that ended at this node with a problem. */
  readonly problems: number;
}

/** `live`: what the schedule runs. `draft`: what was drawn since and does something else. */
export type RunVersion = 'draft' | 'live';

/** What a run was about, when that was not the whole flow with whatever is new. */
export interface RunPart {
  /** The node up to which records went. */
  readonly to?: string;
  /** The node whose ways only were followed. */
  readonly from?: string;
  /** Records of the log were run again instead of reading the sources; of this run, or open problems. */
  readonly again?: { readonly way: WayAgain; readonly of?: string };
}

/** One run as lists, the CLI and the screen show it. Invariant once finished: `read` = sum of `outcomes`. */
export interface RunSummary {
  readonly runId: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly status: RunStatus;
  readonly dryRun: boolean;
  readonly trigger: 'user' | 'cli' | 'schedule' | 'resume';
  readonly part?: RunPart;
  /** Which version of the flow ran, where its schedule runs one; absent when it has none, and for runs of before this was noted. */
  readonly version?: RunVersion;
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly durationMs: number;
  readonly read: number;
  readonly outcomes: OutcomeCounts;
  readonly nodes: Readonly<Record<string, NodeCounts>>;
  readonly error?: ErrorData;
  /** The dry run whose plan this run carries out. */
  readonly carriesOut?: string;
  /** The run that carries out the plan of this dry run. */
  readonly carriedOutBy?: string;
}
