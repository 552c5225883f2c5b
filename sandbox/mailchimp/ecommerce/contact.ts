import type { Account } from '../account.ts';
import { findAudience } from '../audiences/audience.ts';
import { hashOf } from '../audiences/email.ts';
import { createMember, updateMember } from '../audiences/saveMember.ts';
import { textAt } from '../wire/json.ts';
import type { Customer, Store } from './store.ts';

/**
 * What a customer does to the store's audience: a new address becomes a contact, subscribed or transactional by its opt-in. A contact
 * that was there is left alone, save one that came through this very store and now opts in. Somebody erased for good stays away.
 */
export function reachContact(account: Account, store: Store, customer: Customer, optedInBefore: boolean): void {
  const audience = findAudience(account, store.listId);
  const hash = hashOf(customer.email);
  if (customer.email === '' || audience.forgotten.has(hash)) return;
  const member = audience.members.get(hash);
  const options = { skipMergeValidation: true, madeByStore: store.id, source: textAt(store.fields, 'name') ?? store.id };
  if (member) {
    const turns = customer.optIn && !optedInBefore && member.madeByStore === store.id && member.status === 'transactional';
    if (turns) updateMember(account, audience, member, { status: 'subscribed' }, options);
    return;
  }
  const names = { FNAME: textAt(customer.fields, 'first_name') ?? '', LNAME: textAt(customer.fields, 'last_name') ?? '' };
  createMember(account, audience, { email_address: customer.email, merge_fields: names }, customer.optIn ? 'subscribed' : 'transactional', options);
}
