import { afterAll, beforeAll, expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import type { MplusClient } from '../../client.ts';
import { openTill } from '../../testing/openTill.ts';
import type { OpenTill } from '../../testing/openTill.ts';
import { makeOrderLookups } from './lookups.ts';

const call = { signal: new AbortController().signal };
let till: OpenTill;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.stop());

const known = () => till.rows('orders').filter((order) => order['extOrderId'] !== undefined).slice(0, 3);
const watched = (asked: string[], lacks?: string): MplusClient => ({
  ...till.client,
  async call(operation, request, context) {
    asked.push(operation);
    if (operation === lacks) throw new FluxoError({ code: 'mplus.not_supported', kind: 'setup', what: 'not there' });
    return till.client.call(operation, request, context);
  },
});

test('a page of external ids is asked for in one call', async () => {
  const asked: string[] = [];
  const lookups = makeOrderLookups(watched(asked));
  const ids = [...known().map((order) => order['extOrderId'] as string), 'nobody'];
  await lookups.ahead(ids, call);
  expect(asked).toEqual(['getOrdersByExtOrderIds']);
  const [first] = known();
  expect(await lookups.byExternalId(ids[0]!, call)).toMatchObject({ orderId: first!['orderId'], label: `${first!['orderNumber'].year}-${first!['orderNumber'].number}`, version: String(first!['syncMarker']) });
  expect(await lookups.byExternalId('nobody', call)).toBeNull();
  expect(asked).toHaveLength(1);
});

test('a till that does not know the call is asked one by one', async () => {
  const asked: string[] = [];
  const lookups = makeOrderLookups(watched(asked, 'getOrdersByExtOrderIds'));
  const [first] = known();
  await lookups.ahead([first!['extOrderId'] as string, 'nobody'], call);
  expect(asked).toEqual(['getOrdersByExtOrderIds', 'findOrder', 'findOrder']);
  expect(await lookups.byExternalId(first!['extOrderId'] as string, call)).toMatchObject({ orderId: first!['orderId'] });
  expect(await lookups.byExternalId('nobody', call)).toBeNull();
});

test('the orders of a day are read once', async () => {
  const asked: string[] = [];
  const lookups = makeOrderLookups(watched(asked));
  const [first] = known();
  const { year, mon, day } = first!['financialDate'];
  const date = `${year}-${String(mon).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  expect((await lookups.ofDay(date, call)).map(({ orderId }) => orderId)).toContain(first!['orderId']);
  await lookups.ofDay(date, call);
  expect(asked).toEqual(['getOrders']);
});
