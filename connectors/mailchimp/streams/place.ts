import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { textOf } from '../pages.ts';

/**
 * One of the service's three shapes of an address (merge field, customer, order) in one: street lines joined, the country as code where there is one. Undefined when it has neither
 * street, postcode nor city: a country alone is no address, and the service fills it in by itself.
 */
export function placeOf(address: SourceRecord): SourceRecord | undefined {
  const first = (...names: readonly string[]) => names.map((name) => textOf(address[name]).trim()).find((text) => text !== '') ?? '';
  const place = {
    name: first('company', 'name'),
    line1: [first('addr1', 'address1'), first('addr2', 'address2')].filter(Boolean).join(' '),
    postalCode: first('zip', 'postal_code'),
    city: first('city'),
    country: first('country_code', 'country'),
  };
  if (place.line1 === '' && place.postalCode === '' && place.city === '') return undefined;
  return Object.fromEntries(Object.entries(place).filter(([, text]) => text !== ''));
}

export const placeFields = (path: string, label: string): readonly FieldInfo[] => [
  { path, label: `${label} address`, type: 'object', help: 'Put together from the address as MailChimp keeps it.' },
  { path: `${path}.name`, label: `${label} name`, type: 'text', personal: true },
  { path: `${path}.line1`, label: `${label} street and number`, type: 'text', personal: true },
  { path: `${path}.postalCode`, label: `${label} postcode`, type: 'text', personal: true },
  { path: `${path}.city`, label: `${label} city`, type: 'text', personal: true },
  { path: `${path}.country`, label: `${label} country`, type: 'text', help: 'Code or name, as it was entered.' },
];
