import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import { nested, textOf } from '../pages.ts';
import { declare } from './fields.ts';
import { placeFields, placeOf } from './place.ts';

const tag = (key: string, label: string, standard: string, help?: string): SettingField => ({ key, label, type: 'pick', from: { list: 'mergeFields', of: 'own' }, default: standard, group: 'Merge fields', ...(help && { help }) });

/** Which merge field holds what: every audience names its own, and these are the names MailChimp begins with. */
export const mergeFieldSettings: readonly SettingField[] = [
  tag('companyField', 'Company', 'COMPANY', 'A contact has no company of its own; it is kept in a text field of the audience.'),
  tag('firstNameField', 'First name', 'FNAME'),
  tag('lastNameField', 'Last name', 'LNAME'),
  tag('phoneField', 'Phone', 'PHONE'),
  tag('addressField', 'Address', 'ADDRESS'),
];

/** A contact with what its merge fields mean, so that a mapping does not depend on their names. */
export function memberRecord(member: SourceRecord, settings: Settings): SourceRecord {
  const merged = nested(member['merge_fields']);
  const value = (key: string) => merged[String(settings[key] ?? '')];
  const contact = {
    company: textOf(value('companyField')).trim(),
    firstName: textOf(value('firstNameField')).trim(),
    lastName: textOf(value('lastNameField')).trim(),
    phone: textOf(value('phoneField')).trim(),
  };
  const name = contact.company || [contact.firstName, contact.lastName].filter(Boolean).join(' ') || textOf(member['full_name']).trim();
  const place = placeOf(nested(value('addressField')));
  return { ...member, contact: Object.fromEntries(Object.entries({ ...contact, name }).filter(([, text]) => text !== '')), ...(place && { place }) };
}

export const memberFields: readonly FieldInfo[] = [
  { path: 'contact', label: 'Contact', type: 'object', help: 'Read out of the merge fields chosen in the settings.' },
  ...(['name', 'company', 'firstName', 'lastName', 'phone'] as const).flatMap((name) => declare('contact.', 'text', name).map((field) => ({ ...field, personal: true }))),
  ...placeFields('place', 'Contact'),
  ...declare('', 'text', 'id email_address unique_email_id contact_id full_name web_id email_type status unsubscribe_reason sms_phone_number sms_subscription_status member_rating language email_client source tags_count list_id ip_signup ip_opt'),
  ...declare('', 'datetime', 'timestamp_signup timestamp_opt last_changed'),
  ...declare('', 'boolean', 'consents_to_one_to_one_messaging vip'),
  { path: 'merge_fields', label: 'Merge fields', type: 'object', personal: true, open: true, help: 'By tag, such as merge_fields.BIRTHDAY. Every audience has its own.' },
  { path: 'interests', label: 'Groups', type: 'object', personal: true, open: true, help: 'By the id of the group.' },
  { path: 'stats', label: 'Statistics', type: 'object', open: true },
  ...declare('', 'object', 'location last_note'),
  ...declare('location.', 'text', 'latitude longitude gmtoff dstoff country_code timezone region'),
  ...declare('last_note.', 'text', 'note_id created_at created_by note'),
  ...declare('', 'list', 'tags marketing_permissions'),
  ...declare('tags[].', 'text', 'id'),
  { path: 'tags[].name', label: 'Tag', type: 'text' },
  ...declare('marketing_permissions[].', 'text', 'marketing_permission_id text'),
  ...declare('marketing_permissions[].', 'boolean', 'enabled'),
];

/** Figures of the service's own, which change without anybody changing the contact. */
export const memberFigures: ReadonlySet<string> = new Set(['stats', 'member_rating', 'email_client', 'location', 'last_note', 'web_id']);
