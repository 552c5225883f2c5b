import { fault as fail, isTrue, mostLetters, textOf } from './values.ts';

/** The functions of the common part, as JSONata 2.2 has them; arguments have been fitted to their signatures. */

type Nothing = undefined;
/** For functions that give nothing for nothing. */
const given = (work: (...args: never[]) => unknown) => (first: unknown, second?: unknown, third?: unknown, fourth?: unknown): unknown => (first === undefined ? undefined : (work as (...args: unknown[]) => unknown)(first, second, third, fourth));
const short = (text: string, letters: number): string => (letters > mostLetters ? fail({ code: 'too_large' }) : text);

function number(value: string | number | boolean): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (/^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$/.test(value) && Number.isFinite(Number(value))) return Number.parseFloat(value);
  if (/^(0[xX][0-9A-Fa-f]+)|(0[oO][0-7]+)|(0[bB][0-1]+)$/.test(value)) return Number(value);
  return fail({ code: 'D3030', value, index: 1 });
}

/** Half to even, with the point moved in the text so that no noise comes in. */
function round(value: number, places: number | Nothing): number {
  const moved = (from: number, by: number): number => {
    const text = String(from);
    if (!text.includes('e')) return Number(`${text}e${by}`);
    const [digits, exponent] = text.split('e');
    return Number(`${digits}e${Number(exponent) + by}`);
  };
  const start = places ? moved(value, places) : value;
  let rounded = Math.round(start);
  if (Math.abs(rounded - start) === 0.5 && Math.abs(rounded % 2) === 1) rounded -= 1;
  if (places) rounded = moved(rounded, -places);
  return rounded === 0 ? 0 : rounded;
}

function substring(text: string, from: number | Nothing, length: number | Nothing): string {
  // Without pairs of units, letters and units are the same.
  const letters = /[\ud800-\udfff]/.test(text) ? [...text] : { length: text.length, slice: (start: number, end?: number) => ({ join: () => text.slice(start, end) }) };
  const start = letters.length + from! < 0 ? 0 : from!;
  if (length === undefined) return letters.slice(start).join('');
  if (length <= 0) return '';
  return letters.slice(start, start >= 0 ? start + length : letters.length + start + length).join('');
}

function trim(text: string): string {
  const single = text.replace(/[ \t\n\r]+/g, ' ');
  return single.slice(single.startsWith(' ') ? 1 : 0, single.length > 1 && single.endsWith(' ') ? -1 : undefined);
}

/** To the right with a positive width, to the left with a negative one; also JSONata's own `$pad`, which has no limit, is replaced by this. */
export function pad(text: string, width: number | Nothing, filling: string | Nothing): string {
  const wanted = Math.trunc(width!);
  const missing = Math.abs(wanted) - [...text].length;
  if (!(missing > 0)) return text;
  const letters = filling === undefined || filling === '' ? ' ' : filling;
  short('', Math.abs(wanted));
  // Several letters are counted one by one, a single one (even half a pair) is repeated as it is.
  const padding = letters.length > 1 ? [...letters.repeat(missing)].slice(0, missing).join('') : letters.repeat(missing);
  return wanted > 0 ? text + padding : padding + text;
}

function replace(text: string, find: string | Nothing, put: string | Nothing, most: number | Nothing): string {
  if (find === '') fail({ code: 'D3010', value: find, index: 2 });
  if (most !== undefined && most < 0) fail({ code: 'D3011', value: most, index: 4 });
  if (most !== undefined && !(most > 0)) return text;
  if (find === undefined) return fail({ code: '' });
  const parts = text.split(find);
  const times = Math.min(parts.length - 1, Math.ceil(most ?? Infinity));
  short('', text.length + times * (String(put).length - find.length));
  return parts.slice(0, times + 1).join(String(put)) + parts.slice(times + 1).map((part) => find + part).join('');
}

function split(text: string, at: string | Nothing, most: number | Nothing): readonly string[] {
  if (most !== undefined && most < 0) fail({ code: 'D3020', value: most, index: 3 });
  if (most !== undefined && !(most > 0)) return [];
  return at === undefined ? fail({ code: '' }) : text.split(at, most);
}

const timestamp = /^\d{4}(-[01]\d)?(-[0-3]\d)?(T[0-2]\d:[0-5]\d:[0-5]\d)?(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$/;
const total = (values: readonly number[]): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};
const ofSome = (work: (values: readonly number[]) => number) => (values: unknown): number | Nothing => (values === undefined || (values as readonly number[]).length === 0 ? undefined : work(values as readonly number[]));

export const callable: ReadonlyMap<string, (...args: readonly unknown[]) => unknown> = new Map(Object.entries<(...args: readonly never[]) => unknown>({
  string: textOf,
  number: given(number),
  abs: given((value: number) => Math.abs(value)),
  floor: given((value: number) => Math.floor(value)),
  ceil: given((value: number) => Math.ceil(value)),
  round: given(round),
  uppercase: given((text: string) => text.toUpperCase()),
  lowercase: given((text: string) => text.toLowerCase()),
  trim: given(trim),
  length: given((text: string) => [...text].length),
  substring: given(substring),
  substringBefore: given((text: string, mark: string | Nothing) => (text.includes(String(mark)) ? text.slice(0, text.indexOf(String(mark))) : text)),
  substringAfter: given((text: string, mark: string | Nothing) => (text.includes(String(mark)) ? text.slice(text.indexOf(String(mark)) + (mark === undefined ? Number.NaN : mark.length)) : text)),
  pad: given(pad),
  contains: given((text: string, part: string | Nothing) => (part === undefined ? undefined : text.includes(part))),
  split: given(split),
  join: given((texts: readonly string[], mark: string | Nothing) => (short('', texts.reduce((letters, text) => letters + text.length + (mark ?? '').length, 0)), texts.join(mark ?? ''))),
  replace: given(replace),
  toMillis: given((text: string) => (timestamp.test(text) ? Date.parse(text) : fail({ code: 'D3110', value: text }))),
  exists: (value: unknown) => value !== undefined,
  boolean: isTrue,
  not: given((value: unknown) => !(isTrue(value) ?? false)),
  sum: given(total),
  count: (values: unknown) => (values === undefined ? 0 : (values as readonly unknown[]).length),
  max: ofSome((values) => values.reduce((most, value) => Math.max(most, value))),
  min: ofSome((values) => values.reduce((least, value) => Math.min(least, value))),
  average: ofSome((values) => total(values) / values.length),
}) as Iterable<[string, (...args: readonly unknown[]) => unknown]>);
