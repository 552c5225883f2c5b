import type { FieldInfo, FieldType } from '#shared/entities/fields.ts';

/** Names of fields that say who somebody is or how to reach them, wherever they stand. */
const personal = new Set(['email_address', 'full_name', 'first_name', 'last_name', 'name', 'company', 'phone', 'sms_phone_number', 'address1', 'address2', 'addr1', 'addr2', 'city', 'postal_code', 'zip', 'province', 'state', 'ip_signup', 'ip_opt', 'unique_email_id', 'latitude', 'longitude', 'note', 'value']);

/** `email_address` as "Email address". */
const labelOf = (name: string) => {
  const words = name.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Fields of one type below `prefix`, by name, as the mapper shows them. */
export const declare = (prefix: string, type: FieldType, names: string): readonly FieldInfo[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => ({ path: prefix + name, label: labelOf(name), type, ...(personal.has(name) && { personal: true }) }));
