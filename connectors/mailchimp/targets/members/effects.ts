import type { EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { pathOf } from '../../client.ts';
import type { MailchimpClient } from '../../client.ts';
import { nested, textOf } from '../../pages.ts';
import { memberVersion } from '../../streams/versions.ts';

type Effect = EffectDefinition<MailchimpClient>;

const part = (payload: Value, name: string): string => textOf(nested(payload)[name]);
const memberPath = (payload: Value, ...rest: readonly string[]) => pathOf('lists', part(payload, 'audience'), 'members', part(payload, 'hash'), ...rest);

const resultOf = (member: SourceRecord, payload: Value): EffectResult => ({
  type: 'Member',
  id: textOf(member['id']) || part(payload, 'hash'),
  ...(member['merge_fields'] !== undefined && { version: memberVersion(member) }),
  ...(textOf(member['status']) !== '' && { facts: { status: textOf(member['status']) } }),
});

/** Adds a contact or changes its fields. What it is subscribed to only counts while it is new, so sending it again can wake up nobody. */
const putMember: Effect = {
  name: 'putMember',
  label: 'Write contact',
  repeat: 'key',
  // A required merge field of the audience is a matter of its sign-up form, not of a till.
  send: async (client, payload, _key, call) => resultOf(await client.write('PUT', memberPath(payload), nested(payload)['body']!, { skip_merge_validation: 'true' }, call), payload),
};

/**
 * Changes what a contact is subscribed to, but only from the states the payload names. It is read right before, however old the payload is: a person who
 * unsubscribed in between must not be subscribed again by something that was decided before.
 */
const setStatus: Effect = {
  name: 'setStatus',
  label: 'Change subscription',
  repeat: 'key',
  async send(client, payload, _key, call) {
    const path = memberPath(payload);
    const member = await client.get(path, { fields: 'id,status,last_changed' }, call);
    const from = nested(payload)['from'] as readonly string[];
    if (!from.includes(textOf(member['status']))) return { ...resultOf(member, payload), adopted: true };
    return resultOf(await client.write('PATCH', path, { status: part(payload, 'status') }, { skip_merge_validation: 'true' }, call), payload);
  },
};

const addTag: Effect = {
  name: 'addTag',
  label: 'Add tag',
  repeat: 'key',
  async send(client, payload, _key, call) {
    await client.write('POST', memberPath(payload, 'tags'), { tags: [{ name: part(payload, 'tag'), status: 'active' }], is_syncing: nested(payload)['automations'] !== true }, {}, call);
    return { type: 'Tag', id: part(payload, 'tag') };
  },
};

export const memberEffects: readonly Effect[] = [putMember, setStatus, addTag];
