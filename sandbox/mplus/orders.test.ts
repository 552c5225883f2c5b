import { afterEach, expect, test } from 'vitest';
import { plantedOrders } from '#sandbox/shop/makeOrders.ts';
import type { MplusOptions } from './index.ts';
import { many, visitTill } from './stranger.ts';
import type { Parsed, Stranger } from './stranger.ts';

const open: Stranger[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((till) => till.served.close()));
});
const visit = async (options: Parameters<typeof visitTill>[0] = {}) => {
  const till = await visitTill(options);
  open.push(till);
  return till;
};

const ordersOf = async (till: Stranger, inner: string): Promise<Parsed[]> => many((await till.ask('getOrders', `<request>${inner}</request>`)).orderList.order);
const numbers = (orders: readonly Parsed[]) => orders.map((order) => Number(order.orderNumber.number));
const plant = (name: string) => Number(Object.entries(plantedOrders).find(([, value]) => value === name)![0]);
const orderText = (parts: string) => `<order><orderId></orderId><employeeNumber>999999</employeeNumber><relationNumber>2003</relationNumber>${parts}</order>`;
const lineText = (article: number, data: string) => `<line><articleNumber>${article}</articleNumber><data>${data}</data></line>`;
const create = (till: Stranger, key: string, order: string, rest = '') =>
  till.ask('createOrderV3', `<request><idempotencyKey>${key}</idempotencyKey>${order}${rest}</request>`);
const simpleOrder = (extOrderId: string) =>
  orderText(`<extOrderId>${extOrderId}</extOrderId><lineList>${lineText(4004, '<quantity>2</quantity><price>8995</price>')}</lineList>`);

test('the orders of the shop come over the wire with the shop’s amounts, to the cent', async () => {
  const till = await visit({ shop: { orders: 300, customers: 60 } });
  const orders = await ordersOf(till, '');
  expect(orders).toHaveLength(300);
  for (const [index, order] of orders.entries()) {
    const sold = till.shop.orders[index]!;
    expect(Number(order.totalInclAmount)).toBe(sold.totalInclCents);
    expect(Number(order.totalExclAmount)).toBe(sold.totalExclCents);
    const groups = many(order.vatGroupList.vatGroup);
    expect(groups.reduce((sum, group) => sum + Number(group.exclAmount), 0)).toBe(sold.totalExclCents);
    expect(groups.reduce((sum, group) => sum + Number(group.exclAmount) + Number(group.vatAmount), 0)).toBe(sold.totalInclCents);
    const lines = many(order.lineList.line);
    expect(lines.reduce((sum, line) => sum + Number(line.data.totalInclAmount), 0)).toBe(sold.totalInclCents);
    const quantities = lines.map(({ data }) => (data.quantity === '2x' ? '2x' : (Number(data.quantity) / 10 ** Number(data.decimalPlaces)).toFixed(Number(data.decimalPlaces))));
    expect(quantities).toEqual(sold.lines.map((line) => line.quantity));
    expect(many(order.paymentList.payment).map((payment) => [payment.method, Number(payment.amount)])).toEqual(sold.payments.map((payment) => [payment.method, payment.amountCents]));
    expect(order.fullyPaid).toBe(String(sold.fullyPaid));
    expect(order.vatMethod).toBe(`VAT-METHOD-${sold.vatMethod}`);
    expect(order.vatCountryIso3).toBe(sold.deliveryCountryIso3 || undefined);
    expect(order.deliveryMethod).toBe(sold.shippingMethod);
    expect(order.cancelState).toBe(`ORDER-CANCEL-STATE-${sold.cancelled ? 'COMPLETE' : 'NOTHING'}`);
  }
  expect(new Set(orders.map((order) => order.orderId)).size).toBe(300);
  expect(new Set(orders.flatMap((order) => many(order.lineList.line).map((line) => line.lineId))).size).toBe(till.shop.orders.flatMap((order) => order.lines).length);
});

test('an order tells who bought it, where it goes and that the country is free text', async () => {
  const till = await visit();
  const orders = await ordersOf(till, '');
  const find = (name: string) => orders.find((order) => Number(order.orderNumber.number) === plant(name));
  expect(find('shifted')).toMatchObject({
    relationName: 'Traiteur De Smet BV', relationVatNumber: 'BE0999888777', vatCountryIso3: 'BEL', vatMethod: 'VAT-METHOD-SHIFTED',
    deliveryAddress: { address: 'Veldstraat 88', zipcode: '9000', city: 'Gent', country: 'België', contact: 'Liesbeth De Smet' },
  });
  expect(find('shifted').vatGroupList.vatGroup).toMatchObject({ vatCode: '3', vatPercentage: '0', vatAmount: '0' });
  expect(find('german')).toMatchObject({ deliveryAddress: { address: 'Packstation 104', country: 'Duitsland' }, invoiceAddress: { address: 'Große Straße 21' } });
  expect(find('unknownCountry')).toMatchObject({ deliveryAddress: { country: 'Verweggistan' } });
  expect(find('unknownCountry').vatCountryIso3).toBeUndefined();
  expect(find('onAccount')).toMatchObject({ paymentMethod: 'ONACCOUNT', fullyPaid: 'false', prepaidAmount: '0' });
  expect(find('unmappedPayment').paymentList.payment).toMatchObject({ method: 'TIKKIE', description: 'Tikkie' });
});

test('ids and external ids are the same every time the same shop opens', async () => {
  const [one, two, other] = await Promise.all([visit(), visit(), visit({ shop: { seed: 2 } })]);
  const ids = async (till: Stranger) => (await ordersOf(till, '')).map((order) => order.orderId);
  expect(await ids(one)).toEqual(await ids(two));
  expect(await ids(other)).not.toEqual(await ids(one));
  expect((await ids(one))[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('following the sync markers in pages reads every order once', async () => {
  for (const unsortedPages of [false, true]) {
    const till = await visit({ unsortedPages, shop: { orders: 37 } });
    const read: number[] = [];
    let next = 0;
    for (;;) {
      const page = await ordersOf(till, `<syncMarker>${next}</syncMarker><syncMarkerLimit>10</syncMarkerLimit>`);
      if (page.length === 0) break;
      expect(page.length).toBeLessThanOrEqual(10);
      read.push(...numbers(page));
      next = Math.max(...page.map((order) => Number(order.syncMarker))) + 1;
    }
    expect(read.toSorted((a, b) => a - b)).toEqual(till.shop.orders.map((order) => order.number));
    expect(read[0]).toBe(unsortedPages ? 1010 : 1001);
  }
});

test('the marker is an inclusive bound, and a limit without one means nothing', async () => {
  const till = await visit();
  expect(numbers(await ordersOf(till, '<syncMarker>40</syncMarker>'))).toEqual([1040]);
  expect(numbers(await ordersOf(till, '<syncMarker>41</syncMarker>'))).toEqual([]);
  expect(await ordersOf(till, '<syncMarkerLimit>5</syncMarkerLimit>')).toHaveLength(40);
});

test('a change gives an order the next marker and leaves the other kinds alone', async () => {
  const till = await visit();
  const before = await till.ask('getCurrentSyncMarkers');
  expect(before).toMatchObject({ orderSyncMarker: '40', relationSyncMarker: '24', articleSyncMarker: '33' });
  const [first] = await ordersOf(till, '<syncMarker>1</syncMarker><syncMarkerLimit>1</syncMarkerLimit>');
  expect(await till.ask('cancelOrder', `<orderId>${first.orderId}</orderId>`)).toMatchObject({ result: 'CANCEL-ORDER-RESULT-OK' });
  expect(await till.ask('getCurrentSyncMarkers')).toMatchObject({ ...before, stockId: expect.any(String) as string, orderSyncMarker: '41' });
  const changed = await ordersOf(till, '<syncMarker>41</syncMarker>');
  expect(changed.map((order) => [order.orderId, order.syncMarker, order.cancelState, order.changeCounter])).toEqual([[first.orderId, '41', 'ORDER-CANCEL-STATE-COMPLETE', '2']]);
  expect(numbers(await ordersOf(till, '<syncMarker>1</syncMarker><syncMarkerLimit>1</syncMarkerLimit>'))).toEqual([1002]);
});

test('orders can be asked for by id, number, type, branch, relation, article and date', async () => {
  const till = await visit();
  const all = await ordersOf(till, '');
  const shopOrders = till.shop.orders;
  const numbersOf = (keep: (order: (typeof shopOrders)[number]) => boolean) => shopOrders.filter(keep).map((order) => order.number);
  expect(numbers(await ordersOf(till, `<orderIds>${all[4].orderId}</orderIds><orderIds>${all[7].orderId}</orderIds>`))).toEqual([1005, 1008]);
  expect(numbers(await ordersOf(till, '<orderNumbers><year>2026</year><number>1012</number></orderNumbers>'))).toEqual([1012]);
  expect(await ordersOf(till, '<orderTypeList><orderType>ORDER-TYPE-TABLE-ORDER</orderType></orderTypeList>')).toEqual([]);
  expect(await ordersOf(till, '<orderTypeList></orderTypeList>')).toHaveLength(40);
  expect(numbers(await ordersOf(till, '<branchNumbers>2</branchNumbers>'))).toEqual(numbersOf((order) => order.branchNumber === 2));
  expect(numbers(await ordersOf(till, '<relationNumbers>2008</relationNumbers>'))).toEqual(numbersOf((order) => order.relationNumber === 2008));
  expect(numbers(await ordersOf(till, '<articleNumbers>999</articleNumbers>'))).toEqual(numbersOf((order) => order.lines.some((line) => line.articleNumber === 999)));
  const date = (name: string, day: number, mon: number) => `<${name}><day>${day}</day><mon>${mon}</mon><year>2026</year></${name}>`;
  expect(numbers(await ordersOf(till, date('fromFinancialDate', 1, 6) + date('throughFinancialDate', 3, 6)))).toEqual(
    numbersOf(({ date: { month, day } }) => month === 6 && day <= 3),
  );
  const none = '<throughFinancialDate><day>0</day><mon>0</mon><year>0</year></throughFinancialDate>';
  expect(await ordersOf(till, none)).toHaveLength(40);
});

test('without lines an order comes as a header only', async () => {
  const till = await visit();
  const [order] = await ordersOf(till, '<syncMarker>1</syncMarker><syncMarkerLimit>1</syncMarkerLimit><includeLineList>false</includeLineList>');
  expect(order.lineList).toBeUndefined();
  expect(order.totalInclAmount).toBe(String(till.shop.orders[0]!.totalInclCents));
});

test('an order is found by its id and by its external id, one or many at once', async () => {
  const till = await visit();
  const web = await till.ask('findOrder', '<extOrderId>web-1002</extOrderId>');
  expect(web).toMatchObject({ result: 'GET-ORDER-RESULT-OK', order: { orderNumber: { number: '1002' }, reference: 'Webshop W1002' } });
  expect((await till.ask('getOrder', `<orderId>${web.order.orderId}</orderId>`)).order.extOrderId).toBe('web-1002');
  expect((await till.ask('findOrder', '<extOrderId>web-0</extOrderId>')).result).toBe('GET-ORDER-RESULT-NOT-FOUND');
  const some = await till.ask('getOrdersByExtOrderIds', '<request><extOrderIds><id>web-1002</id><id>web-1015</id><id>no</id></extOrderIds></request>');
  expect(numbers(many(some.orderList.order))).toEqual([1002, 1015]);
});

test('the percentage of VAT is sent in hundredths, or whole when the till is set so', async () => {
  const percentages = async (options: MplusOptions) => {
    const till = await visit(options);
    const [order] = await ordersOf(till, `<orderNumbers><year>2026</year><number>${plant('allRates')}</number></orderNumbers>`);
    const listed = many((await till.ask('getVatGroupList')).vatGroup);
    return [order.vatGroupList.vatGroup.map((group: Parsed) => group.vatPercentage), [...new Set(listed.map((group) => `${group.vatCode}=${group.vatPercentage}`))]];
  };
  expect(await percentages({})).toEqual([['2100', '900', '0'], ['1=2100', '2=900', '3=0']]);
  expect(await percentages({ vatScale: 'whole' })).toEqual([['21', '9', '0'], ['1=21', '2=9', '3=0']]);
});

test('a created order gets ids, a number, a marker and totals', async () => {
  const till = await visit();
  const answer = await create(
    till,
    'k1',
    orderText(`<extOrderId>MC-1</extOrderId><reference>Shop order 1</reference><financialDate><day>12</day><mon>6</mon><year>2026</year></financialDate><lineList>${
      lineText(4001, '<quantity>530</quantity><decimalPlaces>3</decimalPlaces>') + lineText(4004, '<quantity>2</quantity><priceExcl>7434</priceExcl>')
    }</lineList>`),
  );
  expect(answer).toMatchObject({ idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE', result: 'CREATE-ORDER-RESULT-OK', errorMessage: '' });
  // 0.530 kg of 21.95 a kilo at 9 %, and two of 74.34 without 21 %.
  expect(answer.order).toMatchObject({
    extOrderId: 'MC-1', reference: 'Shop order 1', syncMarker: '41', transactionString: '2026.1041', relationName: 'Willem van Rossum',
    totalInclAmount: String(1163 + 2 * 8995), totalExclAmount: String(1067 + 14_868), fullyPaid: 'false', prepaidAmount: '0',
  });
  expect(many(answer.order.vatGroupList.vatGroup).map((group) => [group.vatCode, group.exclAmount, group.vatAmount])).toEqual([['1', '14868', '3122'], ['2', '1067', '96']]);
  expect(answer.info).toEqual({ orderId: answer.order.orderId, orderString: '2026.1041' });
  expect((await till.ask('findOrder', '<extOrderId>MC-1</extOrderId>')).order).toEqual(answer.order);
});

test('the same idempotency key gives the same answer and creates nothing twice', async () => {
  const till = await visit();
  const first = await create(till, 'same', simpleOrder('MC-1'));
  till.clock.advance(60_000);
  const again = await create(till, 'same', simpleOrder('MC-1'));
  expect(again).toEqual({ ...first, idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' });
  expect((await till.ask('getCurrentSyncMarkers')).orderSyncMarker).toBe('41');
});

test('a replay repeats a stored failure too, and an answer that got lost', async () => {
  const till = await visit();
  const wrong = orderText('<lineList></lineList>');
  expect((await create(till, 'fails', wrong)).result).toBe('CREATE-ORDER-RESULT-FAILED');
  expect(await create(till, 'fails', simpleOrder('MC-2'))).toMatchObject({ result: 'CREATE-ORDER-RESULT-FAILED', idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' });
  till.served.setFaults([{ operation: 'createOrderV3', fault: { kind: 'loseAnswer' } }]);
  await expect(create(till, 'lost', simpleOrder('MC-3'))).rejects.toThrow();
  expect(await create(till, 'lost', simpleOrder('MC-3'))).toMatchObject({ result: 'CREATE-ORDER-RESULT-OK', idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' });
});

test('an external order id is used once, also after its order was cancelled', async () => {
  const till = await visit();
  const { order } = await create(till, 'a', simpleOrder('MC-1'));
  const duplicate = {
    idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
    result: 'CREATE-ORDER-RESULT-EXT-ORDER-ID-ALREADY-EXISTS',
    errorMessage: 'External order id MC-1 is in use',
    info: { orderId: '', orderString: '' },
  };
  expect(await create(till, 'b', simpleOrder('MC-1'))).toEqual(duplicate);
  await till.ask('cancelOrder', `<orderId>${order.orderId}</orderId>`);
  expect(await create(till, 'c', simpleOrder('MC-1'))).toEqual(duplicate);
});

test('an order that cannot be is refused with the reason', async () => {
  const till = await visit();
  const reason = async (order: string, rest = '') => {
    const answer = await create(till, `k${Math.random()}`, order, rest);
    expect(answer.order).toBeUndefined();
    return `${answer.result}: ${answer.errorMessage}`;
  };
  const lines = (article: number) => `<lineList>${lineText(article, '<quantity>1</quantity>')}</lineList>`;
  expect(await reason(orderText(lines(77)))).toBe('CREATE-ORDER-RESULT-FAILED: There is no article 77');
  expect(await reason(orderText(lines(4004)).replace('2003', '9'))).toBe('CREATE-ORDER-RESULT-FAILED: There is no relation 9');
  expect(await reason(orderText(lines(4004)).replace('999999', '5'))).toBe('CREATE-ORDER-RESULT-FAILED: There is no employee 5');
  expect(await reason(orderText(`<entryBranchNumber>2</entryBranchNumber>${lines(4004)}`))).toBe('CREATE-ORDER-RESULT-FAILED: Branch 2 needs a workplace number');
  expect(await reason(orderText(`<entryBranchNumber>2</entryBranchNumber><workplaceNumber>1</workplaceNumber>${lines(4004)}`))).toBe('CREATE-ORDER-RESULT-FAILED: Branch 2 has no workplace 1');
  expect(await reason(orderText(lines(4004)), '<prepay>true</prepay><paymentList><payment><method>CHEQUE</method><amount>1</amount></payment></paymentList>')).toBe(
    'CREATE-ORDER-RESULT-PAYMENT-FAILED: There is no active payment method CHEQUE',
  );
  await expect(till.ask('createOrderV3', `<request>${orderText(lines(4004))}</request>`)).rejects.toThrow('idempotencyKey');
  expect((await till.ask('getCurrentSyncMarkers')).orderSyncMarker).toBe('40');
});

test('a deposit leaves an order open, a payment in full invoices it, and an invoiced order stays', async () => {
  const till = await visit();
  const pay = (key: string, orderId: string, prepay: boolean, amount: number) =>
    till.ask('payOrderV2', `<request><idempotencyKey>${key}</idempotencyKey><orderId>${orderId}</orderId><prepay>${prepay}</prepay><paymentList><payment><method>PIN</method><amount>${amount}</amount></payment></paymentList></request>`);
  const get = async (orderId: string) => (await till.ask('getOrder', `<orderId>${orderId}</orderId>`)).order;
  const { order } = await create(till, 'a', simpleOrder('MC-1'), '<prepay>true</prepay><paymentList><payment><method>IDEAL</method><amount>1000</amount><externalReference>tr_1</externalReference></payment></paymentList>');
  expect(order).toMatchObject({ prepaidAmount: '1000', fullyPaid: 'false', paymentList: { payment: { method: 'IDEAL', externalReference: 'tr_1' } } });
  expect(await pay('p1', order.orderId, false, 500)).toMatchObject({ result: 'PAY-ORDER-RESULT-PAYMENT-INSUFFICIENT' });
  expect((await get(order.orderId)).syncMarker).toBe('41');
  const paid = await pay('p2', order.orderId, false, 16_990);
  expect(paid).toMatchObject({ result: 'PAY-ORDER-RESULT-OK', idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE' });
  expect(await get(order.orderId)).toMatchObject({ fullyPaid: 'true', prepaidAmount: '17990', invoiceIds: { id: paid.invoiceId }, deliveryState: 'ORDER-DELIVERY-STATE-COMPLETE', syncMarker: '42' });
  expect(await pay('p2', order.orderId, false, 16_990)).toEqual({ ...paid, idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' });
  expect((await get(order.orderId)).syncMarker).toBe('42');
  expect(await pay('p3', order.orderId, true, 1)).toMatchObject({ result: 'PAY-ORDER-RESULT-ORDER-ALREADY-INVOICED' });
  expect(await till.ask('cancelOrder', `<orderId>${order.orderId}</orderId>`)).toMatchObject({ result: 'CANCEL-ORDER-RESULT-FAILED' });
});

test('cancelling twice says so, and never un-cancels', async () => {
  const till = await visit();
  const [first] = await ordersOf(till, '<syncMarker>1</syncMarker><syncMarkerLimit>1</syncMarkerLimit>');
  const cancel = async (id: string) => (await till.ask('cancelOrder', `<orderId>${id}</orderId>`)).result;
  expect([await cancel(first.orderId), await cancel(first.orderId), await cancel('nowhere')]).toEqual([
    'CANCEL-ORDER-RESULT-OK', 'CANCEL-ORDER-RESULT-ALREADY-CANCELLED', 'CANCEL-ORDER-RESULT-NOT-FOUND',
  ]);
});

test('the ledger holds the orders by name, and a reset undoes what was done', async () => {
  const till = await visit();
  await create(till, 'a', simpleOrder('MC-1'));
  const ledger = async () => (await (await fetch(`${till.served.url}/__sandbox/ledger`)).json()) as Parsed;
  expect((await ledger()).entities.orders.map((order: Parsed) => order.extOrderId)).toContain('MC-1');
  await fetch(`${till.served.url}/__sandbox/reset`, { method: 'POST' });
  const after = await ledger();
  expect(after.entities.orders).toHaveLength(40);
  expect(Object.keys(after.entities)).toEqual(expect.arrayContaining(['relations', 'products', 'orders', 'stock']));
  expect((await create(till, 'a', simpleOrder('MC-1'))).idempotencyResult).toBe('IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE');
});
