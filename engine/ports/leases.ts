/** Proof of holding a lease: a stale owner's number is lower than the newest and cannot commit. */
export interface Fence {
  readonly lease: string;
  readonly number: number;
}

export interface Lease {
  readonly fence: Fence;
  /** Aborts when the lease was lost (another process took it after our heartbeat failed). */
  readonly lost: AbortSignal;
  /** Throws `lease.lost` unless this process surely holds it still. Asks the disk only when its last sign of life is some time ago, as after it stood still. */
  sure(): Promise<void>;
  release(): Promise<void>;
}

export interface Leases {
  /** One owner per name over all processes of the workspace; null when somebody else holds it (who: `holder`). */
  take(name: string, purpose: string): Promise<Lease | null>;
  holder(name: string): Promise<{ readonly purpose: string; readonly since: number } | null>;
  /** Waits for the lease, runs `work`, releases. */
  hold<T>(name: string, purpose: string, work: (lease: Lease) => Promise<T>): Promise<T>;
}
