import { expect, test } from 'vitest';
import { connectTo, readStream } from '#connectors/sdk/testing/bench.ts';
import { describeConnector } from '#connectors/sdk/testing/conformance.ts';
import { startSandbox } from '#sandbox/index.ts';
import type { Order } from '#shared/entities/order.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { fromCents } from '#shared/money/decimal.ts';
import { mplus } from './index.ts';
import { orders } from './streams/orders.ts';

interface Ledger {
  readonly entities: {
    readonly orders: readonly { readonly orderId: string; readonly extOrderId?: string; readonly orderNumber: { readonly number: number } }[];
    readonly relations: readonly { readonly relationNumber: number; readonly extRelationId?: string }[];
    readonly stock: readonly { readonly articleNumber: number; readonly branchNumber: number; readonly stockId: number }[];
    readonly stockMovements: readonly { readonly articleNumber: number; readonly branchNumber: number }[];
    readonly invoices: readonly { readonly invoiceId: string }[];
    readonly receipts: readonly { readonly receiptId: string; readonly receiptType: string }[];
    readonly articleGroups: readonly { readonly groupNumber: number; readonly name: string }[];
    readonly products: readonly { readonly productNumber: number; readonly groupNumbers: readonly number[]; readonly articleList: { readonly article: readonly { readonly articleNumber: number; readonly extArticleId?: string }[] } }[];
  };
}

describeConnector(mplus, async () => {
  const sandbox = await startSandbox({ orders: 24, customers: 14, products: 20, mplus: { secret: 'zeer-geheim-77', ident: 'winkel-ident-5', unsortedPages: true } });
  const { baseUrl, ident, secret } = sandbox.mplus;
  const odd = sandbox.shop.orders.filter((order) => order.trouble === 'nonNumericQuantity').map((order) => order.number);
  const held = async () => ((await (await fetch(`${baseUrl}/__sandbox/ledger`)).json()) as Ledger).entities;
  const entities = await held();
  const desk = { branchNumber: '1', employeeNumber: '999999', reference: '' };
  let since = '0';
  /** How often the article moved in the branch. A difference is told with the stock id from before it, so that is noted as well. */
  const articlesWith = async (id: string) => (await held()).products.flatMap((product) => product.articleList.article).filter(({ extArticleId }) => extArticleId === id).length;
  const movements = async (article: number) => {
    const { stock, stockMovements } = await held();
    since = String(stock.find(({ articleNumber, branchNumber }) => articleNumber === article && branchNumber === 1)?.stockId ?? 0);
    return stockMovements.filter(({ articleNumber, branchNumber }) => articleNumber === article && branchNumber === 1).length;
  };
  const relations = {
    createRelation: {
      payload: { relation: { name: 'Bakkerij Proef & Zn', email: 'proef@bakkerij.example', extRelationId: 'fluxo-bench', active: true } },
      refused: { relation: { name: 'Dubbel nummer', extRelationId: 'fluxo-refused', relationNumber: '2001' } },
      operation: 'createRelation',
      count: async () => (await held()).relations.filter(({ extRelationId }) => extRelationId === 'fluxo-bench').length,
    },
    updateRelation: {
      payload: { number: '2003', changes: { website: 'vanrossum.example' } },
      refused: { number: '99999999', changes: { website: 'niemand.example' } },
      operation: 'updateRelation',
      count: async () => (await held()).relations.length,
    },
  };
  const updateArticle = {
    payload: { product: { productNumber: '4004' }, article: { articleNumber: '4004', priceIncl: '91.95' } },
    refused: { product: { productNumber: '5' }, article: { articleNumber: '5', priceIncl: '1.00' } },
    operation: 'updateProduct',
    count: async () => (await held()).products.length,
  };
  const createProduct = {
    payload: { product: { description: 'Proefpan' }, article: { description: 'Proefpan', vatCode: '1', priceIncl: '9.95', pluNumber: 'BENCH-1', extArticleId: 'bench-1' }, since: '0' },
    refused: { product: { description: 'Dubbel' }, article: { articleNumber: '4004', description: 'Dubbel', extArticleId: 'bench-0' }, since: '0' },
    operation: 'createProduct',
    count: () => articlesWith('bench-1'),
  };
  const bought = { employeeNumber: '999999', lineList: [{ articleNumber: '4004', data: { quantity: '1', price: '89.95' } }] };
  const articleNumbers = entities.products.flatMap((product) => product.articleList.article.map((article) => String(article.articleNumber)));
  const bench = (keys: readonly string[], pageSize: number) => ({ settings: { pageSize }, futureCursor: { marker: '99999999' }, keys });
  return {
    settings: { baseUrl, ident },
    secret: { secret },
    wrongSecret: { secret: 'not-the-secret' },
    secretTexts: [secret, 'not-the-secret'],
    setFaults: (rules) => sandbox.services.mplus.setFaults(rules),
    stop: () => sandbox.stop(),
    streams: {
      orders: {
        ...bench(entities.orders.map((order) => order.orderId), 7),
        oddRecords: entities.orders.filter((order) => odd.includes(order.orderNumber.number)).map((order) => order.orderId),
      },
      relations: bench(entities.relations.map((relation) => String(relation.relationNumber)), 4),
      articles: bench(articleNumbers, 6),
      invoices: bench(entities.invoices.map((invoice) => invoice.invoiceId), 4),
      // A ticket for money taken out of a drawer is no sale.
      receipts: bench(entities.receipts.filter(({ receiptType }) => !receiptType.includes('CASH')).map((receipt) => receipt.receiptId), 5),
      articleGroups: bench(entities.articleGroups.map((group) => String(group.groupNumber)), 5),
      stock: bench(articleNumbers, 9),
    },
    plans: {
      salesOrders: {
        settings: { paymentMethod: { enabled: true, force: false, default: '', table: [{ from: 'pin', to: 'PIN' }], unmapped: 'park' } },
        record: { sourceId: 'plan-1', number: 'PLAN-1', date: '2026-06-10', fullyPaid: true, taxMethod: 'inclusive', totalIncl: '89.95', totalExcl: '74.34', paymentMethod: 'pin', customer: { email: 'plan@postvak.example', name: 'Anna Plan' }, taxes: [{ rate: '21', net: '74.34', tax: '15.61' }], lines: [{ sku: '4004', quantity: '1', unitPriceIncl: '89.95', totalIncl: '89.95' }] },
      },
      stockLevels: { settings: { branch: '1', mode: 'change' }, record: { sourceId: 'plan-1', sku: '4004', free: '41' }, changed: { record: { sourceId: 'plan-1', sku: '4004', free: '44' }, path: 'amount', from: '41', to: '44' } },
    },
    effects: {
      salesOrders: {
        ...relations,
        createProduct,
        createOrder: {
          payload: { order: { ...bought, extOrderId: 'bench-1', relationNumber: '2003' }, payments: [{ method: 'PIN', amount: '89.95' }] },
          refused: { order: { ...bought, extOrderId: 'bench-2', relationNumber: '99999999' }, payments: [] },
          operation: 'createOrderV3',
          count: async () => (await held()).orders.filter(({ extOrderId }) => extOrderId === 'bench-1').length,
        },
      },
      products: {
        createProduct,
        addArticle: {
          payload: { product: { productNumber: '90000' }, article: { articleNumber: '90100', colour: 'groen', extArticleId: 'bench-2' }, since: '0' },
          refused: { product: { productNumber: '90000' }, article: { articleNumber: '4004', extArticleId: 'bench-0' }, since: '0' },
          operation: 'updateProduct',
          count: () => articlesWith('bench-2'),
        },
        updateArticle,
        createArticleGroup: {
          payload: { parent: '0', name: 'Proefgroep', path: 'Proefgroep' },
          refused: { parent: '999', name: 'Wees', path: 'Weg > Wees' },
          operation: 'newArticleGroup',
          count: async () => (await held()).articleGroups.filter(({ name }) => name === 'Proefgroep').length,
        },
        linkArticleGroup: {
          payload: { group: '2', product: '4004' },
          refused: { group: '999', product: '4004' },
          operation: 'addProductsToArticleGroup',
          count: async () => (await held()).products.filter(({ productNumber, groupNumbers }) => productNumber === 4004 && groupNumbers.filter((group) => group === 2).length === 1).length,
        },
        setStock: { payload: { ...desk, articleNumber: '4006', amount: '7' }, refused: { ...desk, articleNumber: '999', amount: '1' }, operation: 'setStock', count: () => movements(4006) },
      },
      customers: relations,
      stockLevels: {
        updateArticle,
        setStock: { payload: { ...desk, articleNumber: '4004', amount: '12.5' }, refused: { ...desk, articleNumber: '999', amount: '1' }, operation: 'setStock', count: () => movements(4004) },
        changeStock: {
          get payload() {
            return { ...desk, articleNumber: '4005', change: '1', since };
          },
          refused: { ...desk, articleNumber: '123456', change: '1', since: '0' },
          operation: 'updateStock',
          count: () => movements(4005),
        },
      },
    },
  };
});

test.each(['hundredths', 'whole'] as const)('every order of the shop arrives to the cent, whether the till says VAT as %s', async (vatScale) => {
  const sandbox = await startSandbox({ orders: 120, mplus: { vatScale } });
  try {
    const bench = { settings: sandbox.mplus, secret: { secret: sandbox.mplus.secret } };
    const client = connectTo(mplus, { ...bench, wrongSecret: {}, secretTexts: [], setFaults: () => undefined, stop: async () => undefined, streams: {} });
    const { records, error } = await readStream(mplus, client, 'orders', { futureCursor: null, keys: [] });
    expect(error).toBeUndefined();
    expect(records.length).toBe(sandbox.shop.orders.length);
    const map = compileMapping(orders.defaultMapping);
    const seen: Record<string, number> = {};
    for (const record of records) {
      const sold = sandbox.shop.orders.find((order) => orders.describe(record).title === `${order.year}-${order.number}`)!;
      const buyer = sandbox.shop.customers.find((customer) => customer.relationNumber === sold.relationNumber)!;
      let order: Order;
      try {
        order = map(record).value as unknown as Order;
      } catch (thrown) {
        const { code } = thrown as { readonly code: string };
        seen[code] = (seen[code] ?? 0) + 1;
        expect([sold.trouble, code]).toEqual(code === 'mapping.unknown_country' ? ['unknownCountry', code] : ['nonNumericQuantity', code]);
        continue;
      }
      const two = (value: number) => String(value).padStart(2, '0');
      expect(order).toMatchObject({
        totalIncl: fromCents(sold.totalInclCents),
        totalExcl: fromCents(sold.totalExclCents),
        date: `${sold.date.year}-${two(sold.date.month)}-${two(sold.date.day)}`,
        cancelled: sold.cancelled,
        fullyPaid: sold.fullyPaid,
        taxMethod: sold.vatMethod.toLowerCase(),
        customer: { sourceId: String(sold.relationNumber) },
      });
      expect(order.customer?.company).toBe(buyer.companyName);
      expect(order.customer?.email).toBe(buyer.email?.toLowerCase());
      expect(order.lines.map(({ sku, quantity, totalIncl, totalExcl, taxRate }) => [sku, quantity, totalIncl, totalExcl, taxRate])).toEqual(
        sold.lines.map((line) => [String(line.articleNumber), line.quantity, fromCents(line.totalInclCents), fromCents(line.totalExclCents), String(line.vatRate)]),
      );
      expect(order.billing?.country).toBe(buyer.billing.countryIso2);
    }
    expect(seen['mapping.not_a_number']).toBeGreaterThan(0);
  } finally {
    await sandbox.stop();
  }
});
