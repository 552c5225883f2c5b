import type { RecordContext } from '#connectors/sdk/connector.ts';
import type { Order, OrderLine } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { isZero, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { isArticleNumber } from '../articleFinder.ts';
import type { FoundArticle } from '../articleFinder.ts';
import { findArticle } from '../articleSettings.ts';
import { lineTotal, piecesOf, roundingOf, worthOf } from './amounts.ts';
import type { Piece, VatMethod } from './amounts.ts';
import { plainRate } from './session.ts';
import type { Session, VatCode } from './session.ts';

type Context = RecordContext<MplusClient>;

export interface TillLines {
  /** As the till takes them. */
  readonly lines: readonly SourceRecord[];
  /** What the till will compute differently from the order, and nobody corrects; zero for nearly all. */
  readonly difference: Decimal;
}

/** An article of the till with how it is to be booked. */
interface Booked {
  /** Without a number: it is made once the whole order is known to be sound. */
  readonly article: FoundArticle;
  /** Empty: the article's own. */
  readonly vatCode: string;
  readonly text: string;
  /** Set when the article has to be made. */
  readonly sku?: string;
}

/** A line that only lacks the number of an article that is still to be made. */
interface Draft {
  readonly booked: Booked;
  readonly piece: Piece;
  readonly vatCode: string;
}

/**
 * The order's lines as lines of the till. Every article is found before anything is written; the prices are such that the till comes to the order's amounts. Throws `data` for
 * a line whose article the till does not have, and for an order that does not add up.
 */
export async function makeLines(order: Order, method: VatMethod, branch: string, session: Session, context: Context): Promise<TillLines> {
  const { settings } = session;
  const codes = codesOf(session, branch);
  const drafts: Draft[] = [];
  const [ownTotals, tillTotals]: [Decimal[], Decimal[]] = [[], []];
  for (const [index, line] of order.lines.entries()) {
    const isShipping = session.shippingSkus.has((line.sku ?? '').toLowerCase());
    const booked = await book(line, index + 1, isShipping, codes, session, context);
    const vatCode = booked.vatCode || codeFor(line, index + 1, booked.article, method, codes, session);
    const rate = line.taxRate ?? codes.find(({ code }) => code === (vatCode || booked.article.vatCode))?.rate ?? booked.article.vatRate;
    const total = lineTotal(line, method, rate || '0', index + 1);
    if (isShipping && isZero(total) && !settings.sendZeroShipping) continue;
    const pieces = piecesOf(line.quantity, total, method === 'VAT-METHOD-INCLUSIVE' ? line.unitPriceIncl : method === 'VAT-METHOD-NONE' ? (line.unitPriceIncl ?? line.unitPriceExcl) : line.unitPriceExcl);
    if (pieces.length > 1) context.note({ code: 'mplus.order_line_split', text: `Line ${index + 1} is written as two, a cent apart, so that it comes to ${total}.`, params: { line: String(index + 1), total } });
    ownTotals.push(total);
    tillTotals.push(worthOf(pieces));
    drafts.push(...pieces.map((piece) => ({ booked, piece, vatCode })));
  }
  if (drafts.length === 0) throw new FluxoError({ code: 'mplus.order_empty', kind: 'data', what: 'The order has no lines.', where: { field: 'lines' }, fix: 'Map the lines of the order, or leave such orders out with a filter.' });
  const { amount, left } = roundingOf(order, method, { lines: sum(ownTotals), till: sum(tillTotals) }, settings.rounding === 'article');
  if (!isZero(amount)) {
    const article = session.chosen.get(settings.roundingArticle.trim())!;
    drafts.push({ booked: { article, vatCode: '', text: article.description }, piece: { quantity: '1', price: amount }, vatCode: '' });
    context.note({ code: 'mplus.order_rounded', text: `A rounding line of ${amount} makes the total right.`, params: { difference: amount } });
  }
  const lines: SourceRecord[] = [];
  for (const draft of drafts) lines.push(lineOf(draft, draft.booked.sku === undefined ? draft.booked.article.articleNumber : await makeArticle(draft, method, session, context), method));
  return { lines, difference: left };
}

function lineOf({ booked: { text }, piece: { quantity, price }, vatCode }: Draft, articleNumber: string, method: VatMethod): SourceRecord {
  return {
    articleNumber,
    ...(text !== '' && { text }),
    data: { quantity, ...(method === 'VAT-METHOD-INCLUSIVE' || method === 'VAT-METHOD-NONE' ? { price } : {}), ...(method !== 'VAT-METHOD-INCLUSIVE' && { priceExcl: price }), ...(vatCode !== '' && { vatCode }) },
  };
}

/** The article a line is booked on. */
async function book(line: OrderLine, number: number, isShipping: boolean, codes: readonly VatCode[], session: Session, context: Context): Promise<Booked> {
  const { settings, chosen, finder } = session;
  const text = line.description ?? '';
  const sku = (line.sku ?? '').trim();
  if (isShipping && settings.shippingAs === 'article') return { article: chosen.get(settings.shippingArticle.trim())!, vatCode: settings.shippingVat.trim(), text: settings.shippingText || text };
  if (session.discountSkus.has(sku.toLowerCase()) && settings.discountArticle !== '') return { article: chosen.get(settings.discountArticle.trim())!, vatCode: '', text };
  if (sku === '') {
    const free = chosen.get(settings.freeLineArticle.trim());
    if (free) return { article: free, vatCode: '', text };
    throw new FluxoError({ code: 'mplus.line_without_article', kind: 'data', what: `Line ${number} names no article.`, where: { field: `lines[${number}].sku` }, params: { line: String(number) }, fix: 'Choose an article for such lines in the MplusKASSA node, or map the line’s SKU.' });
  }
  const { onMissingProduct } = settings;
  // An SKU that cannot be an article's number is one the till does not have, when something is to be done about those.
  const article = await findArticle(finder, sku, onMissingProduct !== 'fail' && settings.nonNumeric === 'report' ? { ...settings, nonNumeric: 'skip' } : settings, context);
  if (article) return { article, vatCode: '', text };
  if (onMissingProduct === 'create') return { article: { ...blank, description: text || sku, ...newVat(line, number, codes, settings.newArticleVat.trim()) }, vatCode: '', text, sku };
  if (onMissingProduct === 'fail') throw new FluxoError({ code: 'mplus.order_article_unknown', kind: 'data', what: `The till has no article “${sku}” (line ${number}).`, where: { field: `lines[${number}].sku` }, params: { sku, line: String(number) }, fix: 'Add the article at the till, or choose another article for such lines in the MplusKASSA node.' });
  const stand = chosen.get(settings.replacementArticle.trim())!;
  context.warn({ code: 'mplus.order_article_replaced', text: `The till has no article “${sku}”; the line is booked on ${stand.articleNumber}.`, params: { sku, article: stand.articleNumber } });
  return { article: stand, vatCode: '', text: text || sku };
}

const blank: FoundArticle = { articleNumber: '', productNumber: '', description: '', vatCode: '', vatRate: '', priceIncl: '', priceExcl: '', isStocked: false, isActive: true };

/** VAT of an article to be made: the till's code with the line's percentage, else that of the settings. */
function newVat(line: OrderLine, number: number, codes: readonly VatCode[], otherwise: string): Pick<FoundArticle, 'vatCode' | 'vatRate'> {
  if (line.taxRate === undefined) return { vatCode: otherwise, vatRate: codes.find(({ code }) => code === otherwise)?.rate ?? '' };
  const rate = plainRate(line.taxRate);
  const [fitting] = codes.filter((code) => code.rate === rate);
  if (fitting) return { vatCode: fitting.code, vatRate: fitting.rate };
  throw noVatCode(rate, number);
}

/** Makes the article a line sells, or waits for the one that another order is making, and gives its number. */
async function makeArticle({ booked: { article, sku = '' }, piece }: Draft, method: VatMethod, session: Session, context: Context): Promise<string> {
  const before = session.making.get(sku);
  if (before) return before;
  const work = createArticle(article, sku, piece, method, session, context);
  session.making.set(sku, work);
  try {
    return await work;
  } finally {
    session.making.delete(sku);
    session.finder.forget(sku);
  }
}

async function createArticle({ description, vatCode }: FoundArticle, sku: string, { price }: Piece, method: VatMethod, { settings, newArticleGroup, sourceConnection, finder }: Session, context: Context): Promise<string> {
  // The order before may just have made it.
  const made = await findArticle(finder, sku, { ...settings, nonNumeric: settings.nonNumeric === 'report' ? 'skip' : settings.nonNumeric }, context);
  if (made) return made.articleNumber;
  const isNumber = settings.matchBy === 'number' && isArticleNumber(sku);
  const names = isNumber ? { articleNumber: sku, pluNumber: sku } : settings.matchBy === 'barcode' ? { barcode: sku } : settings.matchBy === 'externalId' ? {} : { pluNumber: sku };
  const mark = `fluxo-${context.hash(`${sourceConnection}\n${sku}`)}`;
  const result = await context.effect(
    'createProduct',
    {
      product: { description },
      article: {
        ...names,
        extArticleId: settings.matchBy === 'externalId' ? sku : mark,
        active: true,
        description,
        ...(newArticleGroup !== '' && { turnoverGroup: newArticleGroup }),
        vatCode,
        ...(method === 'VAT-METHOD-INCLUSIVE' ? { priceIncl: price } : { priceExcl: price }),
      },
      since: '0',
    },
    { slot: sku },
  );
  context.note({ code: 'mplus.order_article_created', text: `Created article ${result.id} for “${sku}”.`, params: { sku, article: result.id } });
  return result.id;
}

/** VAT codes as they hold in a branch: a code means something only together with branch and country. */
function codesOf({ vatCodes, places }: Session, branch: string): readonly VatCode[] {
  const at = branch || places.branches[0]?.number || '';
  const own = vatCodes.filter((code) => code.branch === '' || code.branch === at);
  // A branch lists the codes of its own country first.
  const [first] = own;
  return first ? own.filter(({ country }) => country === first.country) : [];
}

/** The code to write on a line; empty when the article's own is right. Parks when the till has none with the line's percentage. */
function codeFor(line: OrderLine, number: number, article: FoundArticle, method: VatMethod, codes: readonly VatCode[], { settings }: Session): string {
  if (settings.vatCodes === 'article' || line.taxRate === undefined || method === 'VAT-METHOD-SHIFTED' || method === 'VAT-METHOD-NONE') return '';
  const rate = plainRate(line.taxRate);
  const fitting = codes.filter((code) => code.rate === rate);
  if (fitting.some(({ code }) => code === article.vatCode)) return '';
  if (fitting[0]) return fitting[0].code;
  throw noVatCode(rate, number);
}

const noVatCode = (rate: string, number: number) =>
  new FluxoError({ code: 'mplus.no_vat_code', kind: 'data', what: `The till has no VAT code of ${rate} % (line ${number}).`, where: { field: `lines[${number}].taxRate` }, params: { rate, line: String(number) }, parkedOn: { setting: 'vatCodes', value: rate }, fix: 'Add the rate at the till, or let lines have the VAT of their articles.' });
