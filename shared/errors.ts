/** Who can act on an error: the user (`setup`), nobody but this record (`data`), time (`remote`), or us (`bug`). Only `remote` is retried. */
export type ErrorKind = 'setup' | 'data' | 'remote' | 'bug';

/** Where it happened, as far as known. Names and ids only, never payloads or secrets. */
export interface ErrorPlace {
  readonly flow?: string;
  readonly node?: string;
  readonly field?: string;
  readonly connection?: string;
  readonly record?: string;
  readonly file?: string;
  readonly operation?: string;
}

/** What a service said, for support: never a body. */
export interface ServiceAnswer {
  readonly status?: number;
  readonly code?: string;
  /** The service's own reference of the call, such as Intuit's `intuit_tid`. */
  readonly reference?: string;
}

/** The value that no table row covers; the record waits until somebody adds the row. */
export interface ParkedOn {
  /** Key of the setting whose table lacks the value, such as `paymentMethod`. */
  readonly setting: string;
  readonly value: string;
  /** Of a table by country: what the missing row is found by. */
  readonly row?: { readonly country: string; readonly keys: Readonly<Record<string, string>> };
  /** Further rows the same record waits for. */
  readonly also?: readonly ParkedOn[];
}

/** An error as data: what crosses the call border, stands in the log and in the list of problems. */
export interface ErrorData {
  /** `<area>.<cause>`, lower case with underscores, such as `quickbooks.duplicate_name`. Texts are translated by it. */
  readonly code: string;
  readonly kind: ErrorKind;
  readonly what: string;
  readonly where?: ErrorPlace;
  readonly fix?: string;
  readonly answer?: ServiceAnswer;
  /** Names and ids the translated texts need. */
  readonly params?: Readonly<Record<string, string>>;
  /** Milliseconds the service asked to wait; only with kind `remote`. */
  readonly retryAfterMs?: number;
  /** True when the request may have reached the service although no answer arrived. */
  readonly maybeDone?: boolean;
  /** True when the service (not we) refused the record. */
  readonly refusedByService?: boolean;
  /** True when the connection's owner has to act (wrong or revoked credential, missing right). */
  readonly needsOwner?: boolean;
  readonly parkedOn?: ParkedOn;
  /** What the author of a formula says of this record, perhaps with what it holds. Content of the record: its story keeps it, and no reason, problem, run or message does. */
  readonly words?: string;
}

/**
 * The one error class of the house. Everything thrown on purpose is one of these; anything else is a bug.
 * `what`, `where`, `fix` and `params` are shown to people, printed and kept, so they hold no secret and no personal data.
 */
export class FluxoError extends Error {
  readonly data: ErrorData;

  constructor(data: ErrorData, options?: { cause?: unknown }) {
    super(data.what, options);
    this.name = 'FluxoError';
    this.data = data;
  }

  get code(): string {
    return this.data.code;
  }

  get kind(): ErrorKind {
    return this.data.kind;
  }

  /** The same error, told with more of the place where it happened (outer places never overwrite inner ones). */
  at(place: ErrorPlace): FluxoError {
    return new FluxoError({ ...this.data, where: { ...place, ...this.data.where } }, { cause: this.cause });
  }
}

const diskFull: ErrorData = { code: 'disk.full', kind: 'setup', what: 'The disk is full.', fix: 'Free some space and try again; what was kept before is safe.' };
/** The disk at fault, by the system's own code, where nobody nearer has said what could not be written. */
const diskFaults: Readonly<Record<string, ErrorData>> = {
  ENOSPC: diskFull,
  EDQUOT: diskFull,
  EROFS: { code: 'disk.read_only', kind: 'setup', what: 'The disk may only be read.', fix: 'Make it writable, or choose a workspace folder on another disk.' },
  EIO: { code: 'disk.error', kind: 'setup', what: 'The disk reported an error.', fix: 'Check the disk and try again when it works; what was kept before is safe.' },
};

/** Whatever was thrown, as a FluxoError: a fault of the disk is told as one, any other unknown throw becomes a `bug`. Neither text leaks the original. */
export function asFluxoError(thrown: unknown): FluxoError {
  if (thrown instanceof FluxoError) return thrown;
  const systemCode = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const disk = Object.hasOwn(diskFaults, systemCode) ? diskFaults[systemCode] : undefined;
  if (disk) return new FluxoError(disk, { cause: thrown });
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return new FluxoError(
    { code: 'fluxo.bug', kind: 'bug', what: `Something went wrong inside Fluxo (${name}).`, fix: 'Please report it with the log of this run.', params: { name } },
    { cause: thrown },
  );
}

/** One or two lines for a terminal: what, where (as far as that is not said already) and how to fix it. */
export function describeError(error: ErrorData): string {
  const where = Object.entries(error.where ?? {}).filter(([, value]) => !error.what.includes(`“${value}”`) && !error.what.includes(`(${value})`)).map(([key, value]) => `${key} ${value}`).join(', ');
  return [`${error.what}${where ? ` (${where})` : ''}`, error.fix].filter(Boolean).join('\n  → ');
}
