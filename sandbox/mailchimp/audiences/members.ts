import { collection, flagIn } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import { textAt } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Call, Handler, Route } from '../wire/route.ts';
import { checkBody } from '../wire/shape.ts';
import { findAudience, findMember } from './audience.ts';
import type { Audience, Member, Status } from './audience.ts';
import { hashOf } from './email.ts';
import { fullName } from './mergeValues.ts';
import { queryMembers } from './memberQuery.ts';
import { createMember, memberShape, updateMember, upsertMember, wholeSecond } from './saveMember.ts';
import { showMember } from './showMember.ts';

const optionsOf = (call: Call) => ({ skipMergeValidation: flagIn(call.query, 'skip_merge_validation') });

const listMembers: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const rows = queryMembers(audience, call.query, account.settings);
  return withLinks(`lists/${audience.id}/members`, collection('members', rows, call.query, (member) => showMember(account, audience, member), { list_id: audience.id }));
};

const addMember: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const input = checkBody(memberShape, call.body, ['email_address', 'status']);
  const email = textAt(input, 'email_address') ?? '';
  if (audience.members.has(hashOf(email))) throw problem.memberExists(email);
  return showMember(account, audience, createMember(account, audience, input, textAt(input, 'status') as Status, optionsOf(call)));
};

const putMember: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  return showMember(account, audience, upsertMember(account, audience, knownMember(audience, idAt(call, 1)), call.body, optionsOf(call)));
};

function knownMember(audience: Audience, key: string): Member | undefined {
  try {
    return findMember(audience, key);
  } catch {
    return undefined;
  }
}

const patchMember: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const before = findMember(audience, idAt(call, 1));
  // Tags are added on creation only; afterwards they have a call of their own.
  const { tags: _tags, ...input } = checkBody(memberShape, call.body);
  return showMember(account, audience, updateMember(account, audience, before, input, optionsOf(call)));
};

/** Archives; the status before is kept, since somebody who left stays somebody who left. */
const archiveMember: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const member = findMember(audience, idAt(call, 1));
  if (member.status === 'archived') return undefined;
  audience.members.set(member.id, { ...member, status: 'archived', statusBeforeArchive: member.status, changedMs: wholeSecond(account) });
  return undefined;
};

const deleteForGood: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const member = findMember(audience, idAt(call, 1));
  audience.members.delete(member.id);
  audience.forgotten.add(member.id);
  return undefined;
};

const mostFound = 30;

/** Looks through addresses and names, in all audiences or in one; a whole address is an exact match. */
const searchMembers: Handler = (account, call) => {
  const wanted = (call.query.get('query') ?? '').trim().toLowerCase();
  if (wanted === '') throw problem.field('query', 'Required fields were not provided: query');
  const listId = call.query.get('list_id');
  const audiences = [...account.audiences.values()].filter(({ id }) => !listId || id === listId);
  const rows = audiences.flatMap((audience) => [...audience.members.values()].filter((member) => member.status !== 'archived').map((member) => ({ audience, member })));
  const answer = (hits: typeof rows) => ({ members: hits.slice(0, mostFound).map(({ audience, member }) => showMember(account, audience, member)), total_items: hits.length });
  return withLinks('search-members', {
    exact_matches: answer(rows.filter(({ member }) => member.email.toLowerCase() === wanted)),
    full_search: answer(rows.filter(({ member }) => `${member.email} ${fullName(member.mergeFields)}`.toLowerCase().includes(wanted))),
  });
};

export const memberRoutes: readonly Route[] = [
  { path: 'lists/*/members', name: 'members', verbs: { GET: listMembers, POST: addMember } },
  {
    path: 'lists/*/members/*',
    name: 'member',
    verbs: {
      GET: (account, call) => {
        const audience = findAudience(account, idAt(call, 0));
        return showMember(account, audience, findMember(audience, idAt(call, 1)));
      },
      PUT: putMember,
      PATCH: patchMember,
      DELETE: archiveMember,
    },
  },
  { path: 'search-members', name: 'search-members', verbs: { GET: searchMembers } },
  { path: 'lists/*/members/*/actions/delete-permanent', name: 'delete-permanent', verbs: { POST: deleteForGood } },
];
