import type { SandboxClock } from '#sandbox/server/lookAlike.ts';
import type { Shop } from '#sandbox/shop/types.ts';
import type { WireObject } from '../wire/write.ts';
import { makeCollection } from './collection.ts';
import type { Collection } from './collection.ts';
import { moveStock } from './reserve.ts';
import { seedCashOutflow, seedInvoice, seedReceipt } from './seedDocuments.ts';
import { seedOrder } from './seedOrder.ts';
import { makeStockRoom, seedStock } from './stock.ts';
import type { StockRoom } from './stock.ts';
import { productNumber, seedProduct, seedRelation } from './seedRecords.ts';
import type { Article, ArticleGroup, Employee, Invoice, Order, Product, Receipt, Relation } from './types.ts';
import type { VatScale } from './vat.ts';

/** What the service holds: each kind with its own row of sync markers. */
export interface Till {
  readonly shop: Shop;
  readonly clock: SandboxClock;
  readonly vatScale: VatScale;
  /** Turns the items of every page round, as nothing promises an order inside a page. */
  readonly unsortedPages: boolean;
  readonly relations: Collection<number, Relation>;
  readonly products: Collection<number, Product>;
  readonly articleGroups: Collection<number, ArticleGroup>;
  readonly employees: Collection<number, Employee>;
  readonly orders: Collection<string, Order>;
  readonly invoices: Collection<string, Invoice>;
  readonly receipts: Collection<string, Receipt>;
  readonly stock: StockRoom;
  /** An external order id is taken for good, also after a cancel. */
  readonly extOrderIds: Map<string, string>;
  /** Answers by operation and idempotency key. */
  readonly answered: Map<string, WireObject>;
}

export interface TillOptions {
  readonly vatScale: VatScale;
  readonly unsortedPages: boolean;
}

/** A till filled from the shop. */
export function makeTill(shop: Shop, clock: SandboxClock, { vatScale, unsortedPages }: TillOptions): Till {
  const till: Till = {
    shop,
    clock,
    vatScale,
    unsortedPages,
    relations: makeCollection(),
    products: makeCollection(),
    articleGroups: makeCollection(),
    employees: makeCollection(),
    orders: makeCollection(),
    invoices: makeCollection(),
    receipts: makeCollection(),
    stock: makeStockRoom(clock),
    extOrderIds: new Map(),
    answered: new Map(),
  };
  const groupNumber = numberGroups(shop);
  for (const [index, { name, parent }] of shop.groups.entries()) {
    const number = [...new Set(shop.products.filter((product) => product.group === name).map(productNumber))];
    till.articleGroups.put(groupNumber(name), {
      groupNumber: groupNumber(name),
      name,
      text: name,
      sortOrder: index + 1,
      productNumbers: { number },
      ...(parent !== undefined && { parentGroupNumber: groupNumber(parent) }),
    });
  }
  for (const articles of Map.groupBy(shop.products, productNumber).values()) till.products.put(productNumber(articles[0]!), seedProduct(articles, groupNumber(articles[0]!.group), vatScale));
  for (const { number, name } of shop.employees) till.employees.put(number, { employeeNumber: number, name, active: true });
  seedStock(till.stock, shop, ({ articleNumber }) => findArticle(till, articleNumber)?.['stockArticle'] === true);
  const opened = clock.now() - 400 * 86_400_000;
  const customers = new Map(shop.customers.map((customer) => [customer.relationNumber, customer]));
  for (const customer of shop.customers) till.relations.put(customer.relationNumber, seedRelation(customer, opened));
  for (const order of shop.orders) {
    const seeded = seedOrder(shop, order, customers.get(order.relationNumber)!, groupOf(till), vatScale);
    till.orders.put(seeded.orderId, seeded);
    if (seeded.extOrderId !== undefined) till.extOrderIds.set(seeded.extOrderId, seeded.orderId);
    if (isOpen(seeded)) moveStock(till, seeded, 'reserve');
  }
  for (const invoice of shop.invoices) {
    const seeded = seedInvoice(shop, invoice, customers.get(invoice.relationNumber)!, groupOf(till), vatScale);
    till.invoices.put(seeded.invoiceId, seeded);
  }
  for (const receipt of shop.receipts) {
    const seeded = seedReceipt(shop, receipt, customers.get(receipt.relationNumber ?? 0), groupOf(till), vatScale);
    till.receipts.put(seeded.receiptId, seeded);
  }
  const outflow = seedCashOutflow(shop, clock.now());
  till.receipts.put(outflow.receiptId, outflow);
  return till;
}

/** Neither delivered nor cancelled, so that its goods are promised. */
const isOpen = (order: Order) => order.deliveryState === 'ORDER-DELIVERY-STATE-NOTHING' && order.cancelState === 'ORDER-CANCEL-STATE-NOTHING';

/** Groups that hold products are numbered from 1 in the order in which the products have them, the others from 101. */
function numberGroups(shop: Shop): (name: string) => number {
  const used = [...new Set(shop.products.map((product) => product.group))];
  const others = shop.groups.map(({ name }) => name).filter((name) => !used.includes(name));
  return (name) => (used.includes(name) ? 1 + used.indexOf(name) : 101 + others.indexOf(name));
}

/** The turnover group of an article, as it stands on every order line. */
const groupOf = (till: Till) => (articleNumber: number) => {
  const number = findArticle(till, articleNumber)?.turnoverGroup ?? 0;
  return { turnoverGroup: number, turnoverGroupName: till.articleGroups.get(number)?.name ?? '' };
};

/** The article with this number; a product that is one article mostly has its number too. */
export function findArticle(till: Till, articleNumber: number): Article | undefined {
  const alone = till.products.get(articleNumber)?.articleList.article.find((article) => article.articleNumber === articleNumber);
  if (alone) return alone;
  for (const { articleList } of till.products.all()) {
    const article = articleList.article.find((each) => each.articleNumber === articleNumber);
    if (article) return article;
  }
  return undefined;
}
