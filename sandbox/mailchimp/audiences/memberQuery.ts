import type { Settings } from '../options.ts';
import { flagIn } from '../wire/collection.ts';
import { problem } from '../wire/problem.ts';
import { readTime } from '../wire/serviceTime.ts';
import type { Audience, Member } from './audience.ts';

/** The members a list call asks for, filtered and in order. Archived ones only by name. Throws 400 for a moment that cannot be read. */
export function queryMembers(audience: Audience, query: URLSearchParams, settings: Settings): readonly Member[] {
  const status = query.get('status');
  const tests: ((member: Member) => boolean)[] = [(member) => (status === null || status === '' ? member.status !== 'archived' : member.status === status)];
  const moments = { last_changed: (member: Member) => member.changedMs, timestamp_opt: (member: Member) => detailMs(member, 'timestamp_opt') };
  for (const [name, at] of Object.entries(moments)) {
    const since = filterMoment(query, `since_${name}`);
    const before = filterMoment(query, `before_${name}`);
    const includes = settings.sinceBoundary === 'inclusive';
    if (since !== undefined) tests.push((member) => at(member) > since || (includes && at(member) === since));
    if (before !== undefined) tests.push((member) => at(member) !== 0 && (at(member) < before || (includes && at(member) === before)));
  }
  const leftSince = filterMoment(query, 'unsubscribed_since');
  if (leftSince !== undefined) {
    if (status !== 'unsubscribed') throw problem.field('unsubscribed_since', 'This filter can only be used with the status unsubscribed.');
    tests.push((member) => member.changedMs > leftSince);
  }
  const emailType = query.get('email_type');
  if (emailType) tests.push((member) => (member.details['email_type'] ?? 'html') === emailType);
  const unique = query.get('unique_email_id');
  if (unique) tests.push((member) => member.uniqueEmailId === unique);
  if (flagIn(query, 'vip_only')) tests.push((member) => member.details['vip'] === true);
  const rows = [...audience.members.values()].filter((member) => tests.every((test) => test(member)));
  return rows.sort(orderOf(query));
}

/** Without a wish the order is the service's own business: that of the hashes, which tells nothing. */
function orderOf(query: URLSearchParams): (one: Member, other: Member) => number {
  const field = query.get('sort_field') ?? '';
  const byHash = (one: Member, other: Member) => (one.id < other.id ? -1 : 1);
  if (field === '') return byHash;
  const readers: Readonly<Record<string, (member: Member) => number>> = {
    last_changed: (member) => member.changedMs,
    timestamp_opt: (member) => detailMs(member, 'timestamp_opt'),
    timestamp_signup: (member) => detailMs(member, 'timestamp_signup'),
  };
  const at = readers[field];
  if (!at) throw problem.field('sort_field', `Data presented is not one of the accepted values: ${Object.keys(readers).join(', ')}.`);
  const sign = /^desc$/i.test(query.get('sort_dir') ?? '') ? -1 : 1;
  return (one, other) => sign * (at(one) - at(other)) || byHash(one, other);
}

const detailMs = (member: Member, name: string): number => readTime(String(member.details[name] ?? '')) ?? 0;

function filterMoment(query: URLSearchParams, name: string): number | undefined {
  const word = query.get(name);
  if (word === null || word === '') return undefined;
  // Seen with seven digits behind the second: no error, and no filter either.
  if (/\.\d{7,}/.test(word)) return undefined;
  const ms = readTime(word);
  if (ms === undefined) throw problem.field(name, 'This value is not a valid date and time.');
  return ms;
}
