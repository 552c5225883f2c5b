import { describeConnector } from '#connectors/sdk/testing/conformance.ts';
import { startSandbox } from '#sandbox/index.ts';
import { mplus } from './index.ts';

describeConnector(mplus, async () => {
  const sandbox = await startSandbox({ orders: 24, customers: 14, products: 20, mplus: { secret: 'zeer-geheim-77', ident: 'winkel-ident-5', unsortedPages: true } });
  const { baseUrl, ident, secret } = sandbox.mplus;
  const odd = sandbox.shop.orders.filter((order) => order.trouble === 'nonNumericQuantity').map((order) => order.number);
  const all = await fetch(`${baseUrl}/__sandbox/ledger`).then((answer) => answer.json() as Promise<{ entities: { orders: { orderId: string; orderNumber: { number: number } }[] } }>);
  const oddRecords = all.entities.orders.filter((order) => odd.includes(order.orderNumber.number)).map((order) => order.orderId);
  const paged = { settings: { pageSize: 7 }, futureCursor: { marker: '99999999' } };
  return {
    settings: { baseUrl, ident },
    secret: { secret },
    wrongSecret: { secret: 'not-the-secret' },
    secretTexts: [secret, 'not-the-secret'],
    setFaults: (rules) => sandbox.services.mplus.setFaults(rules),
    stop: () => sandbox.stop(),
    streams: { orders: { ...paged, oddRecords }, relations: { ...paged, settings: { pageSize: 4 } }, articles: { ...paged, settings: { pageSize: 6 } } },
  };
});
