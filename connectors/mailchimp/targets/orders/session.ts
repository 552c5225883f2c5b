import type { CallContext, RecordContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import { compileTemplate } from '#shared/mapping/compile.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { MailchimpClient } from '../../client.ts';
import { listOf, textOf } from '../../pages.ts';
import { storePath } from '../../streams/storeScan.ts';
import { hashOf } from '../members/contact.ts';
import { makeCatalogue } from '../store/catalogue.ts';
import type { Catalogue } from '../store/catalogue.ts';
import { openStore } from '../store/storeInHand.ts';
import type { StoreInHand } from '../store/storeInHand.ts';
import { orderFields } from './settings.ts';
import type { OrderSettings } from './settings.ts';

export type Context = RecordContext<MailchimpClient>;

/** What all orders of a run share. */
export interface Session {
  readonly client: MailchimpClient;
  readonly settings: OrderSettings;
  readonly store: StoreInHand;
  readonly catalogue: Catalogue;
  readonly shippingArticles: ReadonlySet<string>;
  readonly discountArticles: ReadonlySet<string>;
  /** The number an order is to have; may be empty. */
  orderNumber(record: SourceRecord): string;
  /** Id of the store's customer with this address; null when there is none. */
  customer(email: string, call: CallContext): Promise<string | null>;
  keepCustomer(email: string, id: string): void;
  /** Products that are being made, by article number. */
  readonly making: Map<string, Promise<void>>;
  /** Puts the store into syncing mode, once per run. */
  beQuiet(context: Context): Promise<void>;
  isQuiet(): boolean;
  /** True for the first who asks. */
  isFirst(): boolean;
}

export async function openSession(client: MailchimpClient, given: Settings, call: CallContext): Promise<Session> {
  const settings = withDefaults(orderFields, given) as unknown as OrderSettings;
  const store = await openStore(client, settings, call);
  demandMailIsMeant(settings, store);
  const number = settings.orderId === '' ? () => '' : compileTemplate(settings.orderId);
  const customers = new Map<string, Promise<string | null>>();
  let quiet: Promise<void> | undefined;
  let asked = false;
  return {
    client,
    settings,
    store,
    catalogue: makeCatalogue(client, store.id, !store.isThere),
    shippingArticles: articleList(settings.shippingArticles),
    discountArticles: articleList(settings.discountArticles),
    orderNumber: (record) => number(record).trim(),
    customer(email, context) {
      if (!store.isThere && !customers.has(email)) return Promise.resolve(null);
      let found = customers.get(email);
      if (!found) {
        found = findCustomer(client, store.id, email, context);
        customers.set(email, found);
        found.catch(() => customers.delete(email));
      }
      return found;
    },
    keepCustomer: (email, id) => void customers.set(email, Promise.resolve(id)),
    making: new Map(),
    beQuiet(context) {
      quiet ??= muteStore(client, store, context).catch((thrown: unknown) => {
        quiet = undefined;
        throw thrown;
      });
      return quiet;
    },
    isQuiet: () => store.isSyncing || quiet !== undefined,
    isFirst: () => !asked && (asked = true),
  };
}

/** Order states make MailChimp mail people. Nobody shall find that out from their customers. */
function demandMailIsMeant(settings: OrderSettings, store: StoreInHand): void {
  if (settings.states === 'none' || settings.mayMail || store.isSyncing) return;
  throw new FluxoError({ code: 'mailchimp.states_mail_people', kind: 'setup', what: `With its state, MailChimp mails every customer about the order, and the store ${store.name} is not in syncing mode, which would hold that back.`, where: { field: 'mayMail' }, params: { store: store.name }, fix: 'Do not send the state, or say in the settings of the target that MailChimp may mail your customers.' });
}

/** The store's customer with an address. Ours goes by the address's hash; another program's goes before it. */
async function findCustomer(client: MailchimpClient, store: string, email: string, call: CallContext): Promise<string | null> {
  const answer = await client.get(storePath(store, 'customers'), { email_address: email, count: '10', fields: 'customers.id,customers.email_address' }, call);
  const own = hashOf(email);
  const ids = listOf(answer['customers']).filter((customer) => textOf(customer['email_address']).toLowerCase() === email).map((customer) => textOf(customer['id']));
  return ids.includes(own) ? own : (ids[0] ?? null);
}

/**
 * Switches the store's syncing mode on. This is no effect of a record: it may be done at any time and any number of times, and the target's `finish` takes it back at the end of
 * every run, also of one that follows a crash.
 */
async function muteStore(client: MailchimpClient, store: StoreInHand, context: Context): Promise<void> {
  if (store.isSyncing) return;
  await client.write('PATCH', storePath(store.id), { is_syncing: true }, {}, context);
  context.note({ code: 'mailchimp.store_quiet', text: `Put the store ${store.name} into syncing mode: MailChimp sends nothing for it until the end of this run.`, params: { store: store.name } });
}

/** Article numbers out of a text such as `999, 998`. */
const articleList = (text: string): ReadonlySet<string> => new Set(text.split(/[,;\s]+/).filter((part) => part !== ''));
