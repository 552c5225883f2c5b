import type { Address } from '#shared/entities/address.ts';
import type { Order } from '#shared/entities/order.ts';
import { countryCodeOf } from '#shared/mapping/countries.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { Value } from '#shared/records/story.ts';
import type { PostalAddress } from '../entities.ts';
import { compact } from '../compact.ts';

/** The customer an order speaks of, tidied, before anybody looked whether the company knows it. */
export interface Candidate {
  readonly sourceId: string;
  readonly company: string;
  readonly firstName: string;
  readonly lastName: string;
  /** What the company's list would show; empty when the order names nobody. */
  readonly displayName: string;
  readonly email: string;
  readonly phone: string;
  readonly vatNumber: string;
  readonly billing: Address | undefined;
  readonly shipping: Address | undefined;
}

/** Lengths the service takes. A display name may be longer, but its own screens cut it here. */
const lengths = { name: 100, phone: 30, email: 100, line: 500, city: 255, postalCode: 30 } as const;

/** Reads the order's customer. Names lose what the service refuses in them; what is too long is cut, and said. */
export function readCandidate(order: Order, warn: (reason: Reason) => void): Candidate {
  const customer = order.customer ?? {};
  const cut = (text: string, most: number, field: string) => {
    const letters = [...text];
    if (letters.length <= most) return text;
    warn({ code: 'quickbooks.cut', text: `The ${field} was cut to ${most} letters.`, params: { field, length: String(most) } });
    return letters.slice(0, most).join('').trim();
  };
  const firstName = cut(cleanName(customer.firstName), lengths.name, 'first name');
  const lastName = cut(cleanName(customer.lastName), lengths.name, 'last name');
  const person = [firstName, lastName].filter(Boolean).join(' ');
  const named = cut(cleanName(customer.company), lengths.name, 'company name');
  // Tills often repeat the person's name where a company's would stand.
  const company = named.toLowerCase() === person.toLowerCase() ? '' : named;
  return {
    sourceId: customer.sourceId ?? '',
    company,
    firstName,
    lastName,
    displayName: cut(company || cleanName(customer.name) || person, lengths.name, 'customer name'),
    email: cut((customer.email ?? '').trim().toLowerCase(), lengths.email, 'e-mail address'),
    phone: cut((customer.phone ?? '').trim(), lengths.phone, 'phone number'),
    vatNumber: (customer.vatNumber ?? '').replace(/[\s.-]/g, '').toUpperCase(),
    billing: order.billing,
    shipping: order.shipping,
  };
}

/** A name without colon (the service's mark of hierarchy), tabs and line ends. */
export function cleanName(text: string | undefined): string {
  return (text ?? '').replace(/:/g, ' -').replace(/\s+/g, ' ').trim();
}

/** An address as the service takes it; undefined when there is nothing in it. Countries go by their English name. */
export function addressOf(address: Address | undefined): Value | undefined {
  if (!address) return undefined;
  const country = countryName(address.country ?? '');
  const fields = compact({
    Line1: (address.line1 ?? '').slice(0, lengths.line) || undefined,
    City: (address.city ?? '').slice(0, lengths.city) || undefined,
    PostalCode: (address.postalCode ?? '').slice(0, lengths.postalCode) || undefined,
    Country: country || undefined,
  });
  return Object.keys(fields).length > 0 ? fields : undefined;
}

/** Whether two addresses say the same, whatever the spelling of the country. */
export function isSameAddress(ours: Address | undefined, theirs: PostalAddress | undefined): boolean {
  const same = (a: string | undefined, b: string | undefined) => (a ?? '').trim().toLowerCase() === (b ?? '').trim().toLowerCase();
  const code = (country: string | undefined) => countryCodeOf(country ?? '') ?? (country ?? '').trim().toUpperCase();
  return same(ours?.line1, theirs?.Line1) && same(ours?.city, theirs?.City) && same(ours?.postalCode, theirs?.PostalCode) && code(ours?.country) === code(theirs?.Country);
}

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

const known = new Map<string, string>();

function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  let name = known.get(code);
  if (name === undefined) known.set(code, (name = names.of(code) ?? code));
  return name;
}
