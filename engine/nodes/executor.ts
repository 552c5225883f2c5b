import type { PlanNode } from '#engine/plan/plan.ts';
import type { Item, PageInHand } from '#engine/run/record.ts';
import type { Run } from '#engine/run/run.ts';
import type { Reason } from '#shared/records/outcomes.ts';

/** Records that go on, by port. What is missing has ended at the node. */
export type Passed = Readonly<Record<string, readonly Item[]>>;

/** A node at work in one run. */
export interface NodeWork {
  /** Works off one page. Problems of single records are ended by the node itself; what it throws ends the run. */
  run(items: readonly Item[], page: PageInHand): Promise<Passed> | Passed;
  /** Why a record ends that leaves by a port from which no line goes on. */
  endsAt?(port: string): Reason;
  /** No further page comes. */
  atEnd?(): void;
  /** The run is over, well or not. */
  finish?(): Promise<void>;
  /** False for a node whose pages have to come one after the other; absent = true. */
  readonly takesManyPages?: boolean;
  /** How many more records this node lets through in this run; absent = any number. */
  room?(): number;
}

export type Executor = (node: PlanNode, run: Run) => NodeWork;
