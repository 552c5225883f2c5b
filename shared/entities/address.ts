import type { FieldInfo } from './fields.ts';

/** ISO 3166-1 alpha-2, upper case. */
export type CountryCode = string;

export interface Address {
  readonly name?: string;
  /** Street and number in one line, as tills keep it. */
  readonly line1?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly country?: CountryCode;
}

/** The fields of an address that stands at `path` of an entity; `label` begins their labels. */
export function addressFields(path: string, label: string): readonly FieldInfo[] {
  return [
    { path: `${path}.name`, label: `${label} name`, type: 'text', personal: true },
    { path: `${path}.line1`, label: `${label} street and number`, type: 'text', personal: true },
    { path: `${path}.postalCode`, label: `${label} postcode`, type: 'text', personal: true },
    { path: `${path}.city`, label: `${label} city`, type: 'text', personal: true },
    { path: `${path}.country`, label: `${label} country`, type: 'text', help: 'ISO code of two letters.' },
  ];
}
