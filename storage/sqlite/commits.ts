import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Fence } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Database } from './database.ts';
import { isBusy, storageError } from './errors.ts';

const givenUpMs = 30_000;
/** A commit that took so long is made although more is waiting: whoever waits for its answer works on while the rest is written. */
const longMs = 8;
/** Where the disk is slow the works of a commit may take so many times as long as it takes to be on the disk. */
const longCommits = 3;

export interface Commits {
  readonly write: Database['write'];
  /** Something waits to be written. */
  areDue(): boolean;
}

interface Waiting {
  readonly work: () => unknown;
  readonly fence: Fence | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

const nameOf = ({ lease, number }: Fence): string => `${number} ${lease}`;

interface Around {
  before(): void;
  /** In the transaction, before any of its works; one that throws refuses all that wait. */
  begun(): void;
  after(): void;
}

/** Writes what is asked for in its order, many works to a commit. `before` and `after` are told when writing begins and when nothing waits any more. */
export function makeCommits(db: DatabaseSync, fileName: string, { before, begun: checkFirst, after }: Around): Commits {
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((sql) => db.prepare(sql)) as [StatementSync, StatementSync, StatementSync];
  const [save, undo, release] = ['SAVEPOINT work', 'ROLLBACK TO work', 'RELEASE work'].map((sql) => db.prepare(sql)) as [StatementSync, StatementSync, StatementSync];
  const leaseNumber = db.prepare('SELECT number FROM leases WHERE name = ? AND owner IS NOT NULL');

  let queue: Waiting[] = [];
  let scheduled = false;
  let joining: NodeJS.Timeout | undefined;
  let joinsAt = 0;
  let busySince: number | null = null;
  let commitMs = 0;

  const checkFence = (fence: Fence) => {
    const row = leaseNumber.get(fence.lease) as { number: number } | undefined;
    if (row?.number === fence.number) return;
    throw new FluxoError({ code: 'lease.lost', kind: 'setup', what: 'Another Fluxo has taken over this work, so nothing more may be kept by this one.', fix: 'Look at the run of the other one; what was left open goes on there or in the next run.', params: { lease: fence.lease } });
  };

  /** False when the database is another's for now: then it is tried again by itself, or all that wait are told. */
  function begun(): boolean {
    try {
      begin.run();
      checkFirst();
      busySince = null;
      return true;
    } catch (thrown) {
      if (db.isTransaction) rollback.run();
      busySince ??= performance.now();
      if (isBusy(thrown) && performance.now() - busySince < givenUpMs) {
        scheduled = true;
        setTimeout(flush, 20 + Math.random() * 80);
        return false;
      }
      busySince = null;
      for (const waiting of queue.splice(0)) waiting.reject(storageError(thrown, fileName));
      return false;
    }
  }

  function flush(): void {
    before();
    clearTimeout(joining);
    joining = undefined;
    scheduled = false;
    if (queue.length === 0 || !begun()) return;
    const works = queue;
    queue = [];
    const ends: (() => void)[] = [];
    // Nobody else writes in this transaction: a fence that held holds until something comes that may change a lease, which has none.
    const held = new Set<string>();
    const beganAt = performance.now();
    const longest = Math.max(longMs, longCommits * commitMs);
    try {
      for (const waiting of works) {
        if (ends.length > 0 && performance.now() - beganAt >= longest) break;
        save.run();
        try {
          if (!waiting.fence) held.clear();
          else if (!held.has(nameOf(waiting.fence))) {
            checkFence(waiting.fence);
            held.add(nameOf(waiting.fence));
          }
          const value = waiting.work();
          ends.push(() => waiting.resolve(value));
        } catch (thrown) {
          // Some errors (a full disk) end the whole transaction by themselves.
          if (!db.isTransaction) throw thrown;
          undo.run();
          ends.push(() => waiting.reject(storageError(thrown, fileName)));
        }
        release.run();
      }
      const workedAt = performance.now();
      commit.run();
      commitMs = performance.now() - workedAt;
    } catch (thrown) {
      if (db.isTransaction) rollback.run();
      for (const waiting of works) waiting.reject(storageError(thrown, fileName));
      return;
    }
    for (const end of ends) end();
    if (ends.length === works.length) {
      after();
      return;
    }
    queue = [...works.slice(ends.length), ...queue];
    schedule();
  }

  function schedule(): void {
    scheduled = true;
    setImmediate(flush);
  }

  return {
    areDue: () => scheduled || joining !== undefined,
    write: <T>(work: () => T, fence?: Fence, mayWaitMs = 0) =>
      new Promise<T>((resolve, reject) => {
        queue.push({ work, fence, resolve: resolve as (value: unknown) => void, reject });
        if (scheduled) return;
        if (mayWaitMs === 0) {
          schedule();
          return;
        }
        const at = performance.now() + mayWaitMs;
        if (joining && joinsAt <= at) return;
        clearTimeout(joining);
        joining = setTimeout(flush, mayWaitMs);
        joinsAt = at;
      }),
  };
}
