import { createHash } from 'node:crypto';
import { fillingOnly, valuesToWrite } from '#connectors/sdk/writeModes.ts';
import type { Customer } from '#shared/entities/customer.ts';
import type { WriteMode } from '#shared/mapping/mapping.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { nested, textOf } from '../../pages.ts';
import type { MemberSettings } from './settings.ts';

/** The id of an address in every audience (fact of the service: md5 of the address in lower case). */
export const hashOf = (email: string): string => createHash('md5').update(email.trim().toLowerCase()).digest('hex');

/** Merge fields of one audience: type by tag. */
export type MergeTypes = ReadonlyMap<string, string>;

/** Text fields are cut by the service after so many bytes. */
const mostBytes = 255;

const say = (code: string, textOfIt: string, params: Readonly<Record<string, string>>): Reason => ({ code: `mailchimp.${code}`, text: textOfIt, params });

/** The merge fields a customer fills, as the audience takes them. Says what it had to leave out. */
export function mergeFieldsOf(customer: Customer, settings: MemberSettings, types: MergeTypes, warn: (reason: Reason) => void): Readonly<Record<string, Value>> {
  const isCompanyName = customer.company !== undefined && customer.company === customer.name;
  // A till often knows a person by one name only.
  const wholeName = customer.firstName || customer.lastName || isCompanyName ? '' : (customer.name ?? '');
  const wanted: readonly (readonly [tag: string, what: string, value: string])[] = [
    [settings.companyField, 'company', customer.company ?? ''],
    [settings.firstNameField, 'first name', customer.firstName ?? ''],
    [settings.lastNameField, 'last name', customer.lastName ?? wholeName],
    [settings.phoneField, 'phone', customer.phone ?? ''],
  ];
  const fields: Record<string, Value> = {};
  for (const [tag, what, value] of wanted) {
    if (value === '' || tag === '') continue;
    if (!types.has(tag)) warn(noField(tag, what));
    else fields[tag] = cut(value, tag, warn);
  }
  const address = customer.billing ?? customer.shipping;
  if (address && settings.addressField !== '') {
    const value = addressFor(types.get(settings.addressField), address);
    if (!types.has(settings.addressField)) warn(noField(settings.addressField, 'address'));
    else if (value === null) warn(say('address_incomplete', 'The address has no street, postcode or city, so MailChimp would refuse it: left out.', {}));
    else if (value !== '') fields[settings.addressField] = value;
  }
  return fields;
}

const noField = (tag: string, what: string) => say('no_merge_field', `The audience has no merge field ${tag}, so the ${what} is left out.`, { tag, what });

type Place = NonNullable<Customer['billing']>;

/** Null when MailChimp would refuse it: all required parts or none. There is no province at a till, so the city stands in its place; a country left out would become the United States. */
function addressFor(type: string | undefined, { line1 = '', postalCode = '', city = '', country = '' }: Place): Value | null {
  if (line1 === '' && postalCode === '' && city === '') return '';
  if (type !== 'address') return [line1, [postalCode, city].filter(Boolean).join(' '), country].filter(Boolean).join(', ');
  if (line1 === '' || postalCode === '' || city === '') return null;
  return { addr1: line1, city, state: city, zip: postalCode, country };
}

function cut(value: string, tag: string, warn: (reason: Reason) => void): string {
  if (Buffer.byteLength(value) <= mostBytes) return value;
  warn(say('cut', `${tag} was cut to ${mostBytes} bytes.`, { field: tag, length: String(mostBytes) }));
  let kept = '';
  for (const letter of value) {
    if (Buffer.byteLength(kept + letter) > mostBytes) break;
    kept += letter;
  }
  return kept;
}

/** The customer's field a merge field is filled from; its write mode counts. */
export function fieldOf(tag: string, settings: MemberSettings): string {
  const { companyField, firstNameField, lastNameField, phoneField } = settings;
  return { [companyField]: 'company', [firstNameField]: 'firstName', [lastNameField]: 'lastName', [phoneField]: 'phone' }[tag] ?? 'billing.line1';
}

/** Those of `wanted` that the contact does not say yet; with `fillEmpty` only where it says nothing. `modeOf` is the mapping's own word on a merge field. */
export function differences(wanted: Readonly<Record<string, Value>>, member: SourceRecord, existing: MemberSettings['existing'], modeOf: (tag: string) => WriteMode = () => 'both'): Readonly<Record<string, Value>> {
  if (existing === 'leave') return {};
  const current = nested(member['merge_fields']);
  const values = Object.entries(wanted).map(([tag, value]) => ({ name: tag, field: tag, value, current: isEmpty(current[tag]) ? undefined : current[tag] }));
  return valuesToWrite(values, { isNew: false, modeOf: (tag) => (existing === 'fillEmpty' ? fillingOnly(modeOf(tag)) : modeOf(tag)), isSame });
}

function isSame(wanted: Value, current: Value | undefined): boolean {
  if (typeof wanted === 'string') return wanted === textOf(current);
  const address = nested(current);
  return Object.entries(nested(wanted)).every(([part, value]) => textOf(address[part]) === value);
}

const isEmpty = (value: Value | undefined) => (typeof value === 'object' && value !== null ? ['addr1', 'city', 'zip'].every((part) => textOf(nested(value)[part]).trim() === '') : textOf(value).trim() === '');

/** States in which somebody has left: nothing of ours may change them. */
export const left: Readonly<Record<string, string>> = { unsubscribed: 'unsubscribed', cleaned: 'bounced, so MailChimp took it out', archived: 'was archived' };
