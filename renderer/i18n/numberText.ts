import { localeOf } from '#renderer/runs/text/timeText.ts';
import { amountParts } from '#renderer/runs/text/amountParts.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** A number as a language of the app writes it: `1.250,5` in Dutch. */
export function numberText(value: number, language: string): string {
  const locale = localeOf(language);
  let format = formats.get(locale);
  if (!format) formats.set(locale, (format = new Intl.NumberFormat(locale)));
  return format.format(value);
}

/**
 * Values of reasons and errors that are amounts, rates or counts, by the names that code gives them. They come as decimal text with a point,
 * as records have them; what else looks like a number (an id, an article's number, what a source sent) is quoted as it is.
 */
const sums = ['amount', 'difference', 'expected', 'lines', 'open', 'percent', 'price', 'quantity', 'rate', 'rounded', 'tax', 'total'];
const counts = ['accounts', 'alike', 'all', 'audiences', 'contacts', 'count', 'found', 'items', 'last', 'length', 'megabytes', 'minutes', 'most', 'seconds', 'stores', 'written'];
/** A number here, a text there: only what has a decimal point or a currency is one. */
const either = ['before', 'after', 'there', 'has', 'wanted', 'left'];

/** The values of a sentence, with its amounts, rates and counts in the reader's notation. */
export function sayNumbers(params: Readonly<Record<string, string>>, language: string): Readonly<Record<string, string>> {
  const locale = localeOf(language);
  const say = (name: string, value: string) => {
    if (!sums.includes(name) && !counts.includes(name) && !(either.includes(name) && /\d\.\d|[A-Z]{3}/.test(value))) return value;
    return amountParts(value, locale)?.text ?? value;
  };
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, say(name, value)]));
}
