import type { HeartbeatStore, ScheduleStore } from '#engine/ports.ts';
import { makeHeartbeatStore } from './heartbeats.ts';
import { makeLeases, type LeaseOptions, type WaitingLeases } from './leases.ts';
import type { PackedRunStore } from './runs/packing.ts';
import { makeErasedKeys } from './privacy/erasedKeys.ts';
import { makePrivacyStore, type PrivacyStore } from './privacy/privacy.ts';
import { makeRunStore, type Sweeping } from './runs/runStore.ts';
import { makeScheduleStore } from './schedules.ts';
import { openDatabase } from './sqlite/database.ts';

/** All that works on the database of a workspace, in this thread or behind one of its own (`thread/`). */
export interface Room {
  readonly store: PackedRunStore & Sweeping;
  readonly leases: WaitingLeases;
  readonly schedules: ScheduleStore;
  readonly heartbeats: HeartbeatStore;
  readonly privacy: PrivacyStore;
  /** Keeps what was asked for, then closes the database. */
  close(): Promise<void>;
}

export interface RoomOptions {
  readonly now: () => number;
  readonly leases?: LeaseOptions;
}

/** Opens the database in this thread. Throws what `openDatabase` throws. */
export async function openRoom(file: string, { now, leases: leaseOptions }: RoomOptions): Promise<Room> {
  const db = await openDatabase(file);
  const keys = makeErasedKeys(db);
  const leases = makeLeases(db, leaseOptions);
  return {
    store: makeRunStore(db, now, keys),
    leases,
    schedules: makeScheduleStore(db),
    heartbeats: makeHeartbeatStore(db),
    privacy: makePrivacyStore(db, keys),
    async close() {
      leases.close();
      await db.close();
    },
  };
}
