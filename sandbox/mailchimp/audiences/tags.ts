import type { Account } from '../account.ts';
import { collection } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import { objectsAt, textAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Handler, Route } from '../wire/route.ts';
import { shownTime } from '../wire/serviceTime.ts';
import { checkBody, choice, flag, list, object, text } from '../wire/shape.ts';
import { findAudience, findMember, findTag, tagNamed } from './audience.ts';
import type { Audience, Member, Tag } from './audience.ts';
import { hashOf } from './email.ts';
import { wholeSecond } from './saveMember.ts';
import { showMember } from './showMember.ts';

const tagsShape = object({ tags: list(object({ name: text, status: choice('active', 'inactive') }, ['name', 'status'])), is_syncing: flag }, ['tags']);
const segmentShape = object({ name: text, static_segment: list(text) }, ['name', 'static_segment']);
const mostAtOnce = 500;
const changesShape = object({ members_to_add: list(text, 0, mostAtOnce), members_to_remove: list(text, 0, mostAtOnce) });

function setTag(account: Account, audience: Audience, member: Member, tag: Tag, active: boolean): void {
  if (member.tagIds.includes(tag.id) === active) return;
  const tagIds = active ? [...member.tagIds, tag.id] : member.tagIds.filter((id) => id !== tag.id);
  audience.members.set(member.id, { ...member, tagIds, changedMs: wholeSecond(account) });
}

const memberTags: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const tags = findMember(audience, idAt(call, 1)).tagIds.map((id) => audience.tags.get(id)).filter((tag) => tag !== undefined);
  return withLinks(`lists/${audience.id}/members/${idAt(call, 1)}/tags`, collection('tags', tags, call.query, (tag) => ({ id: tag.id, name: tag.name, date_added: shownTime(tag.createdMs) })));
};

const changeMemberTags: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const { id } = findMember(audience, idAt(call, 1));
  for (const wish of objectsAt(checkBody(tagsShape, call.body), 'tags')) {
    const name = textAt(wish, 'name') ?? '';
    const active = wish['status'] === 'active';
    const tag = active ? tagNamed(account, audience, name) : findTag(audience, name);
    if (tag) setTag(account, audience, findMember(audience, id), tag, active);
  }
  return undefined;
};

const searchTags: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const start = (call.query.get('name') ?? '').toLowerCase();
  const tags = [...audience.tags.values()].filter((tag) => tag.name.toLowerCase().startsWith(start));
  return withLinks(`lists/${audience.id}/tag-search`, { tags: tags.map(({ id, name }) => ({ id, name })), total_items: tags.length });
};

const membersOf = (audience: Audience, tag: Tag): Member[] => [...audience.members.values()].filter((member) => member.tagIds.includes(tag.id) && member.status !== 'archived');

function showSegment(audience: Audience, tag: Tag): JsonObject {
  return withLinks(`lists/${audience.id}/segments/${tag.id}`, {
    id: tag.id,
    name: tag.name,
    member_count: membersOf(audience, tag).length,
    type: 'static',
    created_at: shownTime(tag.createdMs),
    updated_at: shownTime(tag.updatedMs),
    list_id: audience.id,
  });
}

function findSegment(audience: Audience, id: string): Tag {
  const tag = audience.tags.get(Number(id));
  if (!tag) throw problem.notFound();
  return tag;
}

const listSegments: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const type = call.query.get('type');
  const rows = type === null || type === 'static' ? [...audience.tags.values()] : [];
  return withLinks(`lists/${audience.id}/segments`, collection('segments', rows, call.query, (tag) => showSegment(audience, tag), { list_id: audience.id }));
};

const addSegment: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const input = checkBody(segmentShape, call.body);
  const name = textAt(input, 'name') ?? '';
  if (name.trim() === '' || findTag(audience, name)) throw problem.bad('Sorry, that tag already exists.');
  const tag = tagNamed(account, audience, name);
  putIn(account, audience, tag, input['static_segment'] as readonly string[], true);
  return showSegment(audience, tag);
};

/** Answers the rows that could not be done, beside those that could. */
function putIn(account: Account, audience: Audience, tag: Tag, addresses: readonly string[], active: boolean): { readonly done: Member[]; readonly unknown: string[] } {
  const known = addresses.map((address) => audience.members.get(hashOf(address)));
  for (const member of known) if (member) setTag(account, audience, member, tag, active);
  audience.tags.set(tag.id, { ...tag, updatedMs: wholeSecond(account) });
  const done = known.filter((member) => member !== undefined).map(({ id }) => findMember(audience, id));
  return { done, unknown: addresses.filter((_, index) => known[index] === undefined) };
}

const changeSegment: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const tag = findSegment(audience, idAt(call, 1));
  const input = checkBody(changesShape, call.body);
  const added = putIn(account, audience, tag, (input['members_to_add'] ?? []) as readonly string[], true);
  const removed = putIn(account, audience, tag, (input['members_to_remove'] ?? []) as readonly string[], false);
  const unknown = [...added.unknown, ...removed.unknown];
  return {
    members_added: added.done.map((member) => showMember(account, audience, member)),
    members_removed: removed.done.map((member) => showMember(account, audience, member)),
    errors: unknown.length === 0 ? [] : [{ email_addresses: unknown, error: 'The email addresses do not belong to this list.' }],
    total_added: added.done.length,
    total_removed: removed.done.length,
    error_count: unknown.length,
  };
};

export const tagRoutes: readonly Route[] = [
  { path: 'lists/*/members/*/tags', name: 'member-tags', verbs: { GET: memberTags, POST: changeMemberTags } },
  { path: 'lists/*/tag-search', name: 'tag-search', verbs: { GET: searchTags } },
  { path: 'lists/*/segments', name: 'segments', verbs: { GET: listSegments, POST: addSegment } },
  {
    path: 'lists/*/segments/*',
    name: 'segment',
    verbs: {
      GET: (account, call) => {
        const audience = findAudience(account, idAt(call, 0));
        return showSegment(audience, findSegment(audience, idAt(call, 1)));
      },
      POST: changeSegment,
    },
  },
  {
    path: 'lists/*/segments/*/members',
    name: 'segment-members',
    verbs: {
      GET: (account, call) => {
        const audience = findAudience(account, idAt(call, 0));
        const rows = membersOf(audience, findSegment(audience, idAt(call, 1)));
        return withLinks(`lists/${audience.id}/segments/${idAt(call, 1)}/members`, collection('members', rows, call.query, (member) => showMember(account, audience, member)));
      },
    },
  },
];
