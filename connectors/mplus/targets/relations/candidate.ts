import type { Address } from '#shared/entities/address.ts';
import type { Customer } from '#shared/entities/customer.ts';

/** A customer as a record speaks of it: the entity `customer`, or the customer of an order with the order's two addresses. */
export type CustomerToResolve = Partial<Omit<Customer, 'mailConsent'>>;

/** The same, tidied, before anybody looked whether the till has a card of it. */
export interface Candidate {
  readonly sourceId: string;
  /** Empty for a person. */
  readonly company: string;
  /** The person, or the company's contact. */
  readonly person: string;
  /** What the card is called; empty when the record names nobody. */
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly vatNumber: string;
  readonly website: string;
  readonly commerceNumber: string;
  readonly paymentDays: string;
  readonly note: string;
  readonly billing: Address | undefined;
  readonly shipping: Address | undefined;
}

const plain = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** Trims, folds the e-mail address and tells company from person: a company is one that is not called like the person. */
export function readCandidate(customer: CustomerToResolve): Candidate {
  const whole = plain(customer.name);
  const split = [plain(customer.firstName), plain(customer.lastName)].filter(Boolean).join(' ');
  const named = plain(customer.company);
  const company = named.toLowerCase() === split.toLowerCase() ? '' : named;
  // On a company `name` is mostly the company once more.
  const person = split || (whole.toLowerCase() === company.toLowerCase() ? '' : whole);
  return {
    sourceId: plain(customer.sourceId),
    company,
    person,
    name: company || person || whole,
    email: plain(customer.email).toLowerCase(),
    phone: plain(customer.phone),
    vatNumber: plainVatNumber(customer.vatNumber),
    website: plain(customer.website),
    commerceNumber: plain(customer.commerceNumber),
    paymentDays: plain(customer.paymentDays),
    // Marks by which Fluxo knows its own work in other services mean nothing at the till.
    note: (customer.note ?? '').replace(/(^|\s)fluxo:[^:\s]+:\S+/g, '').trim(),
    billing: withPlace(customer.billing),
    shipping: withPlace(customer.shipping),
  };
}

/** An address that says where; a country alone is none. */
function withPlace(address: Address | undefined): Address | undefined {
  return [address?.line1, address?.postalCode, address?.city].some((part) => plain(part) !== '') ? address : undefined;
}

/** A VAT number without the blanks, dots and dashes people put into it. */
export const plainVatNumber = (text: string | undefined): string => (text ?? '').replace(/[\s.-]/g, '').toUpperCase();

/**
 * What two spellings of one phone number share: its last nine digits, so that +31 30 555 0121 is 030-5550121. Empty for what is too short
 * to tell one subscriber from another.
 */
export function plainPhone(text: string | undefined): string {
  const digits = (text ?? '').replace(/\D/g, '');
  return digits.length < 8 ? '' : digits.slice(-9);
}
