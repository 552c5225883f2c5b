import type { SandboxClock } from '#sandbox/server/lookAlike.ts';
import type { Shop, ShopProduct } from '#sandbox/shop/types.ts';
import { wireDateTime } from '../dateTime.ts';
import type { WireDateTime } from '../dateTime.ts';

/** What a branch has of an article, in thousandths. What lies there is free and reserved together. */
export interface StockLevel {
  readonly branchNumber: number;
  readonly articleNumber: number;
  /** The number of the latest change; every change of any level takes the next one. */
  readonly stockId: number;
  readonly changeTimestamp: WireDateTime;
  readonly free: number;
  /** In orders that are not delivered yet. */
  readonly reserved: number;
  /** On its way from a supplier. */
  readonly incoming: number;
}

/** Something that changed what lies in a branch; a mere reservation does not. */
export interface StockMovement {
  readonly stockId: number;
  readonly timestamp: WireDateTime;
  readonly branchNumber: number;
  readonly articleNumber: number;
  readonly changed: number;
  readonly type: 'STOCK-HISTORY-TYPE-API' | 'STOCK-HISTORY-TYPE-SALES' | 'STOCK-HISTORY-TYPE-DELIVERY';
  readonly orderId?: string;
}

type Amounts = Pick<StockLevel, 'free' | 'reserved' | 'incoming'>;

export interface StockRoom {
  get(branchNumber: number, articleNumber: number): StockLevel | undefined;
  /** In the order of their latest change. */
  levels(): Iterable<StockLevel>;
  readonly movements: readonly StockMovement[];
  /** Adds to the amounts of a level and gives it the next stock id; what lies there moving is told as a movement of this type. */
  change(branchNumber: number, articleNumber: number, by: Partial<Amounts>, as: { readonly type: StockMovement['type']; readonly orderId?: string }): StockLevel;
  /** The highest stock id given out so far. */
  stockId(): number;
}

export function makeStockRoom(clock: SandboxClock): StockRoom {
  // A changed level moves to the end, so that walking the map is walking the stock ids.
  const levels = new Map<string, StockLevel>();
  const movements: StockMovement[] = [];
  let stockId = 0;
  const keyOf = (branchNumber: number, articleNumber: number) => `${branchNumber} ${articleNumber}`;
  return {
    get: (branchNumber, articleNumber) => levels.get(keyOf(branchNumber, articleNumber)),
    levels: () => levels.values(),
    movements,
    change(branchNumber, articleNumber, by, { type, orderId }) {
      const key = keyOf(branchNumber, articleNumber);
      const before = levels.get(key) ?? { free: 0, reserved: 0, incoming: 0 };
      stockId += 1;
      const timestamp = wireDateTime(clock.now());
      const level: StockLevel = {
        branchNumber,
        articleNumber,
        stockId,
        changeTimestamp: timestamp,
        free: before.free + (by.free ?? 0),
        reserved: before.reserved + (by.reserved ?? 0),
        incoming: before.incoming + (by.incoming ?? 0),
      };
      levels.delete(key);
      levels.set(key, level);
      const changed = (by.free ?? 0) + (by.reserved ?? 0);
      if (changed !== 0) movements.push({ stockId, timestamp, branchNumber, articleNumber, changed, type, ...(orderId !== undefined && { orderId }) });
      return level;
    },
    stockId: () => stockId,
  };
}

/**
 * What the shop has of its goods in each branch, what its open orders promise of that, and what is on its way. Weighed goods have parts of a kilo, one article in
 * eleven was sold out, and of one in thirteen more is promised than there is.
 */
export function seedStock(room: StockRoom, shop: Shop, isKept: (product: ShopProduct) => boolean): void {
  for (const product of shop.products.filter(isKept)) {
    for (const { number: branch } of shop.branches) {
      const turn = product.articleNumber + branch * 5;
      const whole = turn % 11 === 0 ? 0 : 3 + ((turn * 7) % 40);
      const there = product.unit === 'kg' ? whole * 1000 + ((turn * 137) % 1000) : whole * 1000;
      room.change(branch, product.articleNumber, { free: there, incoming: turn % 5 === 0 ? 12_000 : 0 }, { type: 'STOCK-HISTORY-TYPE-DELIVERY' });
      if (turn % 13 === 0) room.change(branch, product.articleNumber, { free: -there - 2000, reserved: there + 2000 }, { type: 'STOCK-HISTORY-TYPE-SALES' });
    }
  }
}
