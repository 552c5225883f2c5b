/** One of several processes that use the same connection; what it is about stands in the environment (`FLUXO_TEST_TOKEN_USER`). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { QuickBooksClient } from '#connectors/quickbooks/client.ts';
import type { Leases, SecretStore } from '#engine/ports.ts';
import { makeConnections } from '#host/connections.ts';
import { asFluxoError } from '#shared/errors.ts';
import { makeFileSecrets } from '#storage/secrets/fileSecrets.ts';
import { makeKeychainSecrets } from '#storage/secrets/keychainSecrets.ts';
import { openWorkspace } from '#storage/workspace.ts';
import { obey } from './ownProcess.ts';

/** Where a process that renews the token ends without a word. */
export const deaths = ['with the lease', 'after reading', 'asked, the answer on its way', 'before storing', 'after storing'] as const;
export type Death = (typeof deaths)[number];

export interface TokenUserSettings {
  readonly dir: string;
  readonly store: 'file' | 'keychain';
  readonly lease: boolean;
  readonly dieAt?: Death;
}

/** What became of each use: `ok`, or the code of the error. */
export type Uses = readonly string[];

export const connectionId = 'books';
export const secretsOf = (dir: string, store: TokenUserSettings['store']): SecretStore => (store === 'file' ? makeFileSecrets(`${dir}/secrets.json`, 'a passphrase') : makeKeychainSecrets());
export const clock = { now: () => Date.now(), sleep: async (ms: number) => void (await sleep(ms)) };
/** What the promise rests on, switched off: everybody is let in at once. */
const noLease = (leases: Leases): Leases => ({ ...leases, hold: async (_name, _purpose, work) => work({} as never) });

export async function openConnections({ dir, store, lease }: TokenUserSettings, wrap = (secrets: SecretStore) => secrets) {
  const workspace = await openWorkspace(dir);
  const connections = makeConnections({ files: workspace.connections, secrets: wrap(secretsOf(dir, store)), leases: lease ? workspace.leases : noLease(workspace.leases), clock, newId: () => 'new' });
  return { workspace, connections, client: () => connections.client(connectionId) as Promise<QuickBooksClient> };
}

export const useOnce = (client: QuickBooksClient): Promise<string> => client.companyInfo({ signal: AbortSignal.timeout(30_000) }).then(() => 'ok', (thrown: unknown) => asFluxoError(thrown).code);

function dying(secrets: SecretStore, dieAt: Death | undefined): SecretStore {
  let gets = 0;
  const die = (at: Death) => {
    if (at === dieAt) process.kill(process.pid, 'SIGKILL');
  };
  return {
    ...secrets,
    async get(id) {
      // The first is made without the lease, to see whether there is a token to use; the second with it; the third right before storing.
      gets += 1;
      if (gets === 2) die('with the lease');
      const value = await secrets.get(id);
      if (gets === 2) die('after reading');
      if (gets === 3) die('before storing');
      return value;
    },
    async set(id, value) {
      await secrets.set(id, value);
      die('after storing');
    },
  };
}

if (import.meta.main) {
  const settings = JSON.parse(process.env['FLUXO_TEST_TOKEN_USER']!) as TokenUserSettings;
  const { client } = await openConnections(settings, (secrets) => dying(secrets, settings.dieAt));
  const books = await client();
  obey<{ readonly uses: number }, Uses>(async ({ uses }) => {
    const done: string[] = [];
    for (let use = 0; use < uses; use += 1) {
      await sleep(Math.random() * 3);
      done.push(await useOnce(books));
    }
    return done;
  });
}
