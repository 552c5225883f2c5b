import type { CallContext } from '#connectors/sdk/connector.ts';
import type { TestStage } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import { pathOf } from './client.ts';
import type { MailchimpClient } from './client.ts';
import { everyAudience, everyStore } from './lists.ts';
import { textOf } from './pages.ts';

/** Roles that may change contacts and stores; the others only look. */
const writers = new Set(['owner', 'admin', 'manager']);

/** Does one stage of the connection test and says what it saw, without naming a contact. Only reads. */
export async function testConnection(client: MailchimpClient, stage: TestStage, call: CallContext): Promise<string> {
  switch (stage) {
    case 'reach': {
      const { status, body } = await client.probe(call);
      // Without a key the service refuses with its own kind of document; a page in between does not know it.
      if (status === 401 && /"status"\s*:\s*401/.test(body)) return 'MailChimp answers.';
      throw new FluxoError({ code: 'mailchimp.not_mailchimp', kind: 'remote', what: `Something else than MailChimp answers (status ${status}).`, fix: 'Check the address and the network; a network that asks you to sign in can answer in its place.', answer: { status } });
    }
    case 'authenticate': {
      const account = await client.get('', { fields: 'account_name,role' }, call);
      const role = textOf(account['role']);
      return `The key is accepted by the account ${textOf(account['account_name']) || 'without a name'}${role === '' ? '' : `, with the role ${role}`}.`;
    }
    case 'rights': {
      const role = textOf((await client.get('', { fields: 'role' }, call))['role']);
      const [audiences, stores] = [await everyAudience(client, call), await everyStore(client, call)];
      const rights = role === '' || writers.has(role.toLowerCase()) ? 'May read and write' : `May only read, as ${role}`;
      return `${rights}: ${counted(audiences.length, 'audience')}, ${counted(stores.length, 'store')}.`;
    }
    case 'sample': {
      const audience = (await everyAudience(client, call))[0];
      if (!audience) return 'The account has no audience yet.';
      const answer = await client.get(pathOf('lists', textOf(audience['id']), 'members'), { count: '1', fields: 'members.status,total_items' }, call);
      return `The audience ${textOf(audience['name'])} was read: ${counted(Number(textOf(answer['total_items']) || 0), 'contact')}.`;
    }
  }
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
