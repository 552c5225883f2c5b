/** What one look-alike service is made of; `serve.ts` puts it on a loopback port. */
export interface LookAlikeRequest {
  readonly method: string;
  /** Path without query, always starting with `/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface LookAlikeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The clock of all look-alikes of one sandbox; moved by `POST /__sandbox/clock`. Milliseconds since the epoch. */
export interface SandboxClock {
  now(): number;
}

export interface LookAlike {
  readonly name: 'mailchimp' | 'mplus' | 'quickbooks' | 'rest';
  /**
   * Short name of what a request asks for, used by faults and the journal:
   * the SOAP operation (`getOrders`), or `METHOD resource` (`POST salesreceipt`, `GET query`, `POST token`).
   */
  operationOf(request: LookAlikeRequest): string;
  handle(request: LookAlikeRequest): Promise<LookAlikeAnswer> | LookAlikeAnswer;
  /** Everything the service holds, by entity name, for `GET /__sandbox/ledger`. */
  entities(): Record<string, unknown[]>;
  /** Back to the seeded state. */
  reset(): void;
  /** What the fault `expiredCredential` answers; without it a bare 401. */
  expiredCredential?(request: LookAlikeRequest): LookAlikeAnswer;
  /** Answers as `handle` does, but with the first record of the page twice; without it the first item of the first list in a JSON answer is doubled. */
  handleDoubled?(request: LookAlikeRequest): Promise<LookAlikeAnswer> | LookAlikeAnswer;
  /** Somebody changes something between two pages of this operation; the fault `changeAfter` calls it once the answer is made. */
  changeSomething?(operation: string): void;
  /** What the fault `throttle` answers, `retryAfter` in seconds; without it a bare 429 with that header. */
  throttled?(retryAfter: number | undefined): LookAlikeAnswer;
}

/**
 * A fault told in advance by `POST /__sandbox/faults` with a JSON array of these.
 * Each applies to the first `times` matching requests (default 1) after skipping `after` of them (default 0).
 */
export interface FaultRule {
  /** Compared with `operationOf`; absent or `*` matches every request. */
  readonly operation?: string;
  readonly times?: number;
  readonly after?: number;
  readonly fault: Fault;
}

export type Fault =
  /** Answer normally, but only after `ms`. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** Drop the connection before anything is done. */
  | { readonly kind: 'reset' }
  /** Do the work, then drop the connection without an answer. */
  | { readonly kind: 'loseAnswer' }
  /** Do the work and announce the whole answer, but send only its first `bytes` bytes. */
  | { readonly kind: 'cutBody'; readonly bytes: number }
  /** Do the work, send half of the answer, and the rest only after `ms`: a slow page. */
  | { readonly kind: 'slowBody'; readonly ms: number }
  /** Do the work and answer the first record of the page twice. */
  | { readonly kind: 'duplicate' }
  /** Do the work and answer everything with one field more, as a newer version of the service may. */
  | { readonly kind: 'strangeField' }
  /** Do the work and answer about another thing than was asked for, as a cache or a proxy does that mixes up answers. */
  | { readonly kind: 'otherThing' }
  /** Answer normally, and change a record right after, as somebody at work does while a client pages. */
  | { readonly kind: 'changeAfter' }
  /** Do nothing and answer this instead. */
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  /** Do nothing and answer an HTML page with this status (default 200), as a proxy or a captive portal does. */
  | { readonly kind: 'htmlPage'; readonly status?: number }
  /** Do nothing and answer 429, with `Retry-After` in seconds when given. */
  | { readonly kind: 'throttle'; readonly retryAfter?: number }
  /** The service's own way to say "your credential is no good". */
  | { readonly kind: 'expiredCredential' };
