import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeLeases, type LeaseOptions } from './leases.ts';
import { openDatabase, type Database } from './sqlite/database.ts';

let folder: string;
const databases: Database[] = [];
const closing: (() => void)[] = [];
let dead: Set<number>;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fluxo-leases-'));
  dead = new Set();
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  for (const db of databases.splice(0)) await db.close();
  await rm(folder, { recursive: true, force: true });
});

/** A process of its own, as far as leases can tell. */
async function processWith(pid: number, options: LeaseOptions = {}) {
  const db = await openDatabase(path.join(folder, 'fluxo.db'));
  const leases = makeLeases(db, { pid, isAlive: (other) => !dead.has(other), ...options });
  databases.push(db);
  closing.push(() => leases.close());
  return { db, leases };
}

describe('a lease', () => {
  test('has one owner over all processes, and passes on when it is given back', async () => {
    const [one, two] = [await processWith(1), await processWith(2)];
    const lease = await one.leases.take('flow:a', 'Orders');
    expect(lease?.fence).toEqual({ lease: 'flow:a', number: 1 });
    expect(await two.leases.take('flow:a', 'other')).toBeNull();
    expect(await two.leases.holder('flow:a')).toMatchObject({ purpose: 'Orders' });
    expect((await two.leases.take('flow:b', 'other'))?.fence.number).toBe(1);
    await lease?.release();
    expect(await two.leases.holder('flow:a')).toBeNull();
    expect((await two.leases.take('flow:a', 'other'))?.fence.number).toBe(2);
  });

  test('of a process that died passes on at once, and the dead one’s number commits nothing more', async () => {
    const [one, two] = [await processWith(1), await processWith(2)];
    const stale = (await one.leases.take('flow:a', 'Orders'))!;
    await one.db.write(() => 'fine', stale.fence);
    dead.add(1);
    const fresh = (await two.leases.take('flow:a', 'Orders'))!;
    expect(fresh.fence.number).toBe(2);
    await expect(one.db.write(() => 'too late', stale.fence)).rejects.toMatchObject({ data: { code: 'lease.lost', kind: 'setup' } });
    expect(await two.db.write(() => 'fine', fresh.fence)).toBe('fine');
    await fresh.release();
    await expect(two.db.write(() => 'given back', fresh.fence)).rejects.toMatchObject({ data: { code: 'lease.lost' } });
  });

  test('of a process that hangs passes on only after others have watched it in silence, whatever the wall clock says', async () => {
    let monotonic = 0;
    let wall = 1_000_000;
    const options: LeaseOptions = { ttlMs: 900, monotonic: () => monotonic, now: () => wall, sleep: async (ms) => void (monotonic += ms / 2) };
    const [one, two] = [await processWith(1, { ...options, ttlMs: 1e9 }), await processWith(2, options)];
    await one.leases.take('flow:a', 'Orders');
    wall += 3_600_000;
    expect(await two.leases.take('flow:a', 'x')).toBeNull();
    monotonic += 800;
    expect(await two.leases.take('flow:a', 'x')).toBeNull();
    monotonic += 200;
    expect((await two.leases.take('flow:a', 'x'))?.fence.number).toBe(2);
  });

  test('of a living process is kept although the clock of the machine jumps a year ahead', async () => {
    const year = 365 * 86_400_000;
    let wall = Date.now();
    const [one, two] = [await processWith(1, { ttlMs: 120, now: () => wall }), await processWith(2, { ttlMs: 120, now: () => wall })];
    const lease = (await one.leases.take('flow:a', 'Orders'))!;
    wall += year;
    expect(await two.leases.take('flow:a', 'x')).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await two.leases.take('flow:a', 'x')).toBeNull();
    expect(lease.lost.aborted).toBe(false);
    await one.db.write(() => 'still mine', lease.fence);
  });

  test('tells its owner when it is lost', async () => {
    const [one, two] = [await processWith(1, { ttlMs: 60 }), await processWith(2)];
    const lease = (await one.leases.take('flow:a', 'Orders'))!;
    const lost = new Promise<void>((resolve) => lease.lost.addEventListener('abort', () => resolve(), { once: true }));
    dead.add(1);
    await two.leases.take('flow:a', 'x');
    await lost;
    expect(lease.lost.aborted).toBe(true);
  });

  test('held for a piece of work lets one after the other in, from several processes at once', async () => {
    const processes = await Promise.all([1, 2, 3].map((pid) => processWith(pid)));
    let inside = 0;
    let most = 0;
    let done = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside -= 1;
      done += 1;
    };
    await Promise.all(processes.flatMap(({ leases }) => Array.from({ length: 6 }, () => leases.hold('secret:x', 'renewing', work))));
    expect({ most, done }).toEqual({ most: 1, done: 18 });
    await expect(processes[0]!.leases.hold('secret:x', 'renewing', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await processes[1]!.leases.holder('secret:x')).toBeNull();
  });
});

describe('an owner that wants to be sure', () => {
  test('is, without a look at the disk, as long as it gives signs of life; after it stood still it looks', async () => {
    let monotonic = 0;
    const one = await processWith(1, { ttlMs: 900, monotonic: () => monotonic });
    const lease = (await one.leases.take('flow:a', 'Orders'))!;
    let writes = 0;
    const write = one.db.write;
    Object.assign(one.db, { write: (...given: Parameters<typeof write>) => ((writes += 1), write(...given)) });
    await lease.sure();
    expect(writes).toBe(0);
    monotonic += 2_000;
    await lease.sure();
    expect(writes).toBe(1);
    // It has just given one.
    await lease.sure();
    expect(writes).toBe(1);
  });

  test('is told when another one took over while it stood still', async () => {
    let monotonic = 0;
    const [one, two] = [await processWith(1, { ttlMs: 900, monotonic: () => monotonic }), await processWith(2)];
    const lease = (await one.leases.take('flow:a', 'Orders'))!;
    dead.add(1);
    expect(await two.leases.take('flow:a', 'x')).not.toBeNull();
    monotonic += 2_000;
    await expect(lease.sure()).rejects.toMatchObject({ code: 'lease.lost' });
  });
});
