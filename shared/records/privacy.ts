/** Whom data is about: texts that name them (lower case, each way in which services write it), or the key of their record. */
export interface Person {
  readonly needles: readonly string[];
  readonly key?: string;
}

/** How often a person is found, by place. */
export interface Traces {
  /** Rows of the log. They stay, without anything that names the person, so that sums still add up. */
  readonly records: number;
  /** What was read and made of them. */
  readonly payloads: number;
  /** Requests and answers that hold the person among others. */
  readonly bodies: number;
  readonly problems: number;
  /** Notes of what was sent. */
  readonly writes: number;
  /** What became of records at the targets. */
  readonly ledger: number;
  /** Keys of what was read. */
  readonly seen: number;
  /** Flows with a write about the person whose outcome is not known yet. */
  readonly unresolved: readonly string[];
}

/** How long the log keeps what records held. */
export interface Retention {
  /** Days; 0 = only until a run has ended. */
  readonly keepDays: number;
  readonly mostMegabytes: number;
}

export const usualRetention: Retention = { keepDays: 30, mostMegabytes: 1000 };
