import type { ErrorData } from '#shared/errors.ts';

/** What a storage thread offers: objects whose methods take data and promise data. */
export type Part = 'store' | 'leases' | 'schedules' | 'heartbeats' | 'privacy';

/** How a storage thread is started. One `writes` for a process; one that `looks` beside it answers people while that is busy. */
export interface ThreadStart {
  readonly file: string;
  readonly role: 'writes' | 'looks';
  readonly leaseTtlMs: number;
}

export type ToThread =
  /** `at` = the caller's clock, in milliseconds. */
  | { readonly is: 'call'; readonly id: number; readonly part: Part; readonly method: string; readonly args: readonly unknown[]; readonly at: number }
  | { readonly is: 'close' };

export type FromThread =
  | { readonly is: 'ready'; readonly methods: Readonly<Record<Part, readonly string[]>> }
  | { readonly is: 'failed'; readonly error: ErrorData }
  | { readonly is: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly is: 'refused'; readonly id: number; readonly error: ErrorData; readonly stack: string }
  /** A lease taken over this thread was lost. */
  | { readonly is: 'lost'; readonly lease: number }
  | { readonly is: 'closed' };
