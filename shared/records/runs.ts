import type { ErrorData } from '../errors.ts';
import type { OutcomeCounts, RunStatus } from './outcomes.ts';

/** Records that went into a node and out of each of its ports. */
export interface NodeCounts {
  readonly in: number;
  readonly out: Readonly<Record<string, number>>;
  /** Records that ended at this node with a problem. */
  readonly problems: number;
}

/** One run as lists, the CLI and the screen show it. Invariant once finished: `read` = sum of `outcomes`. */
export interface RunSummary {
  readonly runId: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly status: RunStatus;
  readonly dryRun: boolean;
  readonly trigger: 'user' | 'cli' | 'schedule' | 'resume';
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly durationMs: number;
  readonly read: number;
  readonly outcomes: OutcomeCounts;
  readonly nodes: Readonly<Record<string, NodeCounts>>;
  readonly error?: ErrorData;
}
