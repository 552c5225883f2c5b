/** What a tester may set on the look-alike; everything has the documented behaviour as its default. */
export interface QuickBooksOptions {
  /** `globalVat` is a Dutch company with VAT codes per line, `usAutomated` a Californian one where the service computes the tax. */
  readonly taxWorld?: 'globalVat' | 'usAutomated';
  /** Refuse more than 10 calls a second or 500 a minute with 429, by real time. Off, since benches run at full speed. */
  readonly throttle?: boolean;
  readonly accessTokenMs?: number;
  /** How long a refresh answers the same refresh token; the first refresh after it answers a new one. */
  readonly refreshRotationMs?: number;
  readonly rotateOnEachRefresh?: boolean;
  /** How long a superseded refresh token still answers the newest one; not documented, so none by default. */
  readonly supersededGraceMs?: number;
  /** Redirect addresses registered for the app; without it every https name and http://localhost will do, as for development keys. */
  readonly redirectUris?: readonly string[];
  /** What the user says on the consent page. */
  readonly consent?: 'approve' | 'deny';
  /** Keep document numbers as sent (and leave them empty when none is); off, the service numbers. */
  readonly customTxnNumbers?: boolean;
  readonly warnDuplicateDocNumbers?: boolean;
  /** `YYYY-MM-DD`: nothing may be booked on or before it. */
  readonly bookCloseDate?: string;
  readonly subscription?: 'active' | 'ended';
  /** Essentials has no stock, no classes and no locations. */
  readonly plan?: 'plus' | 'essentials';
  /** Whether items may stand in categories; by default as the plan is: Plus has them, Essentials has not. */
  readonly categories?: boolean;
  /** Who may adjust stock: companies in the United States as Intuit says, all, or none; an item's quantity can always be set by an update. */
  readonly inventoryAdjustments?: 'us' | 'everywhere' | 'never';
  /** Several currencies: each customer keeps the one it was made with, and its documents are in it. */
  readonly multiCurrency?: boolean;
  /** Whether computed tax is rounded once per rate or on every line; not documented, both are told of. */
  readonly taxRounding?: 'perRate' | 'perLine';
  /** Customers, articles and sales that the till knows nothing of; without them the books hold only what the shop's till has too. */
  readonly beyondTill?: boolean;
}

export type Settings = Required<Omit<QuickBooksOptions, 'redirectUris' | 'bookCloseDate'>> & Pick<QuickBooksOptions, 'redirectUris' | 'bookCloseDate'>;

const hour = 3_600_000;

export function withDefaults(options: QuickBooksOptions): Settings {
  return {
    taxWorld: 'globalVat',
    throttle: false,
    accessTokenMs: hour,
    refreshRotationMs: 24 * hour,
    rotateOnEachRefresh: false,
    supersededGraceMs: 0,
    consent: 'approve',
    customTxnNumbers: true,
    warnDuplicateDocNumbers: true,
    subscription: 'active',
    plan: 'plus',
    categories: (options.plan ?? 'plus') === 'plus',
    inventoryAdjustments: 'us',
    multiCurrency: false,
    taxRounding: 'perRate',
    beyondTill: true,
    ...options,
  };
}

/** Companies that differ in what a flow has to mind, by a name for tests and for `fluxo sandbox`. */
export const profiles = {
  /** Dutch, VAT codes on every line, with stock, categories, classes and locations. */
  globalVat: {},
  /** Californian: lines are taxable or not and the service computes the tax. */
  usAutomated: { taxWorld: 'usAutomated' },
  /** Dutch, on a plan without stock, categories, classes and locations. */
  withoutInventory: { plan: 'essentials' },
  /** Dutch, and selling in other currencies, too. */
  multiCurrency: { multiCurrency: true },
} as const satisfies Readonly<Record<string, QuickBooksOptions>>;
