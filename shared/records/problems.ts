import type { ErrorData } from '../errors.ts';
import type { Outcome } from './outcomes.ts';

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
  readonly state: 'open' | 'solved';
  /** Milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly times: number;
  readonly lastRunId: string;
  readonly lastSeq: number;
}
