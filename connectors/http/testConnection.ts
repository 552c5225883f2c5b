import type { CallContext } from '#connectors/sdk/connector.ts';
import type { TestStage } from '#shared/catalog/catalog.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { RestClient } from './client.ts';

/** Does one stage of the connection test. Only reads the path chosen for it. */
export async function testConnection(client: RestClient, stage: TestStage, call: CallContext): Promise<Reason> {
  switch (stage) {
    case 'reach': {
      const { status } = await client.probe(call);
      return say('answers', `Something answers there (status ${status}).`, { status: String(status) });
    }
    case 'authenticate':
      await client.get(client.testPath, call);
      return say('let_in', 'The service lets us in.');
    case 'rights':
      return say('rights_unknown', 'What this sign-in may do shows when it is done; the service was not asked to change anything.');
    case 'sample': {
      const { json } = await client.get(client.testPath, call);
      return Array.isArray(json) ? say('list_seen', `${client.testPath} answers a list.`, { path: client.testPath }) : say('json_seen', `${client.testPath} answers JSON.`, { path: client.testPath });
    }
  }
}

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `http.${code}`, text, params });
