import { absolute, add, compare, divide, isDecimal, isZero, multiply, negate, round, subtract, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { shareOut } from '../targets/sales/shareOut.ts';
import { listOf, nested, refName, refOf, textOf } from '../values.ts';
import type { Facts } from './facts.ts';
import { soldLines } from './related.ts';
import type { Related } from './related.ts';

/** A line as it was sold, without its sign: a credit is turned afterwards. */
interface Line {
  readonly kind: 'product' | 'shipping' | 'discount';
  readonly item: string;
  readonly sku: string;
  readonly text: string;
  readonly quantity: Decimal;
  readonly net: Decimal;
  /** As the document tells it; null when it does not. */
  readonly gross: Decimal | null;
  readonly taxCode: string;
  readonly rate: Decimal | null;
}

export interface DocumentTax {
  readonly rate: Decimal;
  readonly net: Decimal;
  readonly tax: Decimal;
}

const amountOf = (value: unknown): Decimal => (isDecimal(value) ? value : '0');
const shippingItem = 'SHIPPING_ITEM_ID';

/**
 * What a document sold, line by line, with amounts that add up to its total. Amounts without tax are the service's own; the tax of each rate, which it tells for
 * the document only, is shared out over the lines of the rate to the cent. Where the tax cannot be told apart, lines have no amount with tax.
 */
export function salesLines(document: SourceRecord, isCredit: boolean, facts: Facts, related: Related, settings: Settings): { readonly sold: readonly SourceRecord[]; readonly taxes: readonly DocumentTax[]; readonly texts: readonly SourceRecord[] } {
  const taxes = taxesOf(document, facts);
  const lines = splitDiscounts(soldLines(document).flatMap((line) => readLine(line, document, taxes, facts, related, settings)), document, taxes, facts);
  const gross = grossAmounts(lines, taxes, amountOf(nested(document['TxnTaxDetail'])['TotalTax']));
  const turned = (amount: Decimal) => (isCredit ? negate(amount) : amount);
  return {
    sold: lines.map(({ kind, item, sku, text, quantity, net, taxCode, rate }, index) => {
      const total = gross?.[index];
      const each = (amount: Decimal) => (isZero(quantity) ? amount : sum([divide(amount, quantity, 6)]));
      return {
        kind, item, sku, text,
        quantity: turned(quantity),
        unitPriceExcl: each(net),
        totalExcl: turned(net),
        ...(total !== undefined && { unitPriceIncl: each(total), totalIncl: turned(total) }),
        ...(rate !== null && { taxRate: rate }),
        ...(taxCode !== '' && { taxCode }),
      };
    }),
    taxes: taxes.map(({ rate, net, tax }) => ({ rate, net: turned(net), tax: turned(tax) })),
    texts: soldLines(document).filter((line) => textOf(line['DetailType']) === 'DescriptionOnly' && textOf(line['Description']) !== '').map((line) => ({ text: textOf(line['Description']) })),
  };
}

function taxesOf(document: SourceRecord, facts: Facts): readonly DocumentTax[] {
  const detail = nested(document['TxnTaxDetail']);
  const told = listOf(detail['TaxLine']).map((line) => {
    const own = nested(line['TaxLineDetail']);
    return { rate: sum([amountOf(own['TaxPercent'])]), net: amountOf(own['NetAmountTaxable']), tax: amountOf(line['Amount']) };
  });
  // In the United States state, county and city tax one and the same amount.
  if (!facts.isUs || told.length < 2) return told;
  return [{ rate: sum(told.map(({ rate }) => rate)), net: told[0]!.net, tax: sum(told.map(({ tax }) => tax)) }];
}

function readLine(line: SourceRecord, document: SourceRecord, taxes: readonly DocumentTax[], facts: Facts, related: Related, settings: Settings): readonly Line[] {
  const text = textOf(line['Description']);
  switch (textOf(line['DetailType'])) {
    case 'SalesItemLineDetail': {
      const detail = nested(line['SalesItemLineDetail']);
      const item = refOf(detail['ItemRef']);
      const isShipping = item === shippingItem;
      const taxCode = refOf(detail['TaxCodeRef']);
      const amount = amountOf(line['Amount']);
      const lessRate = isDecimal(detail['DiscountRate']) ? round(divide(multiply(amount, detail['DiscountRate']), '100', 6), 2) : amountOf(detail['DiscountAmt']);
      return [{
        kind: isShipping ? 'shipping' : 'product',
        item,
        sku: isShipping ? String(settings['shippingSku'] ?? '') : (related.item(item)?.Sku ?? '').trim(),
        text: text || (isShipping ? 'Shipping' : refName(detail['ItemRef']).split(':').at(-1)!),
        quantity: isDecimal(detail['Qty']) ? detail['Qty'] : '1',
        net: subtract(amount, lessRate),
        gross: isDecimal(detail['TaxInclusiveAmt']) ? detail['TaxInclusiveAmt'] : null,
        taxCode,
        rate: rateOf(taxCode, document, taxes, facts),
      }];
    }
    case 'DiscountLineDetail': {
      if (isZero(amountOf(line['Amount']))) return [];
      const taxCode = refOf(nested(line['DiscountLineDetail'])['TaxCodeRef']);
      return [{ kind: 'discount', item: '', sku: String(settings['discountSku'] ?? ''), text: text || 'Discount', quantity: '1', net: negate(amountOf(line['Amount'])), gross: null, taxCode, rate: taxCode === '' ? null : rateOf(taxCode, document, taxes, facts) }];
    }
    default:
      return [];
  }
}

/** Percentage of a line. Null when it cannot be told. */
function rateOf(taxCode: string, document: SourceRecord, taxes: readonly DocumentTax[], facts: Facts): Decimal | null {
  if (textOf(document['GlobalTaxCalculation']) === 'NotApplicable' || taxCode === 'NON') return '0';
  if (taxCode === 'TAX') return taxes.length === 1 ? taxes[0]!.rate : taxes.length === 0 ? '0' : null;
  return facts.taxPercent(taxCode) ?? null;
}

/** A discount without a tax code of its own lowers every rate in proportion, so it becomes one line per rate; where tax is charged before it, it has none. */
function splitDiscounts(lines: readonly Line[], document: SourceRecord, taxes: readonly DocumentTax[], facts: Facts): readonly Line[] {
  return lines.flatMap((line) => {
    if (line.kind !== 'discount' || line.rate !== null) return [line];
    if (facts.isUs && document['ApplyTaxAfterDiscount'] !== true) return [{ ...line, rate: '0' }];
    const base = lines.filter((other) => other.kind === 'product');
    const rates = [...new Set(base.map((other) => other.rate))];
    const netOf = (rate: Decimal | null) => sum(base.filter((other) => other.rate === rate).map((other) => other.net));
    const all = sum(base.map((other) => other.net));
    if (rates.includes(null) || isZero(all)) return [line];
    const shares = shareOut(line.net, rates.map((rate) => divide(multiply(line.net, netOf(rate)), all, 8)));
    return rates.flatMap((rate, index) => (isZero(shares[index]!) ? [] : [{ ...line, rate, net: shares[index]! }]));
  });
}

/** Amounts with tax, one per line; null when the document's tax does not fit its lines. */
function grossAmounts(lines: readonly Line[], taxes: readonly DocumentTax[], totalTax: Decimal): readonly Decimal[] | null {
  const gross: Decimal[] = lines.map((line) => line.net);
  if (lines.some((line) => line.rate === null)) return null;
  let attributed = '0';
  for (const rate of new Set(lines.map((line) => line.rate!))) {
    const own = lines.map((_, index) => index).filter((index) => lines[index]!.rate === rate);
    const tax = sum(taxes.filter((candidate) => compare(candidate.rate, rate) === 0).map((candidate) => candidate.tax));
    attributed = add(attributed, tax);
    const told = own.map((index) => lines[index]!.gross);
    const wanted = add(sum(own.map((index) => lines[index]!.net)), tax);
    if (told.every((amount) => amount !== null) && compare(sum(told), wanted) === 0) {
      own.forEach((index, place) => (gross[index] = told[place]!));
      continue;
    }
    const exact = own.map((index) => divide(multiply(lines[index]!.net, rate), '100', 8));
    // More than a cent a line means that the tax was worked out from something else.
    if (compare(absolute(subtract(tax, sum(exact))), divide(String(own.length), '100', 2)) > 0) return null;
    const shares = shareOut(tax, exact);
    own.forEach((index, place) => (gross[index] = add(lines[index]!.net, shares[place]!)));
  }
  return isZero(subtract(attributed, totalTax)) ? gross : null;
}
