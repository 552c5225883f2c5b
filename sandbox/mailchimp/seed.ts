import type { Shop, ShopCustomer } from '../shop/types.ts';
import type { Account } from './account.ts';
import { tagNamed } from './audiences/audience.ts';
import type { Audience, Status } from './audiences/audience.ts';
import { hashOf } from './audiences/email.ts';
import { addAudience } from './audiences/lists.ts';
import { addMergeField } from './audiences/mergeFields.ts';
import { createMember } from './audiences/saveMember.ts';
import { addStore } from './ecommerce/stores.ts';
import { seedWebShop } from './seedWebShop.ts';
import type { JsonObject } from './wire/json.ts';

/** Name of the audience the shop mails to, and ids of the stores connected to it: one for the till to fill, and the web shop's. */
export const seeded = { audience: 'Klanten', store: 'koperen-ketel', webShop: 'web-winkel' } as const;

/** What a known customer is to the audience, by turns; every state occurs. */
const statusOf = (place: number): Status => (['subscribed', 'unsubscribed', 'transactional', 'cleaned', 'pending', 'subscribed', 'subscribed'] as const)[place % 7] ?? 'subscribed';

/**
 * One audience with a part of the shop's customers in every state, somebody erased for good, one store connected to it that holds
 * nothing yet, and the web shop's. The seed sends no mail.
 */
export function seedAccount(account: Account, shop: Shop): void {
  const audience = addAudience(account, audienceFields(shop, account.settings.doubleOptIn));
  addMergeField(account, audience, { tag: 'COMPANY', name: 'Bedrijf', type: 'text' });
  addMergeField(account, audience, { tag: 'BIRTHDAY', name: 'Verjaardag', type: 'birthday' });
  addMergeField(account, audience, { tag: 'KLANTNR', name: 'Klantnummer', type: 'number' });
  for (const name of ['Kookclub', 'Zakelijk']) tagNamed(account, audience, name);
  const known = shop.customers.filter(isKnown);
  for (const [place, customer] of known.entries()) addContact(account, audience, customer, statusOf(place));
  audience.forgotten.add(hashOf('vergeten.klant@postvak.example'));
  addStore(account, { ...storeFields(audience.id), id: seeded.store, name: 'De Koperen Ketel', domain: 'koperenketel.example' });
  if (account.settings.webShop) {
    const store = addStore(account, { ...storeFields(audience.id), id: seeded.webShop, name: 'De Koperen Ketel, webwinkel', domain: 'web.koperenketel.example' });
    seedWebShop(account, store, shop);
  }
  account.mails.length = 0;
}

function storeFields(listId: string): JsonObject {
  return {
    list_id: listId,
    currency_code: 'EUR',
    platform: 'Fluxo',
    email_address: 'winkel@koperenketel.example',
    primary_locale: 'nl',
    timezone: 'Europe/Amsterdam',
    money_format: '€',
    address: { address1: 'Oudegracht 99', city: 'Utrecht', postal_code: '3511 AE', country: 'Netherlands', country_code: 'NL' },
  };
}

/** Two of three with an address of their own; of two customers who share one, the audience has but the first. */
function isKnown(customer: ShopCustomer, place: number, all: readonly ShopCustomer[]): boolean {
  if (customer.email === undefined || place % 3 === 1) return false;
  return all.findIndex(({ email }) => email === customer.email) === place;
}

function addContact(account: Account, audience: Audience, customer: ShopCustomer, status: Status): void {
  const { billing } = customer;
  const member: JsonObject = {
    email_address: customer.email ?? '',
    language: billing.countryIso2 === 'DE' ? 'de' : 'nl',
    merge_fields: {
      FNAME: customer.firstName,
      LNAME: customer.lastName,
      PHONE: customer.phone ?? '',
      COMPANY: customer.companyName ?? '',
      KLANTNR: customer.relationNumber,
      // The service wants a province that Dutch addresses do not have.
      ADDRESS: { addr1: billing.line1, addr2: '', city: billing.city, state: billing.city, zip: billing.postalCode, country: billing.countryIso2 || 'NL' },
    },
    ...(customer.kind === 'company' && { tags: ['Zakelijk'] }),
  };
  createMember(account, audience, member, status, { skipMergeValidation: true, source: 'Import' });
}

function audienceFields(shop: Shop, doubleOptIn: boolean): JsonObject {
  return {
    name: seeded.audience,
    contact: { company: shop.company.name, address1: 'Oudegracht 99', address2: '', city: 'Utrecht', state: 'UT', zip: '3511 AE', country: 'NL', phone: '' },
    permission_reminder: 'U kreeg deze brief omdat u klant bent van De Koperen Ketel.',
    campaign_defaults: { from_name: 'De Koperen Ketel', from_email: 'winkel@koperenketel.example', subject: '', language: 'nl' },
    email_type_option: false,
    double_optin: doubleOptIn,
  };
}
