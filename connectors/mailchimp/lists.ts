import type { CallContext } from '#connectors/sdk/connector.ts';
import type { PickOption } from '#shared/catalog/catalog.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { pathOf } from './client.ts';
import type { MailchimpClient } from './client.ts';
import { everyRow, nested, textOf } from './pages.ts';

type List = (client: MailchimpClient, call: CallContext) => Promise<readonly PickOption[]>;

const byId = (row: SourceRecord) => textOf(row['id']);

export const everyAudience = (client: MailchimpClient, call: CallContext) => everyRow(client, { path: pathOf('lists'), name: 'lists', identity: byId }, call);
export const everyStore = (client: MailchimpClient, call: CallContext) => everyRow(client, { path: pathOf('ecommerce', 'stores'), name: 'stores', identity: byId }, call);
export const everyMergeField = (client: MailchimpClient, audience: string, call: CallContext) => everyRow(client, { path: pathOf('lists', audience, 'merge-fields'), name: 'merge_fields', identity: (row) => textOf(row['tag']) }, call);

const audiences: List = async (client, call) =>
  (await everyAudience(client, call)).map((audience) => {
    const members = textOf(nested(audience['stats'])['member_count']);
    return { value: byId(audience), label: textOf(audience['name']) || byId(audience), ...(members !== '' && { detail: `${members} subscribed` }) };
  });

const stores: List = async (client, call) =>
  (await everyStore(client, call)).map((store) => ({ value: byId(store), label: textOf(store['name']) || byId(store), detail: [textOf(store['currency_code']), textOf(store['platform']), ...(store['is_syncing'] === true ? ['in syncing mode: MailChimp sends nothing for it'] : [])].filter(Boolean).join(', ') }));

/** Merge fields of all audiences by tag: a pick list cannot know which audience was chosen beside it. */
const mergeFields: List = async (client, call) => {
  const byTag = new Map<string, { readonly name: string; readonly type: string; readonly audiences: string[] }>();
  for (const audience of await everyAudience(client, call)) {
    for (const field of await everyMergeField(client, byId(audience), call)) {
      const tag = textOf(field['tag']);
      const entry = byTag.get(tag) ?? { name: textOf(field['name']), type: textOf(field['type']), audiences: [] };
      entry.audiences.push(textOf(audience['name']));
      if (tag !== '') byTag.set(tag, entry);
    }
  }
  return [...byTag].map(([tag, { name, type, audiences: where }]) => ({ value: tag, label: name === '' || name === tag ? tag : `${name} (${tag})`, detail: [type, where.join(', ')].filter(Boolean).join(', ') }));
};

/** What a contact has said about getting mail; fixed by the service's description. */
const memberStatuses: List = async () => [
  { value: 'subscribed', label: 'Subscribed' },
  { value: 'unsubscribed', label: 'Unsubscribed' },
  { value: 'cleaned', label: 'Cleaned', detail: 'its address bounces' },
  { value: 'pending', label: 'Pending', detail: 'has not confirmed yet' },
  { value: 'transactional', label: 'Transactional', detail: 'never subscribed' },
  { value: 'archived', label: 'Archived', detail: 'removed from the audience' },
];

/** What the settings' pick lists offer, by name, read live. */
export const lists: Readonly<Record<string, List>> = { audiences, stores, mergeFields, memberStatuses };
