import type { CallContext, EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { pathOf } from '../../client.ts';
import type { MailchimpClient } from '../../client.ts';
import { nested, textOf } from '../../pages.ts';
import { differences, left } from './contact.ts';
import { gather } from './gather.ts';
import type { MemberSettings } from './settings.ts';
import { memberVersion } from '../../streams/versions.ts';

type Effect = EffectDefinition<MailchimpClient>;

const part = (payload: Value, name: string): string => textOf(nested(payload)[name]);
const memberPath = (payload: Value, ...rest: readonly string[]) => pathOf('lists', part(payload, 'audience'), 'members', part(payload, 'hash'), ...rest);

const thingOf = (payload: Value): string => `Member ${part(payload, 'hash')}`;

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
  view(payload) {
    const body = nested(nested(payload)['body']);
    return nested(payload)['isNew'] === true ? { fields: body } : { thing: thingOf(payload), fields: body['merge_fields'] ?? {} };
  },
  async send(client, payload, _key, call) {
    const body = nested(nested(payload)['body']);
    if (nested(payload)['isNew'] === true) {
      const row = { email_address: textOf(body['email_address']), status: textOf(body['status_if_new']), merge_fields: body['merge_fields'] ?? {} };
      const outcome = await gather(client, part(payload, 'audience'), row, call);
      if (outcome === 'there') return join(client, payload, call);
      if (outcome !== 'alone') return resultOf(outcome.made, payload);
    }
    // A required merge field of the audience is a matter of its sign-up form, not of a till.
    return resultOf(await client.write('PUT', memberPath(payload), body, { skip_merge_validation: 'true' }, call), payload);
  },
};

/** A contact that was to be made is there: somebody else was faster, or our own call was whose answer got lost. He gets what the flow may write to those who are there. */
async function join(client: MailchimpClient, payload: Value, call: CallContext): Promise<EffectResult> {
  const member = await client.get(memberPath(payload), {}, call);
  if (textOf(member['status']) in left) return { ...resultOf(member, payload), adopted: true };
  const { body, existing } = nested(payload);
  const changes = differences(nested(nested(body)['merge_fields']), member, textOf(existing) as MemberSettings['existing']);
  if (Object.keys(changes).length === 0) return resultOf(member, payload);
  return resultOf(await client.write('PUT', memberPath(payload), { ...nested(body), merge_fields: changes }, { skip_merge_validation: 'true' }, call), payload);
}

/**
 * Changes what a contact is subscribed to, but only from the states the payload names. It is read right before, however old the payload is: a person who
 * unsubscribed in between must not be subscribed again by something that was decided before.
 */
const setStatus: Effect = {
  name: 'setStatus',
  label: 'Change subscription',
  repeat: 'key',
  view: (payload) => ({ thing: thingOf(payload), fields: { status: part(payload, 'status') } }),
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
  view: (payload) => ({ thing: thingOf(payload), fields: { tag: part(payload, 'tag') } }),
  async send(client, payload, _key, call) {
    await client.write('POST', memberPath(payload, 'tags'), { tags: [{ name: part(payload, 'tag'), status: 'active' }], is_syncing: nested(payload)['automations'] !== true }, {}, call);
    return { type: 'Tag', id: part(payload, 'tag') };
  },
};

export const memberEffects: readonly Effect[] = [putMember, setStatus, addTag];
