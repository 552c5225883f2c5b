import type { Account } from './account.ts';
import { withLinks } from './wire/links.ts';
import type { JsonObject } from './wire/json.ts';
import type { Route } from './wire/route.ts';
import { shownTime } from './wire/serviceTime.ts';

function showAccount(account: Account): JsonObject {
  const subscribers = [...account.audiences.values()].flatMap((audience) => [...audience.members.values()]).filter(({ status }) => status === 'subscribed').length;
  return withLinks('', {
    account_id: '4b1f0c2e9ad85d70c3a1e6f28',
    login_id: '1600421',
    account_name: account.name,
    email: 'beheer@koperenketel.example',
    first_name: 'Marit',
    last_name: 'Hoekstra',
    username: 'koperenketel',
    avatar_url: '',
    role: account.settings.role,
    member_since: '2019-04-02T08:15:00+00:00',
    pricing_plan_type: 'monthly',
    first_payment: '',
    account_timezone: 'Europe/Amsterdam',
    account_industry: 'Retail',
    contact: { company: account.name, addr1: 'Oudegracht 99', addr2: '', city: 'Utrecht', state: 'UT', zip: '3511 AE', country: 'NL' },
    pro_enabled: false,
    last_login: shownTime(account.now()),
    total_subscribers: subscribers,
    industry_stats: { open_rate: 0.2, bounce_rate: 0.01, click_rate: 0.02 },
  });
}

export const rootRoutes: readonly Route[] = [
  { path: '', name: 'root', verbs: { GET: showAccount } },
  { path: 'ping', name: 'ping', verbs: { GET: () => ({ health_status: "Everything's Chimpy!" }) } },
];
