import type { Fence, Lease } from '#engine/ports.ts';
import type { WaitingLeases } from '#storage/leases.ts';

/** Leases as a thread hands them out: a number instead of an object with a signal. They beat in that thread. */
export interface LeaseDesk {
  take(name: string, purpose: string): Promise<TicketedLease | null>;
  /** Waits for the lease. */
  wait(name: string, purpose: string): Promise<TicketedLease>;
  /** As `Lease.sure`. */
  sure(ticket: number): Promise<void>;
  release(ticket: number): Promise<void>;
  holder: WaitingLeases['holder'];
}

export interface TicketedLease {
  readonly ticket: number;
  readonly fence: Fence;
}

/** The thread's side. `lost` is told the ticket of a lease that was lost. */
export function makeLeaseDesk(leases: WaitingLeases, lost: (ticket: number) => void): LeaseDesk {
  const held = new Map<number, Lease>();
  let last = 0;
  const handOut = (lease: Lease): TicketedLease => {
    const ticket = ++last;
    held.set(ticket, lease);
    lease.lost.addEventListener('abort', () => lost(ticket), { once: true });
    return { ticket, fence: lease.fence };
  };
  return {
    take: async (name, purpose) => {
      const lease = await leases.take(name, purpose);
      return lease && handOut(lease);
    },
    wait: async (name, purpose) => handOut(await leases.wait(name, purpose)),
    sure: async (ticket) => held.get(ticket)?.sure(),
    release: async (ticket) => {
      const lease = held.get(ticket);
      held.delete(ticket);
      await lease?.release();
    },
    holder: (name) => leases.holder(name),
  };
}

/** The caller's side: leases as the engine knows them. */
export function leasesAtDesk(desk: LeaseDesk, ttlMs: number): WaitingLeases & { lost(ticket: number): void; allLost(): void } {
  const held = new Map<number, AbortController>();
  const asLease = ({ ticket, fence }: TicketedLease, asked: number): Lease => {
    let proven = asked;
    const lost = new AbortController();
    held.set(ticket, lost);
    return {
      fence,
      lost: lost.signal,
      async sure() {
        // The thread's own proof may be half a life old when it answers; together with this third that is less than a whole one.
        const now = performance.now();
        if (!lost.signal.aborted && now - proven < ttlMs / 3) return;
        await desk.sure(ticket);
        proven = now;
      },
      async release() {
        held.delete(ticket);
        await desk.release(ticket);
      },
    };
  };
  const leases: WaitingLeases = {
    take: async (name, purpose) => {
      const asked = performance.now();
      const taken = await desk.take(name, purpose);
      return taken && asLease(taken, asked);
    },
    // It may have waited for long; the first look makes sure.
    wait: async (name, purpose) => asLease(await desk.wait(name, purpose), -Infinity),
    holder: (name) => desk.holder(name),
    hold: async (name, purpose, work) => {
      const lease = await leases.wait(name, purpose);
      try {
        return await work(lease);
      } finally {
        await lease.release();
      }
    },
  };
  return {
    ...leases,
    lost: (ticket) => held.get(ticket)?.abort(),
    /** The thread in which they beat is gone. */
    allLost() {
      for (const lost of held.values()) lost.abort();
      held.clear();
    },
  };
}
