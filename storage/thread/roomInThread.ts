import type { HeartbeatStore, ScheduleStore } from '#engine/ports.ts';
import type { FluxoError } from '#shared/errors.ts';
import type { Room } from '#storage/room.ts';
import { looks } from '#storage/runs/runStore.ts';
import { leasesAtDesk, type LeaseDesk } from './leaseDesk.ts';
import type { Part } from './messages.ts';
import { startThread, type StorageThread } from './startThread.ts';

/** A room whose thread may die: `died` is told then, once. */
export interface RoomThreadOptions {
  readonly now: () => number;
  readonly leaseTtlMs: number;
  readonly died: (error: FluxoError) => void;
}

const looking: ReadonlySet<string> = new Set(looks);
/** Starting a second thread takes longer than this. */
const worthWaitingMs = 100;

/**
 * Opens the database in a thread of its own, with the one connection of this process that writes; a second thread, started when it
 * is first needed, answers what people look at while the first one is busy. Neither the engine nor a screen waits for the disk.
 */
export async function openRoomInThread(file: string, { now, leaseTtlMs, died }: RoomThreadOptions): Promise<Room> {
  const writes = await startThread({ file, role: 'writes', leaseTtlMs }, {
    now,
    lost: (ticket) => leases.lost(ticket),
    died: (error) => {
      leases.allLost();
      died(error);
    },
  });
  let looker: Promise<StorageThread> | null = null;
  const startLooker = () => {
    const forget = () => void (looker = null);
    looker ??= startThread({ file, role: 'looks', leaseTtlMs }, { now, lost: () => undefined, died: forget });
    looker.catch(forget);
    return looker;
  };

  const methods = <T>(part: Part): T =>
    Object.fromEntries(
      writes.methods[part].map((method) => [
        method,
        method === 'checkPages'
          ? // Takes seconds in a large log, and needs to read only.
            async () => (await startLooker()).call(part, method, [])
          : part === 'store' && looking.has(method)
          ? async (...args: unknown[]) => ((await writes.isFreeWithin(looker ? 0 : worthWaitingMs)) ? writes : await startLooker()).call(part, method, args)
          : (...args: unknown[]) => writes.call(part, method, args),
      ]),
    ) as T;

  const leases = leasesAtDesk(methods<LeaseDesk>('leases'), leaseTtlMs);
  return {
    store: methods<Room['store']>('store'),
    leases,
    schedules: methods<ScheduleStore>('schedules'),
    heartbeats: methods<HeartbeatStore>('heartbeats'),
    privacy: methods<Room['privacy']>('privacy'),
    // The one that looks goes first: whoever closes a database last tidies it up.
    close: () => writes.close(looker?.then((thread) => thread.close())),
  };
}
