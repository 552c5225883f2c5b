import { flagIn } from '../wire/collection.ts';
import { objectsAt, textAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { ServiceProblem, problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Handler } from '../wire/route.ts';
import { checkBody, flag, list, map, object } from '../wire/shape.ts';
import { findAudience, tagNamed } from './audience.ts';
import type { Member, Status } from './audience.ts';
import { hashOf } from './email.ts';
import { createMember, memberShape, updateMember, wholeSecond } from './saveMember.ts';
import { showMember } from './showMember.ts';

const mostMembers = 500;
const shape = object({ members: list(map, 1, mostMembers), update_existing: flag, sync_tags: flag }, ['members']);

/**
 * `POST /lists/{id}`: up to 500 members at once, each with its own outcome; the call itself succeeds when every row failed. An address
 * that comes twice is done once, unless `skip_duplicate_check` says otherwise: the service tells nothing of the other row.
 */
export const bulkMembers: Handler = (account, call) => {
  const audience = findAudience(account, idAt(call, 0));
  const body = checkBody(shape, call.body);
  const updates = body['update_existing'] === true;
  const options = { skipMergeValidation: flagIn(call.query, 'skip_merge_validation') };
  const takesTwice = flagIn(call.query, 'skip_duplicate_check');
  const made = { new_members: [] as JsonObject[], updated_members: [] as JsonObject[], errors: [] as JsonObject[] };
  const seen = new Set<string>();

  for (const row of objectsAt(body, 'members')) {
    const email = textAt(row, 'email_address') ?? '';
    const hash = hashOf(email);
    if (seen.has(hash) && !takesTwice) continue;
    seen.add(hash);
    try {
      const input = checkBody(memberShape, row, ['email_address']);
      const before = audience.members.get(hash);
      if (before && !updates) {
        made.errors.push({ email_address: email, error: problem.memberExists(email).detail, error_code: 'ERROR_CONTACT_EXISTS', field: '', field_message: '' });
      } else if (before) {
        made.updated_members.push(showMember(account, audience, retagged(updateMember(account, audience, before, input, options), input)));
      } else {
        const status = textAt(input, 'status');
        if (status === undefined) throw problem.field('status', 'Required fields were not provided: status');
        made.new_members.push(showMember(account, audience, createMember(account, audience, input, status as Status, options)));
      }
    } catch (thrown) {
      if (!(thrown instanceof ServiceProblem)) throw thrown;
      const first = thrown.errors?.[0];
      made.errors.push({ email_address: email, error: thrown.detail, error_code: 'ERROR_GENERIC', field: first?.field ?? '', field_message: first?.message ?? '' });
    }
  }
  return { ...made, total_created: made.new_members.length, total_updated: made.updated_members.length, error_count: made.errors.length };

  /** Tags in a row are added; with `sync_tags` they replace those the member had. */
  function retagged(member: Member, input: JsonObject): Member {
    if (input['tags'] === undefined) return member;
    const wanted = (input['tags'] as readonly string[]).map((name) => tagNamed(account, audience, name).id);
    const tagIds = [...new Set(body['sync_tags'] === true ? wanted : [...member.tagIds, ...wanted])];
    if (JSON.stringify(tagIds) === JSON.stringify(member.tagIds)) return member;
    const after = { ...member, tagIds, changedMs: wholeSecond(account) };
    audience.members.set(after.id, after);
    return after;
  }
};
