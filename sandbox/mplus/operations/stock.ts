import { findArticle } from '../till/makeTill.ts';
import type { Till } from '../till/makeTill.ts';
import type { StockLevel } from '../till/stock.ts';
import { handler, wants } from './handler.ts';
import { page } from './page.ts';

interface StockRequest {
  readonly branchNumber?: number;
  readonly articleNumbers?: { readonly articleNumbers: readonly number[] };
  readonly branchNumbers?: { readonly branchNumber: readonly number[] };
  readonly stockId?: number;
}

interface ChangeRequest {
  readonly branchNumber?: number;
  readonly articleNumber?: number;
  readonly amount?: number;
  readonly amountChanged?: number;
  readonly decimalPlaces?: number;
  readonly employeeNumber?: number;
}

interface HistoryRequest {
  readonly branchNumbers: readonly number[];
  readonly articleNumbers?: { readonly articleNumbers: readonly number[] };
  readonly sinceStockId?: number;
  readonly sinceStockIdLimit?: number;
}

/** Thousandths as the service writes them: whole goods without places, weighed ones with three. */
const scaled = (thousandths: number) => (thousandths % 1000 === 0 ? { amount: thousandths / 1000, places: 0 } : { amount: thousandths, places: 3 });

function stockOf(level: StockLevel) {
  const [free, reserved, incoming] = [scaled(level.free), scaled(level.reserved), scaled(level.incoming)];
  return {
    branchNumber: level.branchNumber,
    articleNumber: level.articleNumber,
    changeTimestamp: level.changeTimestamp,
    stockId: level.stockId,
    amountFree: free.amount,
    decimalPlacesFree: free.places,
    amountReserved: reserved.amount,
    decimalPlacesReserved: reserved.places,
    amountIncoming: incoming.amount,
    decimalPlacesIncoming: incoming.places,
    isDayStockArticle: false,
  };
}

export const stockHandlers = {
  getStock: handler<{ request: StockRequest }>((till, { request }) => {
    const branches = request.branchNumbers?.branchNumber.length ? request.branchNumbers.branchNumber : [request.branchNumber ?? 0];
    const levels = [...till.stock.levels()].filter(
      (level) => branches.includes(level.branchNumber) && wants(request.articleNumbers?.articleNumbers ?? [], level.articleNumber) && level.stockId >= (request.stockId ?? 0),
    );
    return { articleStocks: page(till, levels.map(stockOf)) };
  }),

  getStockHistoryV2: handler<{ request: HistoryRequest }>((till, { request }) => {
    const all = till.stock.movements.filter(
      (movement) => wants(request.branchNumbers, movement.branchNumber) && wants(request.articleNumbers?.articleNumbers ?? [], movement.articleNumber) && movement.stockId >= (request.sinceStockId ?? 0),
    );
    // As with sync markers, a limit only means something together with a bound.
    const some = request.sinceStockId === undefined ? all : all.slice(0, request.sinceStockIdLimit ?? all.length);
    return {
      articleStockHistory: page(till, some.map(({ changed, ...movement }) => {
        const { amount, places } = scaled(changed);
        return { ...movement, amountChanged: amount, decimalPlaces: places };
      })),
    };
  }),

  /** The amount is what lies there, promised goods included; the service does not say whether it is that or what is free. */
  setStock: handler<{ request: ChangeRequest }>((till, { request }) => {
    const refusal = refusalOf(till, request);
    const amount = thousandthsOf(request.amount, request.decimalPlaces);
    if (refusal ?? amount === undefined) return { result: `SET-STOCK-RESULT-${refusal ?? 'FAILED'}` };
    const level = till.stock.get(request.branchNumber!, request.articleNumber!);
    const free = amount! - (level ? level.free + level.reserved : 0);
    return { result: 'SET-STOCK-RESULT-OK', stockId: till.stock.change(request.branchNumber!, request.articleNumber!, { free }, { type: 'STOCK-HISTORY-TYPE-API' }).stockId };
  }),

  updateStock: handler<{ request: ChangeRequest }>((till, { request }) => {
    const refusal = refusalOf(till, request);
    const free = thousandthsOf(request.amountChanged, request.decimalPlaces);
    if (refusal ?? free === undefined) return { result: `UPDATE-STOCK-RESULT-${refusal ?? 'FAILED'}` };
    return { result: 'UPDATE-STOCK-RESULT-OK', stockId: till.stock.change(request.branchNumber!, request.articleNumber!, { free: free! }, { type: 'STOCK-HISTORY-TYPE-API' }).stockId };
  }),
};

function refusalOf(till: Till, { branchNumber, articleNumber, employeeNumber }: ChangeRequest): string | undefined {
  if (!till.shop.branches.some(({ number }) => number === branchNumber)) return 'BRANCH-NOT-FOUND';
  const article = findArticle(till, articleNumber ?? 0);
  if (!article) return 'ARTICLE-NOT-FOUND';
  if (article['stockArticle'] !== true) return 'NO-STOCK-ARTICLE';
  return employeeNumber !== undefined && !till.employees.get(employeeNumber) ? 'FAILED' : undefined;
}

/** Undefined for more places than this till keeps. */
function thousandthsOf(amount: number | undefined, places = 0): number | undefined {
  const thousandths = ((amount ?? 0) * 1000) / 10 ** places;
  return Number.isInteger(thousandths) ? thousandths : undefined;
}
