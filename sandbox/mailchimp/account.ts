import { createHash } from 'node:crypto';
import type { Settings } from './options.ts';
import type { Audience } from './audiences/audience.ts';
import type { Batch } from './batches/batch.ts';
import type { Store } from './ecommerce/store.ts';

/** A mail the service would have sent to a person, or did not send because the store was syncing. */
export interface MailRecord {
  readonly at: string;
  readonly mail: 'order confirmation' | 'invoice' | 'refund confirmation' | 'cancellation' | 'shipping confirmation' | 'opt-in confirmation';
  readonly email_address: string;
  /** False when `is_syncing` held it back. */
  readonly sent: boolean;
  /** The field and value that set it off, such as `financial_status: paid`. */
  readonly because: string;
  readonly list_id?: string;
  readonly store_id?: string;
  readonly order_id?: string;
}

/** Everything one MailChimp account holds, in memory. */
export interface Account {
  readonly settings: Settings;
  /** Milliseconds since the epoch, by the sandbox clock. */
  readonly now: () => number;
  readonly name: string;
  readonly audiences: Map<string, Audience>;
  readonly stores: Map<string, Store>;
  readonly batches: Map<string, Batch>;
  readonly mails: MailRecord[];
  /** A new id of so many hexadecimal digits; the same account hands out the same ones in the same order. */
  newId(digits: number): string;
  /** A new whole number, as in `web_id` and in the ids of tags and merge fields. */
  newNumber(): number;
}

export function makeAccount(name: string, settings: Settings, now: () => number): Account {
  let given = 0;
  return {
    settings,
    now,
    name,
    audiences: new Map(),
    stores: new Map(),
    batches: new Map(),
    mails: [],
    newId(digits) {
      given += 1;
      return createHash('md5').update(`${name} ${given}`).digest('hex').slice(0, digits);
    },
    newNumber() {
      given += 1;
      return 731_000 + given;
    },
  };
}
