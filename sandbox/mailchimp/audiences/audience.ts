import type { Account } from '../account.ts';
import { problem } from '../wire/problem.ts';
import type { JsonObject } from '../wire/json.ts';
import { hashOf } from './email.ts';
import type { MergeField } from './mergeFields.ts';

export type Status = 'subscribed' | 'unsubscribed' | 'cleaned' | 'pending' | 'transactional' | 'archived';

/** One contact of an audience. Never changed once made: a write puts a new one in its place. */
export interface Member {
  /** The md5 of the address, by which the service finds a member. */
  readonly id: string;
  /** Stays when the address changes. */
  readonly contactId: string;
  readonly uniqueEmailId: string;
  readonly webId: number;
  readonly email: string;
  readonly status: Status;
  /** What an archived contact was: somebody who left does not come back by way of the archive. */
  readonly statusBeforeArchive?: Status;
  /** What was sent and is shown as it was: language, vip, opt-in times and the like. */
  readonly details: JsonObject;
  readonly mergeFields: JsonObject;
  readonly tagIds: readonly number[];
  /** The store through whose customers or orders the contact came. */
  readonly madeByStore?: string;
  readonly source: string;
  readonly createdMs: number;
  readonly changedMs: number;
}

/** A static segment, which is the same as a tag. */
export interface Tag {
  readonly id: number;
  readonly name: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface Audience {
  readonly id: string;
  readonly webId: number;
  readonly createdMs: number;
  /** Name, contact and the other settings as sent. */
  readonly fields: JsonObject;
  readonly mergeFields: Map<number, MergeField>;
  readonly members: Map<string, Member>;
  readonly tags: Map<number, Tag>;
  /** Hashes of addresses that were deleted for good. */
  readonly forgotten: Set<string>;
}

export function findAudience(account: Account, id: string): Audience {
  const audience = account.audiences.get(id);
  if (!audience) throw problem.notFound();
  return audience;
}

/** By hash, by plain address, or by contact id. Throws 404. */
export function findMember(audience: Audience, key: string): Member {
  const member = audience.members.get(key.toLowerCase()) ?? (key.includes('@') ? audience.members.get(hashOf(key)) : byContactId(audience, key));
  if (!member) throw problem.notFound();
  return member;
}

function byContactId(audience: Audience, key: string): Member | undefined {
  for (const member of audience.members.values()) if (member.contactId === key) return member;
  return undefined;
}

export function findTag(audience: Audience, name: string): Tag | undefined {
  const wanted = name.trim().toLowerCase();
  for (const tag of audience.tags.values()) if (tag.name.toLowerCase() === wanted) return tag;
  return undefined;
}

/** The tag of that name, made when there is none. */
export function tagNamed(account: Account, audience: Audience, name: string): Tag {
  const found = findTag(audience, name);
  if (found) return found;
  const tag = { id: account.newNumber(), name: name.trim(), createdMs: account.now(), updatedMs: account.now() };
  audience.tags.set(tag.id, tag);
  return tag;
}
