import type { Account } from '../account.ts';
import type { Settings } from '../options.ts';
import { collection } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import { objectAt, objectsAt, textAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Call, Handler, Route } from '../wire/route.ts';
import { shownTime } from '../wire/serviceTime.ts';
import { checkBody } from '../wire/shape.ts';
import { demandSameId, saveCustomer, showCustomer } from './customers.ts';
import { notify } from './notifications.ts';
import { saveProduct } from './products.ts';
import { lineRequired, lineShape, noAddress, saleKinds } from './saleKinds.ts';
import type { SaleKind } from './saleKinds.ts';
import { addTo, findStore, found } from './store.ts';
import type { Customer, Sale, Store } from './store.ts';
import { demandCurrency } from './stores.ts';

/** Writes an order or cart whole, or the parts of it that are sent. Nothing is kept when a part is refused. */
function saveSale(account: Account, store: Store, { plural }: SaleKind, saleId: string, input: JsonObject): Sale {
  const before = store[plural].get(saleId);
  const { id: _id, customer: sentCustomer, lines: _lines, ...sent } = input;
  if (textAt(sent, 'campaign_id')) throw problem.noCampaign();
  demandCurrency(sent);
  const { lines, customer } = withBroughtProducts(account, store, objectsAt(input, 'lines'), () => ({
    lines: linesOf(store, before, objectsAt(input, 'lines')),
    customer: customerOf(account, store, before, objectAt({ customer: sentCustomer }, 'customer')),
  }));
  const fields = { ...before?.fields, ...sent };
  const now = account.now();
  const mailed = plural === 'orders' ? notify(account, store, { orderId: saleId, email: customer.email, after: fields, mailed: before?.mailed ?? [] }) : [];
  const sale: Sale = { id: saleId, customerId: customer.id, fields, lines, mailed, createdMs: before?.createdMs ?? now, updatedMs: now };
  store[plural].set(saleId, sale);
  if (plural === 'orders') addTo(store.ordersOf, customer.id, saleId);
  return sale;
}

/** Writes an order as its route does; the input is checked like a body. Throws 400 as the route does. */
export const saveOrder = (account: Account, store: Store, orderId: string, input: JsonObject): Sale => saveSale(account, store, saleKinds.orders, orderId, checkBody(saleKinds.orders.create, input));

/** A known customer by id alone, or one that is made or changed on the way. A sale never goes to another customer. */
function customerOf(account: Account, store: Store, before: Sale | undefined, sent: JsonObject | undefined): Customer {
  if (before) {
    const { id: _id, email_address: _email, ...change } = sent ?? {};
    const known = store.customers.get(before.customerId);
    if (known && Object.keys(change).length === 0) return known;
    return known ? saveCustomer(account, store, known.id, change) : { id: before.customerId, email: '', optIn: false, fields: {}, createdMs: 0, updatedMs: 0 };
  }
  const customerId = textAt(sent, 'id') ?? '';
  const known = store.customers.get(customerId);
  const { id: _id, ...rest } = sent ?? {};
  if (known && Object.keys(rest).length === 0) return known;
  if (!known && Object.keys(rest).length === 0) throw problem.noCustomer();
  return saveCustomer(account, store, customerId, rest);
}

/** Makes the products that lines bring along, and takes them away again when the rest of the sale is refused. */
function withBroughtProducts<T>(account: Account, store: Store, lines: readonly JsonObject[], act: () => T): T {
  const brought: string[] = [];
  for (const line of lines) {
    const product = objectAt(line, 'product');
    const productId = String(product?.['id']);
    if (!product || store.products.has(productId)) continue;
    saveProduct(account, store, productId, product);
    brought.push(productId);
  }
  try {
    return act();
  } catch (refusal) {
    for (const productId of brought) store.products.delete(productId);
    throw refusal;
  }
}

/** Lines by id: those sent over those that were there, which stay. A new line needs all it has to have. */
function linesOf(store: Store, before: Sale | undefined, sent: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  const lines = new Map(before?.lines ?? []);
  for (const [index, row] of sent.entries()) {
    const lineId = String(row['id']);
    const { product: _product, ...rest } = row;
    lines.set(lineId, lineOf(store, lines.get(lineId), rest, `lines.item:${index}`));
  }
  return lines;
}

function lineOf(store: Store, before: JsonObject | undefined, row: JsonObject, place: string): JsonObject {
  const line = { ...before, ...row };
  const missing = lineRequired.filter((name) => line[name] === undefined);
  if (missing.length > 0) throw problem.field(place, `Required fields were not provided: ${missing.join(', ')}`);
  // A line that was there keeps what it names, also when that product is gone by now.
  const isSame = before?.['product_id'] === line['product_id'] && before?.['product_variant_id'] === line['product_variant_id'];
  if (isSame) return line;
  const product = store.products.get(String(line['product_id']));
  if (!product) throw problem.noProduct();
  const variant = product.variants.get(String(line['product_variant_id']));
  if (!variant) throw problem.noVariant();
  return {
    ...line,
    product_title: textAt(product.fields, 'title') ?? '',
    product_variant_title: textAt(variant.fields, 'title') ?? '',
    image_url: textAt(variant.fields, 'image_url') ?? textAt(product.fields, 'image_url') ?? '',
  };
}

function showLine(path: string, line: JsonObject): JsonObject {
  return withLinks(`${path}/lines/${String(line['id'])}`, { discount: 0, ...line });
}

function showSale(store: Store, { plural, shown }: SaleKind, sale: Sale): JsonObject {
  const path = `ecommerce/stores/${store.id}/${plural}/${sale.id}`;
  const customer = store.customers.get(sale.customerId) ?? { id: sale.customerId, email: '', optIn: false, fields: {}, createdMs: sale.createdMs, updatedMs: sale.updatedMs };
  const addresses = plural === 'orders' ? Object.fromEntries(['shipping_address', 'billing_address'].map((name) => [name, { ...noAddress, ...objectAt(sale.fields, name) }])) : {};
  return withLinks(path, {
    id: sale.id,
    store_id: store.id,
    customer: showCustomer(store, customer),
    ...shown,
    ...sale.fields,
    ...addresses,
    lines: [...sale.lines.values()].map((line) => showLine(path, line)),
    ...(plural === 'carts' && { created_at: shownTime(sale.createdMs), updated_at: shownTime(sale.updatedMs) }),
  });
}

export const showOrder = (store: Store, order: Sale): JsonObject => showSale(store, saleKinds.orders, order);
export const showCart = (store: Store, cart: Sale): JsonObject => showSale(store, saleKinds.carts, cart);

function filtered(sales: Iterable<Sale>, query: URLSearchParams): Sale[] {
  const customerId = query.get('customer_id');
  const campaignId = query.get('campaign_id');
  // No order comes from a campaign or an outreach here: a filter on one finds nothing.
  const isAttributed = Boolean(campaignId) || Boolean(query.get('outreach_id')) || /^(true|1)$/i.test(query.get('has_outreach') ?? '');
  return [...sales].filter((sale) => !isAttributed && (!customerId || sale.customerId === customerId));
}

function routesOf(which: SaleKind, acceptsPut: boolean): readonly Route[] {
  const { plural, parent, what } = which;
  const at = (account: Account, call: Call) => {
    const store = findStore(account, idAt(call, 0));
    return { store, sale: found(store[plural].get(idAt(call, 1))), path: `ecommerce/stores/${store.id}/${plural}/${idAt(call, 1)}` };
  };
  const add: Handler = (account, call) => {
    const store = findStore(account, idAt(call, 0));
    const input = checkBody(which.create, call.body);
    const saleId = String(input['id']);
    if (store[plural].has(saleId)) throw problem.exists(what);
    return showSale(store, which, saveSale(account, store, which, saleId, input));
  };
  const change: Handler = (account, call) => {
    const { store, sale } = at(account, call);
    return showSale(store, which, saveSale(account, store, which, sale.id, checkBody(which.change, call.body)));
  };
  const put: Handler = (account, call) => {
    const store = findStore(account, idAt(call, 0));
    const input = checkBody(store[plural].has(idAt(call, 1)) ? which.change : which.create, call.body, store[plural].has(idAt(call, 1)) ? ['id'] : which.create.required);
    demandSameId(input, idAt(call, 1));
    return showSale(store, which, saveSale(account, store, which, idAt(call, 1), input));
  };
  const saveLine = (store: Store, sale: Sale, line: JsonObject) => {
    store[plural].set(sale.id, { ...sale, lines: new Map(sale.lines).set(String(line['id']), line) });
    return line;
  };

  return [
    {
      path: `ecommerce/stores/*/${plural}`,
      name: plural,
      verbs: {
        GET: (account, call) => {
          const store = findStore(account, idAt(call, 0));
          const rows = plural === 'orders' ? filtered(store.orders.values(), call.query) : [...store.carts.values()];
          return withLinks(`ecommerce/stores/${store.id}/${plural}`, collection(plural, rows, call.query, (sale) => showSale(store, which, sale), { store_id: store.id }));
        },
        POST: add,
      },
    },
    {
      path: `ecommerce/stores/*/${plural}/*`,
      name: plural.slice(0, -1),
      verbs: {
        GET: (account, call) => {
          const { store, sale } = at(account, call);
          return showSale(store, which, sale);
        },
        ...(acceptsPut && { PUT: put }),
        PATCH: change,
        DELETE: (account, call) => {
          const { store, sale } = at(account, call);
          store[plural].delete(sale.id);
          if (plural === 'orders') store.ordersOf.get(sale.customerId)?.delete(sale.id);
          return undefined;
        },
      },
    },
    {
      path: `ecommerce/stores/*/${plural}/*/lines`,
      name: `${plural.slice(0, -1)}-lines`,
      verbs: {
        GET: (account, call) => {
          const { store, sale, path } = at(account, call);
          return withLinks(`${path}/lines`, collection('lines', [...sale.lines.values()], call.query, (line) => showLine(path, line), { store_id: store.id, [parent]: sale.id }));
        },
        POST: (account, call) => {
          const { store, sale, path } = at(account, call);
          const { product: _product, ...input } = checkBody(lineShape, call.body, lineRequired);
          if (sale.lines.has(String(input['id']))) throw problem.exists('An order line');
          return showLine(path, saveLine(store, sale, lineOf(store, undefined, input, '')));
        },
      },
    },
    {
      path: `ecommerce/stores/*/${plural}/*/lines/*`,
      name: `${plural.slice(0, -1)}-line`,
      verbs: {
        GET: (account, call) => {
          const { sale, path } = at(account, call);
          return showLine(path, found(sale.lines.get(idAt(call, 2))));
        },
        PATCH: (account, call) => {
          const { store, sale, path } = at(account, call);
          const before = found(sale.lines.get(idAt(call, 2)));
          const { id: _id, product: _product, ...input } = checkBody(lineShape, call.body);
          return showLine(path, saveLine(store, sale, lineOf(store, before, input, '')));
        },
        DELETE: (account, call) => {
          const { store, sale } = at(account, call);
          const { id: lineId } = found(sale.lines.get(idAt(call, 2)));
          const lines = new Map(sale.lines);
          lines.delete(String(lineId));
          store[plural].set(sale.id, { ...sale, lines });
          return undefined;
        },
      },
    },
  ];
}

const allOrders: Handler = (account, call) => {
  const pairs = [...account.stores.values()].flatMap((store) => filtered(store.orders.values(), call.query).map((order) => ({ store, order })));
  return withLinks('ecommerce/orders', collection('orders', pairs, call.query, ({ store, order }) => showOrder(store, order)));
};

/** `putOrder` lets an order be put, which no contract has. */
export function saleRoutes({ putOrder }: Settings): readonly Route[] {
  return [...routesOf(saleKinds.orders, putOrder), ...routesOf(saleKinds.carts, false), { path: 'ecommerce/orders', name: 'orders', verbs: { GET: allOrders } }];
}
