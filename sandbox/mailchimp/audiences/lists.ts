import type { Account } from '../account.ts';
import { collection, flagIn } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import { objectAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Handler, Route } from '../wire/route.ts';
import { readTime, shownTime } from '../wire/serviceTime.ts';
import { checkBody, flag, object, text } from '../wire/shape.ts';
import type { Shape } from '../wire/shape.ts';
import { findAudience } from './audience.ts';
import type { Audience } from './audience.ts';
import { bulkMembers } from './bulk.ts';
import { hashOf } from './email.ts';
import { addMergeField } from './mergeFields.ts';

const required = ['name', 'contact', 'permission_reminder', 'campaign_defaults', 'email_type_option'] as const;
const shape = object({
  name: text,
  contact: object({ company: text, address1: text, address2: text, city: text, state: text, zip: text, country: text, phone: text }, ['company', 'address1', 'city', 'country']),
  permission_reminder: text,
  campaign_defaults: object({ from_name: text, from_email: text, subject: text, language: text }, ['from_name', 'from_email', 'subject', 'language']),
  email_type_option: flag,
  double_optin: flag,
  marketing_permissions: flag,
  use_archive_bar: flag,
  notify_on_subscribe: text,
  notify_on_unsubscribe: text,
});
/** A patch replaces only what it names, also inside a part, so nothing is required there. */
const partNames = ['contact', 'campaign_defaults'] as const;
const patchShape = object({ ...shape.properties, ...Object.fromEntries(partNames.map((name) => [name, withoutRequired(shape.properties[name])])) });

function withoutRequired(part: Shape | undefined): Shape {
  return part?.is === 'object' ? object(part.properties) : text;
}

/** The fields every new audience has. */
const usualFields = [
  { tag: 'FNAME', name: 'First Name', type: 'text' },
  { tag: 'LNAME', name: 'Last Name', type: 'text' },
  { tag: 'ADDRESS', name: 'Address', type: 'address' },
  { tag: 'PHONE', name: 'Phone Number', type: 'phone' },
] as const;

export function addAudience(account: Account, fields: JsonObject): Audience {
  const audience: Audience = {
    id: account.newId(10),
    webId: account.newNumber(),
    createdMs: account.now(),
    fields,
    mergeFields: new Map(),
    members: new Map(),
    tags: new Map(),
    forgotten: new Set(),
  };
  account.audiences.set(audience.id, audience);
  for (const field of usualFields) addMergeField(account, audience, field);
  return audience;
}

export function showAudience(audience: Audience, withTotal = false): JsonObject {
  const counts = { subscribed: 0, unsubscribed: 0, cleaned: 0, archived: 0, pending: 0, transactional: 0 };
  for (const member of audience.members.values()) counts[member.status] += 1;
  const total = audience.members.size - counts.archived;
  return withLinks(`lists/${audience.id}`, {
    id: audience.id,
    web_id: audience.webId,
    use_archive_bar: true,
    notify_on_subscribe: '',
    notify_on_unsubscribe: '',
    double_optin: false,
    marketing_permissions: false,
    ...audience.fields,
    date_created: shownTime(audience.createdMs),
    list_rating: 0,
    subscribe_url_short: '',
    subscribe_url_long: '',
    beamer_address: '',
    visibility: 'prv',
    has_welcome: false,
    modules: [],
    stats: {
      member_count: counts.subscribed,
      ...(withTotal && { total_contacts: total }),
      unsubscribe_count: counts.unsubscribed,
      cleaned_count: counts.cleaned,
      member_count_since_send: counts.subscribed,
      unsubscribe_count_since_send: 0,
      cleaned_count_since_send: 0,
      campaign_count: 0,
      campaign_last_sent: '',
      merge_field_count: audience.mergeFields.size,
      avg_sub_rate: 0,
      avg_unsub_rate: 0,
      target_sub_rate: 0,
      open_rate: 0,
      click_rate: 0,
      last_sub_date: '',
      last_unsub_date: '',
    },
  });
}

const listAudiences: Handler = (account, call) => {
  const { query } = call;
  const since = readTime(query.get('since_date_created') ?? '');
  const before = readTime(query.get('before_date_created') ?? '');
  const email = query.get('email');
  const rows = [...account.audiences.values()].filter(
    (audience) =>
      (since === undefined || audience.createdMs > since) &&
      (before === undefined || audience.createdMs < before) &&
      (!email || audience.members.has(hashOf(email))) &&
      (!flagIn(query, 'has_ecommerce_store') || [...account.stores.values()].some((store) => store.listId === audience.id)),
  );
  if (query.get('sort_field') === 'date_created' && /^desc$/i.test(query.get('sort_dir') ?? '')) rows.reverse();
  const constraints = { may_create: true, max_instances: 5, current_total_instances: account.audiences.size };
  return withLinks('lists', collection('lists', rows, query, (audience) => showAudience(audience, flagIn(query, 'include_total_contacts')), { constraints }));
};

const patchAudience: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const input = checkBody(patchShape, call.body);
  const parts = Object.fromEntries(partNames.filter((name) => input[name] !== undefined).map((name) => [name, { ...objectAt(audience.fields, name), ...objectAt(input, name) }]));
  const after = { ...audience, fields: { ...audience.fields, ...input, ...parts } };
  account.audiences.set(audience.id, after);
  return showAudience(after);
};

const deleteAudience: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  if ([...account.stores.values()].some((store) => store.listId === audience.id)) throw problem.bad('This list is connected to a store. Delete the store first.');
  account.audiences.delete(audience.id);
  return undefined;
};

export const listRoutes: readonly Route[] = [
  { path: 'lists', name: 'lists', verbs: { GET: listAudiences, POST: (account, call) => showAudience(addAudience(account, checkBody(shape, call.body, required))) } },
  {
    path: 'lists/*',
    name: 'list',
    verbs: {
      GET: (account, call) => showAudience(findAudience(account, idAt(call, 0)), flagIn(call.query, 'include_total_contacts')),
      POST: bulkMembers,
      PATCH: patchAudience,
      DELETE: deleteAudience,
    },
  },
];
