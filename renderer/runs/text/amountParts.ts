import { isDecimal } from '#shared/money/decimal.ts';

export interface AmountParts {
  /** `€`, `CHF` …; empty when the record names no currency. */
  readonly symbol: string;
  /** Digits in the reader's notation, with sign. */
  readonly number: string;
  readonly negative: boolean;
  /** Both as one writes them in a sentence: `€29.04`, `29,04 €`. */
  readonly text: string;
}

const BEFORE = /^([A-Z]{3}|[€$£])\s*(-?\d+(?:\.\d+)?)$/;
const AFTER = /^(-?\d+(?:\.\d+)?)\s*([A-Z]{3}|[€$£])?$/;
const CODES: Readonly<Record<string, string>> = { '€': 'EUR', '$': 'USD', '£': 'GBP' };

function split(amount: string): { readonly decimal: string; readonly currency: string } | null {
  const text = amount.trim();
  const after = AFTER.exec(text);
  if (after) return { decimal: after[1] ?? '', currency: after[2] ?? '' };
  const before = BEFORE.exec(text);
  return before ? { decimal: before[2] ?? '', currency: before[1] ?? '' } : null;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Making a format takes far longer than using one, and a table uses the same few for every row. */
function formatFor(locale: string, currency: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${currency} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      ...(currency && { style: 'currency' as const, currency, currencyDisplay: 'narrowSymbol' as const }),
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format;
}

/**
 * A record's amount (`"29.04 EUR"`) as symbol and number, apart, so that a column can align both.
 * The decimal goes to Intl as text: no amount passes through a float. Null when it is no amount.
 */
export function amountParts(amount: string, locale: string): AmountParts | null {
  const parts = split(amount);
  if (!parts || !isDecimal(parts.decimal)) return null;
  const currency = CODES[parts.currency] ?? parts.currency;
  const fraction = parts.decimal.split('.')[1]?.length ?? 0;
  // Without a currency it may be a number of pieces: nobody has 45.00 of them.
  const digits = Math.min(20, Math.max(currency === '' ? 0 : 2, fraction));
  const format = formatFor(locale, currency, digits);
  // Intl takes decimal text exactly; the type of formatToParts wants its narrower template.
  const pieces = format.formatToParts(parts.decimal as `${number}`);
  const number = pieces.filter((piece) => piece.type !== 'currency' && piece.type !== 'literal').map((piece) => piece.value).join('');
  return { symbol: pieces.find((piece) => piece.type === 'currency')?.value ?? '', number, negative: parts.decimal.startsWith('-'), text: pieces.map((piece) => piece.value).join('') };
}
