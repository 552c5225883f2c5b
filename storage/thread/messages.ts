import type { ErrorData } from '#shared/errors.ts';

/** What a storage thread offers: objects whose methods take data and promise data. */
export type Part = 'store' | 'leases' | 'schedules' | 'heartbeats' | 'privacy';

/** How a storage thread is started. One `writes` for a process; one that `looks` beside it answers people while that is busy. */
export interface ThreadStart {
  readonly file: string;
  readonly role: 'writes' | 'looks';
  readonly leaseTtlMs: number;
}

/** A call of a method. `at` = the caller's clock, in milliseconds. A list and not an object: its names would be copied with each call. */
export type Call = readonly [id: number, part: Part, method: string, args: readonly unknown[], at: number];

/** How a call ended. */
export type Answer = readonly [id: number, value: unknown] | readonly [id: number, value: undefined, error: ErrorData, stack: string];

/** What was asked for in one turn goes in one message, and so do the answers: waking the other side costs more than most calls. */
export type ToThread =
  | { readonly is: 'calls'; readonly calls: readonly Call[] }
  | { readonly is: 'close' };

export type FromThread =
  | { readonly is: 'ready'; readonly methods: Readonly<Record<Part, readonly string[]>> }
  | { readonly is: 'failed'; readonly error: ErrorData }
  | { readonly is: 'answers'; readonly answers: readonly Answer[] }
  /** A lease taken over this thread was lost. */
  | { readonly is: 'lost'; readonly lease: number }
  | { readonly is: 'closed' };
