import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { nested, textOf } from '../values.ts';

/**
 * An address with street and number in one line; undefined when there is nothing in it. Addresses that were typed on a document are up to five lines without
 * a city of their own; then all lines are the street.
 */
export function placeOf(value: Value | undefined, name = ''): SourceRecord | undefined {
  const address = nested(value);
  const lines = ['Line1', 'Line2', 'Line3', 'Line4', 'Line5'].map((line) => textOf(address[line])).filter((line) => line !== '');
  const parts = { line1: lines.join(', '), postalCode: textOf(address['PostalCode']), city: textOf(address['City']), country: textOf(address['Country']) };
  if (parts.line1 === '' && parts.postalCode === '' && parts.city === '') return undefined;
  return Object.fromEntries(Object.entries({ ...(name !== '' && { name }), ...parts }).filter(([, text]) => text !== ''));
}

/** The fields these make, for the mapper's tree. */
export const placeFields = (path: string, label: string): readonly FieldInfo[] => [
  { path, label: `${label} address`, type: 'object' },
  { path: `${path}.name`, label: `${label} name`, type: 'text', personal: true },
  { path: `${path}.line1`, label: `${label} street and number`, type: 'text', personal: true },
  { path: `${path}.postalCode`, label: `${label} postcode`, type: 'text', personal: true },
  { path: `${path}.city`, label: `${label} city`, type: 'text', personal: true },
  { path: `${path}.country`, label: `${label} country`, type: 'text', help: 'As it stands in QuickBooks: a code or a name.' },
];
