import type { CallContext } from '#connectors/sdk/connector.ts';
import type { TestStage } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { pathOf } from './client.ts';
import type { MailchimpClient } from './client.ts';
import { everyAudience, everyStore } from './lists.ts';
import { textOf } from './pages.ts';

/** Roles that may change contacts and stores; the others only look. */
const writers = new Set(['owner', 'admin', 'manager']);

/** Does one stage of the connection test and says what it saw, without naming a contact. Only reads. */
export async function testConnection(client: MailchimpClient, stage: TestStage, call: CallContext): Promise<Reason> {
  switch (stage) {
    case 'reach': {
      const { status, body } = await client.probe(call);
      // Without a key the service refuses with its own kind of document; a page in between does not know it.
      if (status === 401 && /"status"\s*:\s*401/.test(body)) return say('answers', 'MailChimp answers.');
      throw new FluxoError({ code: 'mailchimp.not_mailchimp', kind: 'remote', what: `Something else than MailChimp answers (status ${status}).`, fix: 'Check the address and the network; a network that asks you to sign in can answer in its place.', params: { status: String(status) }, answer: { status } });
    }
    case 'authenticate': {
      const account = await client.get('', { fields: 'account_name,role' }, call);
      const role = textOf(account['role']);
      const name = textOf(account['account_name']) || 'without a name';
      return say('key_accepted', `The key is accepted by the account ${name}${role === '' ? '' : `, with the role ${role}`}.`, { account: name, role });
    }
    case 'rights': {
      const role = textOf((await client.get('', { fields: 'role' }, call))['role']);
      const [audiences, stores] = [await everyAudience(client, call), await everyStore(client, call)];
      const found = { audiences: String(audiences.length), stores: String(stores.length) };
      const told = `${counted(audiences.length, 'audience')}, ${counted(stores.length, 'store')}`;
      if (role === '' || writers.has(role.toLowerCase())) return say('may_write', `May read and write: ${told}.`, found);
      return say('may_read', `May only read, as ${role}: ${told}.`, { ...found, role });
    }
    case 'sample': {
      const audience = (await everyAudience(client, call))[0];
      if (!audience) return say('no_audience_yet', 'The account has no audience yet.');
      const answer = await client.get(pathOf('lists', textOf(audience['id']), 'members'), { count: '1', fields: 'members.status,total_items' }, call);
      const [name, contacts] = [textOf(audience['name']), Number(textOf(answer['total_items']) || 0)];
      return say('audience_read', `The audience ${name} was read: ${counted(contacts, 'contact')}.`, { audience: name, contacts: String(contacts) });
    }
  }
}

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `mailchimp.${code}`, text, params });

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
