import type { RecordContext } from '#connectors/sdk/connector.ts';
import type { Order, OrderLine } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare, isZero, negate } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { QuickBooksClient } from '../../client.ts';
import type { Item } from '../../entities.ts';
import type { LineAmounts, OrderAmounts } from './amounts.ts';
import { accountOf } from './documentTotals.ts';
import { findProduct, revenueItem, warnAboutAccount } from './products.ts';
import type { Session } from './session.ts';
import type { LineTax, OrderTaxes } from './tax.ts';

type Context = RecordContext<QuickBooksClient>;

/** The service's own id for the shipping field of a document. */
export const shippingFieldId = 'SHIPPING_ITEM_ID';

/** A line as the document will have it, before it is written the service's way. Amounts have the sign they are sent with. */
export type DocumentLine =
  | { readonly kind: 'item'; readonly itemId: string; /** Name of the revenue account it is booked on; empty when that is not known. */ readonly account: string; readonly description: string; readonly quantity: Decimal; readonly net: Decimal; readonly gross: Decimal | null; readonly taxCode: string | null }
  | { readonly kind: 'shipping'; readonly description: string; readonly net: Decimal; readonly gross: Decimal | null; readonly taxCode: string | null }
  | { readonly kind: 'discount'; readonly description: string; readonly amount: Decimal; readonly taxCode: string | null }
  | { readonly kind: 'text'; readonly description: string };

/** An order's line with everything that was computed for it. */
interface Part {
  readonly line: OrderLine;
  readonly number: number;
  readonly tax: LineTax;
  readonly amounts: LineAmounts;
  readonly role: 'product' | 'shipping' | 'discount' | 'free' | 'remark';
}

/** Most lines the service takes on a document with tax. */
const mostLines = 750;

/** Turns an order's lines into the document's: each with its item, found or made. Throws a `data` error when one has none. */
export async function makeLines(order: Order, taxes: OrderTaxes, amounts: OrderAmounts, isCredit: boolean, session: Session, context: Context): Promise<readonly DocumentLine[]> {
  if (order.lines.length === 0) throw new FluxoError({ code: 'quickbooks.no_lines', kind: 'data', what: 'The order has no lines.', where: { field: 'lines' }, fix: 'Map the order’s lines, or leave out orders without any.' });
  if (order.lines.length > mostLines) throw new FluxoError({ code: 'quickbooks.too_many_lines', kind: 'data', what: `The order has ${order.lines.length} lines; QuickBooks takes ${mostLines} on a document with tax.`, where: { field: 'lines' }, params: { count: String(order.lines.length), most: String(mostLines) }, fix: 'Split the order in the source.' });

  const parts = order.lines.map((line, index): Part => ({ line, number: index + 1, tax: taxes.lines[index]!, amounts: amounts.lines[index]!, role: roleOf(line, amounts.lines[index]!, session) }));
  const asDiscount = discountField(parts, session, context);
  const asShipping = shippingField(parts, session, context);
  const items = await findItems(parts.filter((part) => !asDiscount.has(part) && !asShipping.has(part)), taxes.country, session, context);
  const signed = (amount: Decimal) => (isCredit ? negate(amount) : amount);
  const lines: DocumentLine[] = [];
  for (const part of parts) {
    const { line, tax } = part;
    const shared = { description: line.description ?? '', net: signed(part.amounts.net), gross: part.amounts.gross === null ? null : signed(part.amounts.gross), taxCode: tax.code?.id ?? null };
    if (part.role === 'remark') lines.push({ kind: 'text', description: shared.description });
    else if (part.role === 'shipping' && isZero(part.amounts.net) && !session.settings.sendZeroShipping) continue;
    else if (asDiscount.has(part)) lines.push({ kind: 'discount', description: shared.description, amount: negate(shared.net), taxCode: shared.taxCode });
    else if (asShipping.has(part)) lines.push({ kind: 'shipping', ...shared });
    else {
      const item = items.get(part);
      if (!item) lines.push({ kind: 'text', description: textOf(part) });
      // An article booked on another item is still told by its number.
      else lines.push({ kind: 'item', ...shared, description: line.sku && item.Sku !== line.sku ? `${line.sku} ${shared.description}`.trim() : shared.description, itemId: item.Id, account: accountOf(item, session), quantity: signed(line.quantity) });
    }
  }
  return lines;
}

function roleOf(line: OrderLine, amounts: LineAmounts, session: Session): Part['role'] {
  const sku = line.sku ?? '';
  if (session.shippingArticles.has(sku)) return 'shipping';
  if (session.discountArticles.has(sku)) return 'discount';
  if (sku !== '') return 'product';
  if (isZero(amounts.net)) return 'remark';
  return compare(amounts.net, '0') < 0 ? 'discount' : 'free';
}

/** The parts that go into the document's own discount field: it has one, so all of them must be discounts under one tax code. */
function discountField(parts: readonly Part[], session: Session, context: Context): ReadonlySet<Part> {
  if (session.settings.discountAs !== 'discount') return new Set();
  const discounts = parts.filter((part) => part.role === 'discount');
  const oneCode = new Set(discounts.map((part) => part.tax.code?.id)).size === 1;
  if (discounts.length === 1 && oneCode && compare(discounts[0]!.amounts.net, '0') < 0) return new Set(discounts);
  if (discounts.length > 0) context.warn({ code: 'quickbooks.discount_as_line', text: 'A document has one discount field for one amount; these discounts are booked as lines.' });
  return new Set();
}

/** The same for shipping costs: the document has one shipping field. */
function shippingField(parts: readonly Part[], session: Session, context: Context): ReadonlySet<Part> {
  if (session.settings.shippingAs !== 'shippingItem') return new Set();
  const costs = parts.filter((part) => part.role === 'shipping' && (session.settings.sendZeroShipping || !isZero(part.amounts.net)));
  if (costs.length > 1) context.warn({ code: 'quickbooks.shipping_as_line', text: 'A document has one shipping field; further shipping costs are booked on their own item.' });
  return new Set(costs.slice(0, 1));
}

/** The item of every part that needs one; a part without an entry becomes a text row. */
async function findItems(parts: readonly Part[], country: string, session: Session, context: Context): Promise<ReadonlyMap<Part, Item>> {
  const { settings } = session;
  const found = new Map<Part, Item>();
  let products = 0;
  let known = 0;
  for (const part of parts) {
    const { line, role, tax } = part;
    const sku = line.sku ?? '';
    if (role === 'remark' || (role === 'shipping' && isZero(part.amounts.net) && !settings.sendZeroShipping)) continue;
    const told = role === 'shipping' && settings.shippingAs === 'item' ? settings.shippingItem : role === 'discount' ? settings.discountItem : '';
    if (told !== '') {
      found.set(part, session.item(told));
      continue;
    }
    if (sku === '') {
      if (settings.freeLineItem === '') throw new FluxoError({ code: 'quickbooks.no_article', kind: 'data', what: `Line ${part.number} has no article number.`, where: { field: `lines[${part.number}].sku` }, params: { line: String(part.number) }, fix: 'Choose an item for lines without article in the target’s settings, or map the article number.' });
      found.set(part, session.item(settings.freeLineItem));
      continue;
    }
    products += 1;
    const product = await findProduct(line, sku, tax.row, session, context);
    if (!product) {
      demandNoAmount(part, sku);
      continue;
    }
    known += 1;
    if (role !== 'product') found.set(part, product);
    else {
      const instead = await revenueItem(tax.row, tax.percent, country, session, context);
      if (!instead) warnAboutAccount(product, tax.row, country, session, context);
      found.set(part, instead ?? product);
    }
  }
  if (products > 0) context.note({ code: 'quickbooks.products_found', text: `${known} of ${products} ${products === 1 ? 'product' : 'products'} found.`, params: { found: String(known), count: String(products) } });
  return found;
}

function demandNoAmount(part: Part, sku: string): void {
  if (isZero(part.amounts.net)) return;
  throw new FluxoError({ code: 'quickbooks.text_line_amount', kind: 'data', what: `Article ${sku} is not in QuickBooks, and a text row cannot carry its amount.`, where: { field: `lines[${part.number}].sku` }, params: { sku }, fix: 'Add an item with this SKU, or let missing articles be created or booked on another item.' });
}

const textOf = ({ line }: Part): string => [line.sku, line.quantity === '1' ? '' : `${line.quantity} ×`, line.description].filter(Boolean).join(' ');
