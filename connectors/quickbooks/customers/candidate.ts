import type { Address } from '#shared/entities/address.ts';
import { sameText } from '#shared/plainText.ts';
import type { OrderCustomer } from '#shared/entities/order.ts';
import { countryCodeOf } from '#shared/mapping/countries.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { Value } from '#shared/records/story.ts';
import { compact } from '../compact.ts';
import { cutText } from '../cutText.ts';
import type { PostalAddress } from '../entities.ts';

/** What a source says of somebody: the customer of an order with its addresses, or a customer's own record. */
export interface Told {
  readonly customer?: OrderCustomer;
  readonly billing?: Address;
  readonly shipping?: Address;
}

/** The customer a source speaks of, tidied, before anybody looked whether the company knows it. */
export interface Candidate {
  readonly sourceId: string;
  readonly company: string;
  readonly firstName: string;
  readonly lastName: string;
  /** What the company's list would show; empty when the source names nobody. */
  readonly displayName: string;
  readonly email: string;
  readonly phone: string;
  readonly vatNumber: string;
  readonly billing: Address | undefined;
  readonly shipping: Address | undefined;
}

/** Lengths the service takes. A display name may be longer, but its own screens cut it here. */
const lengths = { name: 100, phone: 30, email: 100, line: 500, city: 255, postalCode: 30 } as const;

/** Reads who the source speaks of. Names lose what the service refuses in them; what is too long is cut, and said. */
export function readCandidate({ customer = {}, billing, shipping }: Told, warn: (reason: Reason) => void): Candidate {
  const cut = (text: string, most: number, field: string) => {
    if (text.length <= most) return text;
    warn({ code: 'quickbooks.cut', text: `The ${field} was cut to ${most} letters.`, params: { field, length: String(most) } });
    return cutText(text, most);
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
    billing,
    shipping,
  };
}

/** What a customer needs and this one lacks, in words; null when it is complete. A name always, the rest by the settings. */
export function missingField(candidate: Candidate, needs: { readonly requireEmail: boolean; readonly requireAddress: boolean }): 'name' | 'e-mail address' | 'billing address' | null {
  if (candidate.displayName === '') return 'name';
  if (needs.requireEmail && !isEmail(candidate.email)) return 'e-mail address';
  if (needs.requireAddress && !(candidate.billing?.line1 && candidate.billing.city)) return 'billing address';
  return null;
}

/** The service refuses an address without @ and dot, so one of those is as good as none. */
const isEmail = (text: string): boolean => /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]+$/.test(text);

/** A name without colon (the service's mark of hierarchy), tabs and line ends. */
export function cleanName(text: string | undefined): string {
  return (text ?? '').replace(/:/g, ' -').replace(/\s+/g, ' ').trim();
}

/** An address as the service takes it; undefined when there is nothing in it. Countries go by their English name. */
export function addressOf(address: Address | undefined): Value | undefined {
  if (!address) return undefined;
  const country = countryName(address.country ?? '');
  const fields = compact({
    Line1: cutText(address.line1 ?? '', lengths.line) || undefined,
    City: cutText(address.city ?? '', lengths.city) || undefined,
    PostalCode: cutText(address.postalCode ?? '', lengths.postalCode) || undefined,
    Country: country || undefined,
  });
  return Object.keys(fields).length > 0 ? fields : undefined;
}

/** Whether two addresses say the same, whatever the spelling of the country. */
export function isSameAddress(ours: Address | undefined, theirs: PostalAddress | undefined): boolean {
  const same = (a: string | undefined, b: string | undefined) => sameText(a ?? '', b ?? '');
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
