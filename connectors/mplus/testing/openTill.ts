import { connectMplus } from '#connectors/mplus/client.ts';
import type { MplusClient } from '#connectors/mplus/client.ts';
import type { OperationName } from '#connectors/mplus/fieldTable/operations.ts';
import { makeMplusLookAlike } from '#sandbox/mplus/index.ts';
import type { MplusOptions } from '#sandbox/mplus/index.ts';
import { envelope } from '#sandbox/mplus/stranger.ts';
import { makeClock } from '#sandbox/server/clock.ts';
import { serveLookAlike } from '#sandbox/server/serve.ts';
import type { ServedLookAlike } from '#sandbox/server/serve.ts';
import { makeShop } from '#sandbox/shop/makeShop.ts';
import type { ShopOptions } from '#sandbox/shop/makeShop.ts';
import type { SourceRecord } from '#shared/records/story.ts';

// A row as the look-alike holds it: JSON of any shape.
export type Row = { readonly [key: string]: any };

/** A running look-alike of a till, with a client of it and a way to do what the shop's own people do at it. */
export interface OpenTill {
  readonly client: MplusClient;
  readonly served: ServedLookAlike;
  readonly shop: ReturnType<typeof makeShop>;
  /** What it holds, by name. */
  rows(name: string): readonly Row[];
  /** A card by its number. */
  relation(number: string | number): Row | undefined;
  /** The article with this number, with its product. */
  article(number: string | number): { readonly article: Row; readonly product: Row } | undefined;
  /** A call by somebody else. */
  ask(operation: OperationName, request: SourceRecord): Promise<SourceRecord>;
  /** Any call of the service by somebody else, its inside written without prefixes; gives the raw answer. */
  post(operation: string, inner: string): Promise<string>;
  /** Another client of the same till, which knows nothing yet. */
  anotherClient(): MplusClient;
  stop(): Promise<void>;
}

export async function openTill({ shop: shopOptions = {}, ...options }: MplusOptions & { readonly shop?: ShopOptions } = {}): Promise<OpenTill> {
  const clock = makeClock();
  const shop = makeShop({ now: clock.now(), ...shopOptions });
  const till = makeMplusLookAlike(shop, clock, options);
  const served = await serveLookAlike(till, { port: 0, clock });
  const { ident, secret } = till.connection;
  const connect = () =>
    connectMplus({
      id: 'till',
      name: 'Till',
      settings: { baseUrl: served.url, ident },
      secret: { read: async () => ({ secret }), update: async (change) => change({ secret }) },
      clock: { now: () => Date.now(), sleep: (ms) => new Promise((go) => setTimeout(go, ms)) },
    });
  const client = connect();
  const other = connect();
  const rows = (name: string) => (till.entities()[name] ?? []) as readonly Row[];
  return {
    client,
    served,
    shop,
    rows,
    relation: (number) => rows('relations').find((relation) => String(relation['relationNumber']) === String(number)),
    article(number) {
      for (const product of rows('products')) {
        const article = (product['articleList'].article as readonly Row[]).find((one) => String(one['articleNumber']) === String(number));
        if (article) return { article, product };
      }
      return undefined;
    },
    ask: (operation, request) => other.call(operation, request, { signal: new AbortController().signal }),
    post: async (operation, inner) => (await fetch(`${served.url}/?${new URLSearchParams({ ident, secret })}`, { method: 'POST', body: envelope(operation, inner) })).text(),
    anotherClient: connect,
    stop: () => served.close(),
  };
}
