import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Fence, Lease, Leases } from '#engine/ports.ts';
import type { Database } from './sqlite/database.ts';
import { isAlive } from './sqlite/processes.ts';

/** A holder that gave no sign of life for so many milliseconds has lost its lease. */
export const usualTtlMs = 15_000;

export interface LeaseOptions {
  /** A holder that gave no sign of life for so long has lost its lease. */
  readonly ttlMs?: number;
  /** Wall clock in milliseconds; says only since when, never decides alone. */
  readonly now?: () => number;
  /** A clock that never jumps, in milliseconds. */
  readonly monotonic?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
  /** Process the leases are taken for, and whether one still runs. */
  readonly pid?: number;
  readonly isAlive?: (pid: number) => boolean;
}

export interface WaitingLeases extends Leases {
  /** Waits until the lease is free and takes it. */
  wait(name: string, purpose: string): Promise<Lease>;
}

interface LeaseRow {
  readonly number: number;
  readonly owner: string | null;
  readonly host: string;
  readonly pid: number;
  readonly purpose: string;
  readonly since: number;
  readonly deadline: number;
  readonly beat: number;
}

/**
 * Leases as rows, one owner each over all processes of the workspace. An owner shows that it lives by counting up `beat`. Others take
 * over at once when its process is gone, else only after they themselves have watched the same beat for `ttlMs` on their monotonic clock:
 * a wall clock that jumps takes nobody's lease. The number grows with each owner; whoever comes with an older one cannot commit.
 */
export function makeLeases(db: Database, options: LeaseOptions = {}): WaitingLeases & { close(): void } {
  const ttlMs = options.ttlMs ?? usualTtlMs;
  const now = options.now ?? Date.now;
  const monotonic = options.monotonic ?? (() => performance.now());
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const pid = options.pid ?? process.pid;
  const alive = options.isAlive ?? isAlive;

  const select = db.prepare('SELECT number, owner, host, pid, purpose, since, deadline, beat FROM leases WHERE name = ?');
  const acquire = db.prepare(`
    INSERT INTO leases (name, number, owner, host, pid, purpose, since, deadline, beat) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
    ON CONFLICT DO UPDATE SET number = number + 1, owner = ?2, host = ?3, pid = ?4, purpose = ?5, since = ?6, deadline = ?7, beat = 0
    RETURNING number`);
  const renew = db.prepare('UPDATE leases SET beat = beat + 1, deadline = ? WHERE name = ? AND number = ? AND owner = ?');
  const release = db.prepare('UPDATE leases SET owner = NULL WHERE name = ? AND number = ? AND owner = ?');
  const watched = new Map<string, { readonly number: number; readonly beat: number; readonly since: number }>();
  const held = new Set<() => void>();

  const gone = (row: LeaseRow) => row.host === hostname() && !alive(row.pid);

  /** True when we have seen the same beat of the same owner for long enough. */
  function silent(name: string, row: LeaseRow): boolean {
    const seen = watched.get(name);
    if (seen?.number === row.number && seen.beat === row.beat) return monotonic() - seen.since >= ttlMs;
    watched.set(name, { number: row.number, beat: row.beat, since: monotonic() });
    return false;
  }

  async function tryTake(name: string, purpose: string): Promise<Lease | LeaseRow> {
    const owner = `${pid}-${randomUUID()}`;
    const taken = await db.write(() => {
      const row = select.get(name) as LeaseRow | undefined;
      if (row && row.owner !== null && !gone(row) && !silent(name, row)) return row;
      return acquire.get(name, owner, hostname(), pid, purpose, now(), now() + ttlMs) as { number: number };
    });
    if ('owner' in taken) return taken;
    watched.delete(name);
    return hold(name, owner, { lease: name, number: taken.number });
  }

  function hold(name: string, owner: string, fence: Fence): Lease {
    const lost = new AbortController();
    let proven = monotonic();
    let beating = false;
    const beat = async () => {
      if (beating) return;
      beating = true;
      try {
        const changed = await db.write(() => renew.run(now() + ttlMs, name, fence.number, owner).changes);
        if (changed === 0) end();
        else proven = monotonic();
      } catch {
        // A full disk or a locked file is no proof of a loss; only time is.
        if (monotonic() - proven >= ttlMs) end();
      } finally {
        beating = false;
      }
    };
    const timer = setInterval(() => void beat(), ttlMs / 3);
    timer.unref();
    const stop = () => {
      clearInterval(timer);
      held.delete(stop);
    };
    const end = () => {
      stop();
      lost.abort();
    };
    held.add(stop);
    return {
      fence,
      lost: lost.signal,
      async sure() {
        // Nobody takes over before a whole `ttlMs` of silence.
        if (!lost.signal.aborted && monotonic() - proven < ttlMs / 2) return;
        await db.write(() => renew.run(now() + ttlMs, name, fence.number, owner), fence);
        proven = monotonic();
      },
      async release() {
        stop();
        await db.write(() => release.run(name, fence.number, owner));
      },
    };
  }

  const isLease = (taken: Lease | LeaseRow): taken is Lease => 'fence' in taken;

  async function wait(name: string, purpose: string): Promise<Lease> {
    for (;;) {
      const taken = await tryTake(name, purpose);
      if (isLease(taken)) return taken;
      await sleep(20 + Math.random() * 60);
    }
  }

  return {
    wait,
    async take(name, purpose) {
      let taken = await tryTake(name, purpose);
      if (!isLease(taken) && taken.deadline < now() - ttlMs) {
        // By its own clock it should have given a sign long ago: hung, or the clock jumped. Watch it to know.
        await sleep(ttlMs);
        taken = await tryTake(name, purpose);
      }
      return isLease(taken) ? taken : null;
    },
    async holder(name) {
      const row = select.get(name) as LeaseRow | undefined;
      return row && row.owner !== null && !gone(row) ? { purpose: row.purpose, since: row.since } : null;
    },
    async hold(name, purpose, work) {
      const taken = await wait(name, purpose);
      try {
        return await work(taken);
      } finally {
        await taken.release();
      }
    },
    /** Stops giving signs of life; what is still held then passes to whoever asks next. */
    close() {
      for (const stop of held) stop();
    },
  };
}
