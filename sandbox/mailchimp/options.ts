/** What a tester may set on the look-alike. Where MailChimp's behaviour is documented, that is the default. */
export interface MailChimpOptions {
  /** What the user behind the key may do; all but `owner`, `admin` and `manager` can only read. */
  readonly role?: 'owner' | 'admin' | 'manager' | 'author' | 'viewer';
  /** Real milliseconds every call takes, so that calls at the same time meet; 0 answers at once and never counts ten. */
  readonly latencyMs?: number;
  /** What the user says on the consent page. */
  readonly consent?: 'approve' | 'deny';
  /** How a throttled call is answered: as a problem, or as the service does under extreme volume, without a body. */
  readonly throttleStyle?: 'problem' | 'bare429' | 'bare403';
  /** Whether `since_…` and `before_…` include rows of that very second; not documented. */
  readonly sinceBoundary?: 'exclusive' | 'inclusive';
  /** How many times `GET /batches/{id}` finds a batch at work before it is finished. */
  readonly batchPolls?: number;
  /** Without anybody asking, a batch is finished after this long by the sandbox clock. */
  readonly batchMs?: number;
  /** Operations of a batch run in any order, says the service; `shuffled` shows it. */
  readonly batchOrder?: 'shuffled' | 'asSent';
  /** How long the address of a result works. */
  readonly resultUrlMs?: number;
  /** The seeded audience asks for a confirmation before it subscribes. */
  readonly doubleOptIn?: boolean;
  /** Whether variants left out of a `PUT` product stay; not documented. */
  readonly omittedVariants?: 'kept' | 'removed';
  /** `PUT` of an order is in no contract, but a plug-in uses it. */
  readonly putOrder?: boolean;
  /** A second store, of the web shop, with customers, products and orders; the first one is empty. */
  readonly webShop?: boolean;
}

export type Settings = Required<MailChimpOptions>;

export function withDefaults(options: MailChimpOptions): Settings {
  return {
    role: 'owner',
    latencyMs: 2,
    consent: 'approve',
    throttleStyle: 'problem',
    sinceBoundary: 'exclusive',
    batchPolls: 1,
    batchMs: 60_000,
    batchOrder: 'shuffled',
    resultUrlMs: 10 * 60_000,
    doubleOptIn: false,
    omittedVariants: 'kept',
    putOrder: false,
    webShop: true,
    ...options,
  };
}
