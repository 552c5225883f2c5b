import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { many, visitTill } from './stranger.ts';
import type { Parsed, Stranger } from './stranger.ts';

let till: Stranger;
beforeAll(async () => {
  till = await visitTill();
});
afterAll(() => till.served.close());

const invoices = async (inner = '') => many((await till.ask('getInvoices', `<request>${inner}</request>`)).invoiceList?.invoice);
const receipts = async (inner = '') => many((await till.ask('getReceipts', `<request>${inner}</request>`)).receiptList?.receipt);
const markers = async () => till.ask('getCurrentSyncMarkers');

describe('invoices', () => {
  test('a credit invoice has negative amounts and names the one it takes back', async () => {
    const all = await invoices();
    expect(all).toHaveLength(till.shop.invoices.length);
    const credit = all.find((invoice: Parsed) => invoice.invoiceType === 'INVOICE-TYPE-CREDIT-INVOICE');
    expect(Number(credit.totalInclAmount)).toBeLessThan(0);
    expect(all.find((invoice: Parsed) => invoice.invoiceId === credit.creditedInvoiceId).invoiceNumber.number).toBe('3001');
    const [line] = many(credit.lineList.line);
    expect([Number(line.data.quantity) < 0, Number(line.data.totalInclAmount) < 0, Number(line.data.price) > 0]).toEqual([true, true, true]);
  });

  test('pages go by the markers, the bound counts, and the count of the kind is told', async () => {
    const first = await invoices('<syncMarker>1</syncMarker><syncMarkerLimit>3</syncMarkerLimit>');
    expect(first.map((invoice: Parsed) => invoice.syncMarker)).toEqual(['1', '2', '3']);
    expect(await invoices(`<syncMarker>${till.shop.invoices.length + 1}</syncMarker><syncMarkerLimit>3</syncMarkerLimit>`)).toEqual([]);
    expect((await markers()).invoiceSyncMarker).toBe(String(till.shop.invoices.length));
  });

  test('without lines there are none, and one can be had by its number or id', async () => {
    const [bare] = await invoices('<invoiceNumbers><year>2026</year><number>3002</number></invoiceNumbers><includeLineList>false</includeLineList>');
    expect(bare).not.toHaveProperty('lineList');
    expect((await till.ask('getInvoice', `<invoiceId>${bare.invoiceId}</invoiceId>`)).invoice.invoiceNumber.number).toBe('3002');
    expect(await till.ask('getInvoice', '<invoiceId>none</invoiceId>')).toEqual({ result: 'GET-INVOICE-RESULT-NOT-FOUND' });
    expect(await till.ask('findInvoice', '<extInvoiceId>none</extInvoiceId>')).toEqual({ result: 'GET-INVOICE-RESULT-NOT-FOUND' });
  });

  test('reading with the finalise flag locks what it answers and moves its marker, reading without it does not', async () => {
    const own = await visitTill();
    try {
      const read = async (inner: string) => many((await own.ask('getInvoices', `<request>${inner}</request>`)).invoiceList.invoice);
      const open = (list: Parsed[]) => list.filter((invoice) => invoice.finalized !== 'true').length;
      expect(open(await read(''))).toBe(1);
      const locked = await read('<finalizeInvoices>true</finalizeInvoices>');
      expect(open(locked)).toBe(0);
      expect((await own.ask('getCurrentSyncMarkers')).invoiceSyncMarker).toBe(String(own.shop.invoices.length + 1));
    } finally {
      await own.served.close();
    }
  });

  test('an invoice can be paid in parts, never more than is owed, and moves its marker', async () => {
    const own = await visitTill();
    try {
      const [first] = many((await own.ask('getInvoices', '<request><invoiceNumbers><year>2026</year><number>3001</number></invoiceNumbers></request>')).invoiceList.invoice);
      const pay = (amount: number, method = 'PIN') => own.ask('payInvoice', `<request><invoiceId>${first.invoiceId}</invoiceId><paymentList><payment><method>${method}</method><amount>${amount}</amount></payment></paymentList></request>`);
      const now = async () => (await own.ask('getInvoice', `<invoiceId>${first.invoiceId}</invoiceId>`)).invoice;
      expect((await pay(100)).result).toBe('PAY-INVOICE-RESULT-OK');
      expect(await now()).toMatchObject({ state: 'INVOICE-STATE-PARTLY-PAID', paidAmount: '100', syncMarker: String(own.shop.invoices.length + 1) });
      expect((await pay(Number(first.totalInclAmount))).result).toBe('PAY-INVOICE-RESULT-PAYMENT-TOO-HIGH');
      expect((await pay(100, 'CHEQUE')).result).toBe('PAY-INVOICE-RESULT-FAILED');
      expect((await pay(Number(first.totalInclAmount) - 100)).result).toBe('PAY-INVOICE-RESULT-OK');
      expect(await now()).toMatchObject({ state: 'INVOICE-STATE-PAID', paidAmount: first.totalInclAmount });
    } finally {
      await own.served.close();
    }
  });

  test('an order that is paid for good becomes an invoice with its lines and payments', async () => {
    const own = await visitTill();
    try {
      const order = own.shop.orders.find((each) => each.trouble === undefined && !each.cancelled && each.fullyPaid)!;
      const { order: found } = await own.ask('findOrder', `<extOrderId>web-${order.number}</extOrderId>`).then(async (answer) => (answer.order ? answer : { order: many((await own.ask('getOrders', `<request><orderNumbers><year>${order.year}</year><number>${order.number}</number></orderNumbers></request>`)).orderList.order)[0] }));
      const paid = await own.ask('payOrderV2', `<request><idempotencyKey>k1</idempotencyKey><orderId>${found.orderId}</orderId><prepay>false</prepay><paymentList></paymentList></request>`);
      expect(paid.result).toBe('PAY-ORDER-RESULT-OK');
      const { invoice } = await own.ask('getInvoice', `<invoiceId>${paid.invoiceId}</invoiceId>`);
      expect(invoice).toMatchObject({ totalInclAmount: found.totalInclAmount, state: 'INVOICE-STATE-PAID', orderIds: { id: found.orderId } });
      expect(many(invoice.lineList.line)).toHaveLength(order.lines.length);
    } finally {
      await own.served.close();
    }
  });
});

describe('tickets', () => {
  test('one paid in three ways holds three payments that make up its total', async () => {
    const planted = till.shop.receipts.find(({ plant }) => plant === 'threePayments')!;
    const receipt = (await receipts()).find((each: Parsed) => each.receiptNumber.number === String(planted.number));
    const payments = many(receipt.paymentList.payment);
    expect(payments).toHaveLength(3);
    expect(payments.reduce((sum: number, { amount }: Parsed) => sum + Number(amount), 0)).toBe(Number(receipt.totalInclAmount));
    expect([receipt.receiptType, receipt.state, receipt.paidAmount]).toEqual(['RECEIPT-TYPE-RECEIPT', 'RECEIPT-STATE-PAID', receipt.totalInclAmount]);
  });

  test('one whose goods were taken back is negative, and the drawer has a ticket of its own', async () => {
    const types = (await receipts()).map((receipt: Parsed) => [receipt.receiptType, Math.sign(Number(receipt.totalInclAmount))]);
    expect(types).toContainEqual(['RECEIPT-TYPE-CREDIT-RECEIPT', -1]);
    expect(types.filter(([type]: Parsed) => type === 'RECEIPT-TYPE-CASH-OUTFLOW')).toHaveLength(1);
    expect((await markers()).receiptSyncMarker).toBe(String(till.shop.receipts.length + 1));
  });

  test('one can be had by its id, with every element the service never leaves out', async () => {
    const [first] = await receipts('<syncMarker>0</syncMarker><syncMarkerLimit>1</syncMarkerLimit>');
    const { text } = await till.raw('getReceipt', `<receiptId>${first.receiptId}</receiptId>`);
    for (const name of ['receiptId', 'receiptType', 'employeeNumber', 'employeeName', 'entryTimestamp', 'financialDate', 'financialBranchNumber', 'workplaceNumber', 'totalInclAmount', 'totalExclAmount', 'vatMethod', 'paidAmount', 'state']) expect(text).toContain(`<ns:${name}>`);
    expect(text).toContain('<ns:GetReceiptResponse>');
    expect(text).not.toMatch(/<ns:\w+\s*\/>/);
    expect(await till.ask('getReceipt', '<receiptId>none</receiptId>')).toEqual({ result: 'GET-RECEIPT-RESULT-NOT-FOUND' });
  });
});

describe('groups', () => {
  test('changes are told flat, each with the group it lies in', async () => {
    const { text } = await till.raw('getArticleGroupChanges', '<request><syncMarker>0</syncMarker></request>');
    expect(text).toContain('<ns:GetArticleGroupChangesResponse><ns:changedArticleGroupList><ns:changedArticleGroups>');
    const groups = many((await till.ask('getArticleGroupChanges', '<request><syncMarker>0</syncMarker></request>')).changedArticleGroupList.changedArticleGroups);
    expect(groups).toHaveLength(till.shop.groups.length);
    const cheese = groups.find((group: Parsed) => group.name === 'Kaas');
    const above = groups.find((group: Parsed) => group.groupNumber === cheese.parentGroupNumber);
    expect([above.name, above.parentGroupNumber]).toEqual(['Eten en drinken', '0']);
    expect(many(above.subGroupNumbers.number)).toContain(cheese.groupNumber);
  });
});

describe('faults of paging', () => {
  test('a page may give a record twice, come slowly, or be changed right behind it', async () => {
    till.served.setFaults([{ operation: 'getReceipts', fault: { kind: 'duplicate' } }]);
    const doubled = await receipts('<syncMarker>0</syncMarker><syncMarkerLimit>3</syncMarkerLimit>');
    expect(doubled.map((receipt: Parsed) => receipt.syncMarker)).toEqual(['1', '1', '2', '3']);
    till.served.setFaults([{ operation: 'getReceipts', fault: { kind: 'slowBody', ms: 60 } }]);
    const started = performance.now();
    expect(await receipts('<syncMarker>0</syncMarker><syncMarkerLimit>2</syncMarkerLimit>')).toHaveLength(2);
    expect(performance.now() - started).toBeGreaterThan(50);
    till.served.setFaults([{ operation: 'getReceipts', fault: { kind: 'changeAfter' } }]);
    const [first] = await receipts('<syncMarker>1</syncMarker><syncMarkerLimit>1</syncMarkerLimit>');
    const { receipt } = await till.ask('getReceipt', `<receiptId>${first.receiptId}</receiptId>`);
    expect(Number(receipt.syncMarker)).toBe(Number((await markers()).receiptSyncMarker));
  });
});
