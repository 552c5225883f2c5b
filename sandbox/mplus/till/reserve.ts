import { findArticle } from './makeTill.ts';
import type { Till } from './makeTill.ts';
import type { Order } from './types.ts';

/** What an order does to the stock: it takes nothing from the shelf until it is delivered, but promises it. */
export type StockStep = 'reserve' | 'release' | 'deliver';

/** Does one step of an order for each of its stock articles, in the branch on whose turnover it is booked. */
export function moveStock(till: Till, order: Order, step: StockStep): void {
  for (const { articleNumber, data } of order.lineList.line) {
    const quantity = typeof data.quantity === 'number' ? Math.round((data.quantity * 1000) / 10 ** data.decimalPlaces) : 0;
    if (quantity === 0 || findArticle(till, articleNumber)?.['stockArticle'] !== true) continue;
    const by = { reserve: { free: -quantity, reserved: quantity }, release: { free: quantity, reserved: -quantity }, deliver: { reserved: -quantity } }[step];
    till.stock.change(order.financialBranchNumber, articleNumber, by, { type: 'STOCK-HISTORY-TYPE-SALES', orderId: order.orderId });
  }
}
