import type { Account, MailRecord } from '../account.ts';
import { textAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { shownTime } from '../wire/serviceTime.ts';
import type { Store } from './store.ts';

/** The order states that mail the customer; every other word is stored and no more. */
const mailsOf: Readonly<Record<string, Readonly<Record<string, MailRecord['mail']>>>> = {
  financial_status: { pending: 'order confirmation', paid: 'invoice', refunded: 'refund confirmation', cancelled: 'cancellation' },
  fulfillment_status: { shipped: 'shipping confirmation' },
};

export interface OrderChange {
  readonly orderId: string;
  readonly email: string;
  readonly after: JsonObject;
  /** Mails this order has set off already. */
  readonly mailed: readonly string[];
}

/**
 * Notes the mails the states of an order set off, each once per order, and answers the longer list of those set off. A syncing store
 * holds them back for good.
 */
export function notify(account: Account, store: Store, { orderId, email, after, mailed }: OrderChange): readonly string[] {
  const now = [...mailed];
  for (const [field, words] of Object.entries(mailsOf)) {
    const word = textAt(after, field) ?? '';
    const mail = words[word];
    if (mail === undefined || now.includes(mail) || email === '') continue;
    now.push(mail);
    const sent = store.fields['is_syncing'] !== true;
    account.mails.push({ at: shownTime(account.now()), mail, email_address: email, sent, because: `${field}: ${word}`, store_id: store.id, order_id: orderId });
  }
  return now;
}
