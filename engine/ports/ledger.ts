export interface LedgerKey {
  readonly connectionId: string;
  /** The target's word for the kind of thing (`sales`, `customer`). */
  readonly entity: string;
  /** Source connection and source id together make the source's identity. */
  readonly sourceConnection: string;
  readonly sourceKey: string;
}

/** Something in a service, in the words of its connector's targets. */
export interface Thing {
  readonly type: string;
  readonly id: string;
}

/** A ledger entry, seen from what it led to. */
export interface Origin extends Thing {
  readonly sourceKey: string;
  /** Version the thing had after our last write; absent when we only found it, or could not tell. */
  readonly writtenVersion?: string;
}
