import type { ErrorData } from '../errors.ts';
import type { Outcome } from './outcomes.ts';

export const problemStates = ['open', 'solved', 'dismissed'] as const;
/** `solved` closes by itself when the record succeeds; `dismissed` by a person. */
export type ProblemState = (typeof problemStates)[number];

/** A record that needs a person; it stands in the list until it is solved. */
export interface Problem {
  readonly id: string;
  readonly flowId: string;
  readonly nodeId: string;
  readonly key: string;
  readonly title: string;
  readonly outcome: Extract<Outcome, 'parked' | 'invalid' | 'rejected' | 'unsure'>;
  readonly error: ErrorData;
  /** Problems with the same cause share it; the list is grouped by it. */
  readonly cause: string;
  readonly state: ProblemState;
  /** Why somebody decided to leave it as it is. */
  readonly dismissed?: string;
  /** Milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly times: number;
  readonly lastRunId: string;
  readonly lastSeq: number;
}

/** Problems that one act of a person solves: the same cause at the same node of the same flow. */
export interface ProblemCause {
  readonly flowId: string;
  /** Where the records were read. */
  readonly nodeId: string;
  readonly outcome: Problem['outcome'];
  readonly cause: string;
  /** The error of the newest one: its sentence stands for all. */
  readonly error: ErrorData;
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Of dismissed ones: why. */
  readonly dismissed?: string;
}

/** Some problems: of a cause, or named one by one. */
export interface ProblemChoice {
  readonly flowId: string;
  readonly nodeId?: string | undefined;
  readonly cause?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}
