import type { ConnectionContext, LedgerEntry, SecretValue } from '#connectors/sdk/connector.ts';
import { openTargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import type { TargetDesk } from '#connectors/sdk/testing/targetDesk.ts';
import { startSandbox } from '#sandbox/index.ts';
import type { Sandbox, SandboxOptions } from '#sandbox/index.ts';
import type { Value } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { QuickBooksClient } from '../client.ts';
import { quickbooks } from '../index.ts';
import { sales } from '../targets/sales/sales.ts';

/** Books to write to: the look-alike with the demo shop, and a connection to it whose secret lives in memory. */
export interface Books {
  readonly sandbox: Sandbox;
  readonly client: QuickBooksClient;
  readonly secret: { value: SecretValue };
  /** All rows of an entity, as the look-alike holds them. */
  rows(entity: string): Promise<readonly Row[]>;
  /** The id of the row with this name. */
  idOf(entity: string, name: string): Promise<string>;
  /** Writes as another user of the company would. */
  write(entity: string, body: Value): Promise<Row>;
  stop(): Promise<void>;
}

export type Row = { readonly Id: string } & { readonly [key: string]: any };

export const realClock: ConnectionContext['clock'] = { now: () => Date.now(), sleep: (ms) => new Promise((go) => setTimeout(go, ms)) };

export async function openBooks(options: SandboxOptions = {}): Promise<Books> {
  const sandbox = await startSandbox({ orders: 24, customers: 16, products: 20, ...options });
  const { baseUrl, authBaseUrl, realmId, clientId, clientSecret, refreshToken } = sandbox.quickbooks;
  const secret: { value: SecretValue } = { value: { clientId, clientSecret, refreshToken } };
  const client = quickbooks.connect(contextFor({ environment: 'demo', baseUrl, authBaseUrl, realmId }, secret));
  const call = { signal: new AbortController().signal };
  const rows = async (entity: string): Promise<readonly Row[]> => {
    const ledger = (await (await fetch(`${baseUrl}/__sandbox/ledger`)).json()) as { readonly entities: Readonly<Record<string, readonly Row[]>> };
    return ledger.entities[entity] ?? [];
  };
  return {
    sandbox,
    client,
    secret,
    rows,
    idOf: async (entity, name) => {
      const row = (await rows(entity)).find((candidate) => candidate['Name'] === name || candidate['DisplayName'] === name);
      if (!row) throw new Error(`There is no ${entity} named ${name}`);
      return row.Id;
    },
    write: async (entity, body) => client.write({ name: entity, parse: (raw) => raw as Row }, body, `test-${Math.random().toString(36).slice(2)}`, call),
    stop: () => sandbox.stop(),
  };
}

export function contextFor(settings: Readonly<Record<string, string>>, secret: { value: SecretValue }, clock = realClock): ConnectionContext {
  // One change at a time, as the lease over processes does it.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    id: 'books',
    name: 'Books',
    settings,
    secret: {
      read: async () => secret.value,
      update: (change) => {
        const mine = turn.catch(() => undefined).then(async () => (secret.value = await change(secret.value)));
        turn = mine;
        return mine;
      },
    },
    clock,
  };
}

/** The sales target at work without an engine. Its settings are taken as they are, so that a test says all that it wants. */
export function openSales(books: Books, settings: Settings, options: { readonly sourceConnection?: string; readonly ledger?: Map<string, LedgerEntry> } = {}): Promise<TargetDesk> {
  return openTargetDesk(sales, { client: books.client, settings, ...options });
}
