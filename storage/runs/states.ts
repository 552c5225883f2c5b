import type { Outcome } from '#shared/records/outcomes.ts';

/** How a record stands, as its row says it (migration 15); those from 6 on need a person. */
export const stateOf = { pending: 0, created: 1, updated: 2, unchanged: 3, skipped: 4, filtered: 5, parked: 6, invalid: 7, rejected: 8, unsure: 9 } as const satisfies Record<Outcome | 'pending', number>;

const names = Object.keys(stateOf) as readonly (Outcome | 'pending')[];

export const ofState = (state: number): Outcome | 'pending' => names[state]!;

/** The first state that needs a person, as the index by error has it. */
const firstProblem = 6;

export const isProblemState = (state: number): boolean => state >= firstProblem;
