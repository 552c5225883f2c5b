import type { FieldInfo, FieldType } from '#shared/entities/fields.ts';

/** Names of fields that say who somebody is or how to reach them, wherever they stand. */
const personal = new Set([
  'DisplayName', 'FullyQualifiedName', 'PrintOnCheckName', 'CompanyName', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix', 'FreeFormNumber', 'Address', 'URI', 'Line1', 'Line2', 'Line3', 'Line4', 'Line5',
  'City', 'PostalCode', 'Lat', 'Long', 'PrimaryTaxIdentifier', 'SecondaryTaxIdentifier', 'BusinessNumber', 'ResaleNum', 'GSTIN', 'Notes', 'PrivateNote', 'company', 'firstName', 'lastName', 'email', 'phone', 'line1', 'city', 'postalCode',
]);

/** `PrimaryEmailAddr` as "Primary email addr". */
const labelOf = (name: string) => {
  const words = name.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Fields of one type below `prefix`, by name, as the mapper shows them. `is` says of all of them that they are about a person, or are not. */
export const declare = (prefix: string, type: FieldType, names: string, is?: 'personal' | 'impersonal'): readonly FieldInfo[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => ({ path: prefix + name, label: labelOf(name), type, ...((is === 'personal' || (is === undefined && personal.has(name))) && { personal: true }) }));

/** A reference: the id of what it names, and its name. */
export const references = (prefix: string, names: string, is?: 'personal'): readonly FieldInfo[] => names.trim().split(/\s+/).flatMap((name) => [...declare(prefix, 'object', name), ...declare(`${prefix}${name}.`, 'text', 'value type'), ...declare(`${prefix}${name}.`, 'text', 'name', is)]);

/** What every object of the service carries. */
export const commonFields: readonly FieldInfo[] = [
  ...declare('', 'text', 'Id SyncToken domain status'),
  ...declare('', 'boolean', 'sparse'),
  ...declare('', 'object', 'MetaData'),
  ...declare('MetaData.', 'datetime', 'CreateTime LastUpdatedTime'),
  ...customFields(''),
];

export function customFields(prefix: string): readonly FieldInfo[] {
  return [...declare(prefix, 'list', 'CustomField'), ...declare(`${prefix}CustomField[].`, 'text', 'DefinitionId Name Type StringValue NumberValue DateValue'), ...declare(`${prefix}CustomField[].`, 'boolean', 'BooleanValue')];
}

/** The service's addresses. */
export const addresses = (prefix: string, names: string): readonly FieldInfo[] =>
  names.trim().split(/\s+/).flatMap((name) => [...declare(prefix, 'object', name), ...declare(`${prefix}${name}.`, 'text', 'Id Line1 Line2 Line3 Line4 Line5 City Country CountryCode County CountrySubDivisionCode PostalCode PostalCodeSuffix Lat Long Tag Note')]);

/** E-mail addresses, telephone numbers and web addresses. */
export const contacts = (prefix: string, emails: string, phones: string): readonly FieldInfo[] => [
  ...emails.trim().split(/\s+/).flatMap((name) => [...declare(prefix, 'object', name), ...declare(`${prefix}${name}.`, 'text', 'Id Address Tag'), ...declare(`${prefix}${name}.`, 'boolean', 'Default')]),
  ...phones.trim().split(/\s+/).filter((name) => name !== '').flatMap((name) => [...declare(prefix, 'object', name), ...declare(`${prefix}${name}.`, 'text', 'Id FreeFormNumber DeviceType CountryCode AreaCode ExchangeCode Extension Tag'), ...declare(`${prefix}${name}.`, 'boolean', 'Default')]),
];
