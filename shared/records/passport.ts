import type { RecordRow } from './story.ts';

/** A record wherever it is met: what its service calls it, over all flows. */
export interface Identity {
  readonly connectionId: string;
  /** `connector.stream`. */
  readonly stream: string;
  readonly key: string;
}

/** One name of it in one system. */
export interface KnownAs {
  readonly connectionId: string;
  /** Kind of thing in the words of its service (`Invoice`), or the stream it is read by. */
  readonly type: string;
  readonly id: string;
  readonly label?: string;
  /** Version it had after our last write. */
  readonly version?: string;
  /** `read`: it comes from there; `made`: Fluxo wrote it; `found`: it was there already and Fluxo took it for the same. */
  readonly how: 'read' | 'made' | 'found';
  /** The word of the target it is remembered under, such as `sales`. */
  readonly entity?: string;
}

/** One write that was made for it. */
export interface WriteMade {
  readonly runId: string;
  readonly seq: number;
  readonly connectionId: string;
  readonly effect: string;
  /** `sending`: its outcome is not known. */
  readonly state: 'sending' | 'done' | 'failed';
  readonly type?: string;
  readonly id?: string;
  readonly label?: string;
  readonly adopted?: boolean;
}

/** One time it went through a flow. */
export interface LifeRow extends RecordRow {
  readonly identity: Identity;
  readonly dryRun: boolean;
}

export interface RecordLife {
  readonly identity: Identity;
  readonly title: string;
  readonly subtitle?: string;
  readonly amount?: string;
  readonly knownAs: readonly KnownAs[];
  /** Newest first, of all flows that met it under one of its names. */
  readonly rows: readonly LifeRow[];
  /** True when there are more than are given. */
  readonly more: boolean;
  readonly writes: readonly WriteMade[];
}

/** A record that was searched for: how it was met last, and how often. */
export interface FoundRecord {
  readonly identity: Identity;
  readonly row: RecordRow;
  readonly dryRun: boolean;
  /** Times it was found, in how many flows. */
  readonly times: number;
  readonly flows: number;
  /** What it was found by when that does not stand in the row: the id of what it became. */
  readonly as?: string;
}

export interface FoundInside {
  readonly found: readonly FoundRecord[];
  /** Where to go on; null when all was looked through. */
  readonly next: number | null;
  /** How far back it has looked; milliseconds. */
  readonly lookedBackTo: number | null;
}
