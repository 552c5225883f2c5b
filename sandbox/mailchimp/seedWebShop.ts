import { withoutVat } from '../shop/amounts.ts';
import { relations } from '../shop/makeCustomers.ts';
import { articles } from '../shop/makeProducts.ts';
import type { Shop, ShopAddress, ShopCustomer, ShopStranger, VatRate } from '../shop/types.ts';
import type { Account } from './account.ts';
import { saveCustomer } from './ecommerce/customers.ts';
import { saveProduct } from './ecommerce/products.ts';
import { saveOrder } from './ecommerce/sales.ts';
import type { Store } from './ecommerce/store.ts';
import type { JsonObject } from './wire/json.ts';

/** What each order of the web shop shows. */
export const webOrders = {
  'W-2001': 'company',
  'W-2002': 'strangerCompany',
  'W-2003': 'variant',
  'W-2004': 'cancelled',
  'W-2005': 'sharedEmail',
  'W-2006': 'unknownCountry',
  'W-2007': 'textSku',
  'W-2008': 'belgianCompany',
  'W-2009': 'missingProduct',
  'W-2010': 'longName',
} as const;

type WebOrder = keyof typeof webOrders;
type Buyer = ShopCustomer | ShopStranger;

interface WebArticle {
  readonly sku: string;
  readonly title: string;
  readonly variantTitle: string;
  readonly type: string;
  readonly product: string;
  readonly priceInclCents: number;
  readonly vatRate: VatRate;
}

/**
 * Fills the store of the web shop: goods of the till, a jacket in twelve variants, goods the till does not know, customers of whom half are
 * strangers to the till, and ten orders.
 */
export function seedWebShop(account: Account, store: Store, shop: Shop): void {
  const sold = webArticles(shop);
  for (const [productId, variants] of Map.groupBy(sold, ({ product }) => product)) {
    const [first] = variants;
    if (first) saveProduct(account, store, productId, { title: first.title, type: first.type, vendor: 'De Koperen Ketel', variants: variants.map((variant, index) => shownVariant(variant, index)) });
  }
  const known = new Map(shop.customers.map((customer) => [customer.relationNumber, customer]));
  const strangers = new Map(shop.elsewhere.customers.map((customer) => [customer.key, customer]));
  const buyerOf: Readonly<Record<WebOrder, Buyer | undefined>> = {
    'W-2001': known.get(relations.dutchCompany),
    'W-2002': strangers.get('s1'),
    'W-2003': strangers.get('s2'),
    'W-2004': strangers.get('s2'),
    'W-2005': known.get(relations.sharedEmail),
    'W-2006': strangers.get('s5'),
    'W-2007': known.get(relations.dutchCompany),
    'W-2008': strangers.get('s4'),
    'W-2009': known.get(relations.german),
    'W-2010': strangers.get('s2'),
  };
  const find = (sku: string) => sold.find((article) => article.sku === sku);
  const goods = sold.filter(({ sku }) => Number(sku) < 5000);
  const foreign = shop.elsewhere.products;
  const linesOf: Readonly<Record<WebOrder, readonly (readonly [WebArticle | undefined, number])[]>> = {
    'W-2001': [[goods[0], 2], [goods[1], 1]],
    'W-2002': [[goods[1], 1]],
    'W-2003': [[find(String(articles.firstJacket + 4)), 1], [goods[2], 3]],
    'W-2004': [[goods[0], 1]],
    'W-2005': [[goods[3], 1]],
    'W-2006': [[goods[2], 1]],
    'W-2007': [[find(foreign.at(-1)?.sku ?? ''), 1]],
    'W-2008': [[goods[0], 10]],
    'W-2009': [[find(foreign[0]?.sku ?? ''), 1]],
    'W-2010': [[find(String(articles.gift)), 2]],
  };
  for (const [index, orderId] of (Object.keys(webOrders) as WebOrder[]).entries()) {
    const buyer = buyerOf[orderId];
    if (!buyer) continue;
    const customerId = idOf(buyer);
    if (!store.customers.has(customerId)) saveCustomer(account, store, customerId, { id: customerId, ...shownCustomer(buyer) });
    saveOrder(account, store, orderId, shownOrder(orderId, buyer, linesOf[orderId].flatMap(([article, quantity]) => (article ? [{ article, quantity }] : [])), account.now() + (index - 20) * 86_400_000));
  }
}

/** A customer's id in the web shop; the till's number says nothing there. */
const idOf = (buyer: Buyer): string => ('relationNumber' in buyer ? `web-${buyer.relationNumber}` : `web-${buyer.key}`);

function webArticles(shop: Shop): WebArticle[] {
  const path = (group: string) => {
    const parent = shop.groups.find(({ name }) => name === group)?.parent;
    return parent === undefined ? group : `${parent} > ${group}`;
  };
  const plain = shop.products.filter((product) => product.kind === 'goods' && product.inBooks && product.unit === 'piece' && product.vatRate !== 0).slice(0, 6);
  const planted = shop.products.filter(({ variant, articleNumber }) => variant !== undefined || articleNumber === articles.gift);
  return [
    ...[...plain, ...planted].map(({ articleNumber, description, group, priceInclCents, vatRate, variant }) => ({
      sku: String(articleNumber),
      title: variant?.productName ?? description,
      variantTitle: variant ? `${variant.colour} / ${variant.size}` : description,
      type: path(group),
      product: `web-${variant?.productNumber ?? articleNumber}`,
      priceInclCents,
      vatRate,
    })),
    ...shop.elsewhere.products.map(({ sku, description, group, priceInclCents, vatRate, variantOf, colour }) => ({
      sku,
      title: variantOf ?? description,
      variantTitle: colour ?? description,
      type: path(group),
      product: `web-${variantOf ? variantOf.toLowerCase().replaceAll(' ', '-') : sku}`,
      priceInclCents,
      vatRate,
    })),
  ];
}

const euros = (cents: number): number => cents / 100;

const shownVariant = ({ sku, variantTitle, priceInclCents }: WebArticle, index: number): JsonObject => ({
  id: `web-${sku}-v`,
  title: variantTitle,
  sku,
  price: euros(priceInclCents),
  // One of them is sold out.
  inventory_quantity: index === 5 ? 0 : 4 + index,
});

function shownCustomer(buyer: Buyer): JsonObject {
  return {
    email_address: buyer.email ?? '',
    opt_in_status: false,
    company: buyer.companyName ?? '',
    first_name: buyer.firstName,
    last_name: buyer.lastName,
    address: shownAddress(buyer.billing),
  };
}

const shownAddress = ({ line1, postalCode, city, countryName, countryIso2 }: ShopAddress): JsonObject => ({ address1: line1, postal_code: postalCode, city, country: countryName, country_code: countryIso2 });

const postageCents = 695;
const discountCents = 500;

function shownOrder(orderId: WebOrder, buyer: Buyer, lines: readonly { article: WebArticle; quantity: number }[], placedMs: number): JsonObject {
  const plant = webOrders[orderId];
  const discount = plant === 'longName' ? discountCents : 0;
  const goodsCents = lines.reduce((sum, { article, quantity }) => sum + article.priceInclCents * quantity, 0);
  const vat = (cents: number, rate: number) => cents - withoutVat(cents, rate);
  const taxCents = lines.reduce((sum, { article, quantity }) => sum + vat(article.priceInclCents * quantity, article.vatRate), 0) + vat(postageCents, 21);
  const named = { name: `${buyer.firstName} ${buyer.lastName}`, company: buyer.companyName ?? '', phone: buyer.phone ?? '' };
  const placed = new Date(placedMs).toISOString().replace('.000Z', '+00:00').replace(/\.\d+Z$/, '+00:00');
  return {
    id: orderId,
    customer: { id: idOf(buyer) },
    currency_code: 'EUR',
    order_total: euros(goodsCents + postageCents - discount),
    tax_total: euros(taxCents),
    shipping_total: euros(postageCents),
    discount_total: euros(discount),
    financial_status: plant === 'cancelled' ? 'cancelled' : 'paid',
    processed_at_foreign: placed,
    ...(plant === 'cancelled' && { cancelled_at_foreign: placed }),
    billing_address: { ...named, ...shownAddress(buyer.billing) },
    shipping_address: { ...named, ...shownAddress(buyer.shipping ?? buyer.billing) },
    lines: lines.map(({ article, quantity }, index) => ({ id: String(index + 1), product_id: article.product, product_variant_id: `web-${article.sku}-v`, quantity, price: euros(article.priceInclCents) })),
  };
}
