import type { Account } from '../account.ts';
import { spendingOf } from '../ecommerce/spending.ts';
import { withLinks } from '../wire/links.ts';
import { objectAt, textAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { shownTime } from '../wire/serviceTime.ts';
import type { Audience, Member } from './audience.ts';
import { fullName, shownMergeFields } from './mergeValues.ts';

const mostTags = 50;

/** A member as the service answers it. */
export function showMember(account: Account, audience: Audience, member: Member): JsonObject {
  const { details } = member;
  const left = member.status === 'unsubscribed';
  return withLinks(`lists/${audience.id}/members/${member.id}`, {
    id: member.id,
    email_address: member.email,
    unique_email_id: member.uniqueEmailId,
    contact_id: member.contactId,
    full_name: fullName(member.mergeFields),
    web_id: member.webId,
    email_type: textAt(details, 'email_type') ?? 'html',
    status: member.status,
    ...(left && { unsubscribe_reason: 'N/A (Unsubscribed by admin)' }),
    consents_to_one_to_one_messaging: true,
    sms_phone_number: '',
    sms_subscription_status: '',
    merge_fields: shownMergeFields(audience, member.mergeFields),
    interests: {},
    stats: { avg_open_rate: 0, avg_click_rate: 0, ecommerce_data: spendingOf(account, audience.id, member.email) },
    ip_signup: textAt(details, 'ip_signup') ?? '',
    timestamp_signup: textAt(details, 'timestamp_signup') ?? '',
    ip_opt: textAt(details, 'ip_opt') ?? '',
    timestamp_opt: textAt(details, 'timestamp_opt') ?? '',
    member_rating: 2,
    last_changed: shownTime(member.changedMs),
    language: textAt(details, 'language') ?? '',
    vip: details['vip'] === true,
    email_client: '',
    location: { latitude: 0, longitude: 0, gmtoff: 0, dstoff: 0, country_code: '', timezone: '', region: '', ...objectAt(details, 'location') },
    ...(details['marketing_permissions'] !== undefined && { marketing_permissions: details['marketing_permissions'] }),
    source: member.source,
    tags_count: member.tagIds.length,
    tags: member.tagIds.slice(0, mostTags).map((id) => ({ id, name: audience.tags.get(id)?.name ?? '' })),
    list_id: audience.id,
  });
}
