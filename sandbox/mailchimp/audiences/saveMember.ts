import type { Account } from '../account.ts';
import { isObject, objectAt, textAt } from '../wire/json.ts';
import type { Json, JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { shownTime } from '../wire/serviceTime.ts';
import { checkBody, choice, flag, list, map, moment, number, object, text } from '../wire/shape.ts';
import { tagNamed } from './audience.ts';
import type { Audience, Member, Status } from './audience.ts';
import { hashOf, isAddress, looksFake } from './email.ts';
import { mergeValues } from './mergeValues.ts';

const writable = ['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional'] as const;

export const memberShape = object({
  email_address: text,
  email_type: choice('html', 'text'),
  status: choice(...writable),
  status_if_new: choice(...writable),
  merge_fields: map,
  interests: map,
  language: text,
  vip: flag,
  location: object({ latitude: number, longitude: number }),
  marketing_permissions: list(object({ marketing_permission_id: text, enabled: flag })),
  ip_signup: text,
  timestamp_signup: moment,
  ip_opt: text,
  timestamp_opt: moment,
  tags: list(text),
});

const kept = ['email_type', 'language', 'vip', 'location', 'marketing_permissions', 'ip_signup', 'timestamp_signup', 'ip_opt', 'timestamp_opt'] as const;

export interface SaveOptions {
  /** Accept an empty required merge field. */
  readonly skipMergeValidation: boolean;
  readonly madeByStore?: string;
  readonly source?: string;
}

/** A new contact. Throws 400 for an address that is forgotten, fake or no address, and for a wrong merge field. */
export function createMember(account: Account, audience: Audience, input: JsonObject, status: Status, options: SaveOptions): Member {
  const email = textAt(input, 'email_address') ?? '';
  const id = demandUsable(audience, email);
  const now = wholeSecond(account);
  const mergeFields = mergeValues(audience, {}, objectAt(input, 'merge_fields'), options.skipMergeValidation);
  const member: Member = {
    id,
    contactId: account.newId(32),
    uniqueEmailId: account.newId(10),
    webId: account.newNumber(),
    email,
    status,
    details: { ...optInTimes(status, now), ...detailsOf(input) },
    mergeFields,
    tagIds: tagIdsOf(account, audience, input),
    ...(options.madeByStore !== undefined && { madeByStore: options.madeByStore }),
    source: options.source ?? 'API - Generic',
    createdMs: now,
    changedMs: now,
  };
  audience.members.set(id, member);
  if (status === 'pending') askToConfirm(account, audience, member);
  return member;
}

/** Changes a contact. Throws 400 for a subscribe of somebody who left, and for a new address that cannot be. */
export function updateMember(account: Account, audience: Audience, before: Member, input: JsonObject, options: SaveOptions): Member {
  const status = textAt(input, 'status') as Status | undefined;
  if (status !== undefined) demandAllowed(before, status);
  const email = textAt(input, 'email_address') ?? before.email;
  const moves = hashOf(email) !== before.id;
  if (moves && audience.members.has(hashOf(email))) throw problem.memberExists(email);
  const id = moves ? demandUsable(audience, email) : before.id;
  const { statusBeforeArchive: _left, ...rest } = before;
  const after: Member = {
    ...(status === undefined ? before : rest),
    id,
    email,
    status: status ?? before.status,
    details: { ...before.details, ...(status !== undefined && status !== before.status && optInTimes(status, wholeSecond(account))), ...detailsOf(input) },
    mergeFields: mergeValues(audience, before.mergeFields, objectAt(input, 'merge_fields'), options.skipMergeValidation),
  };
  // A write that changes nothing does not count as a change.
  if (JSON.stringify(after) === JSON.stringify(before)) return before;
  const member = { ...after, changedMs: wholeSecond(account) };
  if (moves) audience.members.delete(before.id);
  audience.members.set(id, member);
  if (member.status === 'pending' && before.status !== 'pending') askToConfirm(account, audience, member);
  return member;
}

/** `PUT`: changes the contact of this key, or makes the one the body names. */
export function upsertMember(account: Account, audience: Audience, known: Member | undefined, body: Json | undefined, options: SaveOptions): Member {
  const input = checkBody(memberShape, body, ['email_address']);
  const existing = known ?? audience.members.get(hashOf(textAt(input, 'email_address') ?? ''));
  if (existing) return updateMember(account, audience, existing, input, options);
  const status = textAt(input, 'status') ?? textAt(input, 'status_if_new');
  if (status === undefined) throw problem.field('', 'Required fields were not provided: status_if_new');
  // Tags are not in the contract of this call.
  const { tags: _tags, ...rest } = input;
  return createMember(account, audience, rest, status as Status, options);
}

/** Throws when the address cannot be on this audience; answers its hash. */
function demandUsable(audience: Audience, email: string): string {
  if (!isAddress(email)) throw problem.noAddress();
  const id = hashOf(email);
  if (audience.forgotten.has(id)) throw problem.forgotten(email);
  if (looksFake(email)) throw problem.fakeAddress(email);
  return id;
}

/** Who left or bounced is not subscribed again by somebody else; who left may be asked (`pending`), who bounced may not. */
function demandAllowed(before: Member, status: Status): void {
  const current = before.statusBeforeArchive ?? before.status;
  const refused = current === 'unsubscribed' ? status === 'subscribed' : current === 'cleaned' ? status === 'subscribed' || status === 'pending' : false;
  if (refused) throw problem.inCompliance(before.email);
}

function detailsOf(input: JsonObject): JsonObject {
  const details: Record<string, Json> = {};
  for (const name of kept) {
    const value = input[name];
    if (value !== undefined) details[name] = isObject(value) ? { ...value } : value;
  }
  return details;
}

function optInTimes(status: Status, now: number): JsonObject {
  return status === 'subscribed' ? { timestamp_opt: shownTime(now) } : {};
}

function tagIdsOf(account: Account, audience: Audience, input: JsonObject): readonly number[] {
  const names = (input['tags'] ?? []) as readonly string[];
  return [...new Set(names.filter((name) => name.trim() !== '').map((name) => tagNamed(account, audience, name).id))];
}

function askToConfirm(account: Account, audience: Audience, member: Member): void {
  account.mails.push({ at: shownTime(account.now()), mail: 'opt-in confirmation', email_address: member.email, sent: true, because: 'status: pending', list_id: audience.id });
}

export const wholeSecond = (account: Account): number => Math.floor(account.now() / 1000) * 1000;
