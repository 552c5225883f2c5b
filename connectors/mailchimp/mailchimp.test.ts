import { expect, test } from 'vitest';
import { connectTo, readStream } from '#connectors/sdk/testing/bench.ts';
import { describeConnector } from '#connectors/sdk/testing/conformance.ts';
import type { Order } from '#shared/entities/order.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { mailchimp } from './index.ts';
import { variantKey } from './streams/orderRecord.ts';
import { orders } from './streams/orders.ts';
import { hashOf } from './targets/members/contact.ts';
import { fillStore, openAccount } from './testing/openAccount.ts';

const planSale = { sourceId: 'plan-1', number: 'plan-1', date: '2026-06-10', currency: 'EUR', totalIncl: '12.10', totalExcl: '10.00', fullyPaid: true, paymentMethod: 'PIN', customer: { email: 'plan@koperenketel.example' }, taxes: [{ rate: '21', net: '10.00', tax: '2.10' }], lines: [{ sku: 'PAN-1-0', quantity: '1', totalIncl: '12.10' }] };

describeConnector(mailchimp, async () => {
  const account = await openAccount();
  await fillStore(account, { products: 20, customers: 21, orders: 22 });
  const { audience, store } = account;
  const scan = (keys: readonly string[]) => ({ settings: { store, pageSize: 4 }, repeats: true, keys });
  const known = account.rows('members').find((member) => member['status'] === 'subscribed')!;
  const hash = hashOf('nieuw@koperenketel.example');
  const members = () => account.rows('members').length;
  const variants = () => account.rows('products').flatMap((product) => product['variants'] as readonly unknown[]).length;
  const product = (id: string, price: unknown = 12.5) => ({ store, product: id, variant: id, body: { id, title: 'Fietsbel', variants: [{ id, title: 'Fietsbel', sku: 'FB', price: price as number }] } });
  const order = (product: string) => ({ store, order: 'nieuw-1', body: { id: 'nieuw-1', customer: { id: 'c-1' }, currency_code: 'EUR', order_total: 22.2, lines: [{ id: '1', product_id: product, product_variant_id: 'v0', quantity: 2, price: 11.1 }] } });
  return {
    settings: { environment: 'demo', baseUrl: account.served.url },
    secret: { apiKey: account.apiKey },
    wrongSecret: { apiKey: 'ffffffffffffffffffffffffffffffff-us19' },
    secretTexts: [account.apiKey, 'ffffffffffffffffffffffffffffffff-us19'],
    setFaults: (rules) => account.served.setFaults(rules),
    stop: account.stop,
    streams: {
      contacts: { settings: { audience, pageSize: 4 }, repeats: true, futureCursor: { audience, since: '2999-01-01T00:00:00Z' }, keys: account.rows('members').filter((member) => member['status'] !== 'archived').map((member) => member['id'] as string) },
      orders: scan(account.rows('orders').map((order) => order['id'] as string)),
      products: scan(account.rows('products').flatMap((product) => (product['variants'] as readonly { readonly id: string }[]).map((variant) => variantKey(product['id'] as string, variant.id)))),
      stock: scan(account.rows('products').flatMap((product) => (product['variants'] as readonly { readonly id: string }[]).map((variant) => variantKey(product['id'] as string, variant.id)))),
      customers: scan(account.rows('customers').map((customer) => customer['id'] as string)),
    },
    plans: {
      storeOrders: {
        settings: { store, onExisting: 'update' },
        record: planSale,
        changed: { record: { ...planSale, totalIncl: '24.20', totalExcl: '20.00', lines: [{ sku: 'PAN-1-0', quantity: '2', totalIncl: '24.20' }] }, path: 'order_total', from: '12.1', to: 24.2 },
      },
      storeStock: { settings: { store }, record: { sourceId: 'plan-1', sku: 'PAN-1-0', free: '77' }, changed: { record: { sourceId: 'plan-1', sku: 'PAN-1-0', free: '78' }, path: 'inventory_quantity', from: '77', to: '78' } },
    },
    effects: {
      members: {
        putMember: {
          payload: { audience, hash, body: { email_address: 'nieuw@koperenketel.example', status_if_new: 'transactional', merge_fields: { FNAME: 'Nieuw' } } },
          refused: { audience, hash: hashOf('vergeten.klant@postvak.example'), body: { email_address: 'vergeten.klant@postvak.example', status_if_new: 'transactional' } },
          operation: 'PUT member',
          count: members,
        },
        setStatus: { payload: { audience, hash: known['id'], status: 'unsubscribed', from: ['subscribed', 'unsubscribed'] }, operation: 'PATCH member', count: members },
        addTag: { payload: { audience, hash: known['id'], tag: 'Kassa' }, operation: 'POST member-tags', answersNothing: true, count: () => account.rows('members').flatMap((member) => member['tags'] as readonly { readonly name: string }[]).filter((tag) => tag.name === 'Kassa').length },
      },
      storeProducts: {
        createStore: { payload: { body: { id: 'nieuwe-winkel', list_id: audience, name: 'Nieuwe winkel', currency_code: 'EUR' } }, refused: { body: { id: 'x', list_id: audience, name: 'X', currency_code: 'geld' } }, operation: 'POST stores', answersOurId: true, count: () => account.rows('stores').length },
        createProduct: { payload: product('fb-1'), refused: product('fb-2', 'veel'), operation: 'PUT product', answersOurId: true, count: variants },
        updateProduct: { payload: { store, product: 'p-1', variant: 'v0', body: { title: 'Grote pan' } }, refused: { store, product: 'p-1', variant: 'v0', body: { title: 7 } }, operation: 'PATCH product', answersOurId: true, count: variants },
        createVariant: { payload: { store, product: 'p-1', variant: 'nieuw', body: { id: 'nieuw', title: 'Rood' } }, refused: { store, product: 'p-1', variant: 'zonder', body: { id: 'zonder' } }, operation: 'PUT variant', answersOurId: true, count: variants },
        updateVariant: { payload: { store, product: 'p-1', variant: 'v0', body: { price: 9.5 } }, refused: { store, product: 'p-1', variant: 'v0', body: { price: 'veel' } }, operation: 'PATCH variant', answersOurId: true, count: variants },
      },
      storeStock: {
        setStock: { payload: { store, product: 'p-1', variant: 'v0', quantity: '7' }, refused: { store, product: 'weg', variant: 'v0', quantity: '7' }, operation: 'PATCH variant', answersOurId: true, count: variants },
      },
      storeOrders: {
        createStore: { payload: { body: { id: 'derde-winkel', list_id: audience, name: 'Derde winkel', currency_code: 'EUR' } }, operation: 'POST stores', answersOurId: true, count: () => account.rows('stores').length },
        createProduct: { payload: product('fb-3'), operation: 'PUT product', answersOurId: true, count: variants },
        createOrder: { payload: order('p-2'), refused: order('weg'), operation: 'POST orders', answersOurId: true, count: () => account.rows('orders').length },
        updateOrder: { payload: { store, order: 'o-1', body: { order_total: 11.1 }, linesGone: ['7'] }, refused: { store, order: 'o-1', body: { order_total: 'veel' } }, operation: 'PATCH order', answersOurId: true, count: () => account.rows('orders').length },
      },
    },
  };
});

test('every order of a store arrives to the cent, with shipping and discount as lines and the SKU of what was sold', async () => {
  const account = await openAccount();
  try {
    await fillStore(account, { products: 3, customers: 4, orders: 5 });
    const bench = { settings: { environment: 'demo', baseUrl: account.served.url }, secret: { apiKey: account.apiKey }, wrongSecret: {}, secretTexts: [], setFaults: () => undefined, stop: account.stop, streams: {} };
    const { records, error } = await readStream(mailchimp, connectTo(mailchimp, bench), 'orders', { settings: { store: account.store }, keys: [] });
    expect(error).toBeUndefined();
    const map = compileMapping(orders.defaultMapping);
    const made = records.map((record) => map(record).value as unknown as Order);
    expect(made.map(({ sourceId, cancelled, fullyPaid }) => [sourceId, cancelled, fullyPaid])).toEqual([['o-1', false, false], ['o-2', false, true], ['o-3', true, false], ['o-4', false, true], ['o-5', false, false]]);
    expect(made[1]).toMatchObject({
      date: '2026-03-01',
      currency: 'EUR',
      taxMethod: 'inclusive',
      totalIncl: '26.4',
      totalExcl: '21.82',
      customer: { sourceId: 'c-3', email: 'koper3@koperenketel.example', firstName: 'Anna' },
      billing: { name: 'De Vries Fietsen', line1: 'Kade 12', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' },
      lines: [
        { sku: 'PAN-1-0', quantity: '2', unitPriceIncl: '11.1', totalIncl: '22.2' },
        { sku: 'shipping', quantity: '1', totalIncl: '5.2' },
        { sku: 'discount', quantity: '1', totalIncl: '-1' },
      ],
    });
  } finally {
    await account.stop();
  }
});
