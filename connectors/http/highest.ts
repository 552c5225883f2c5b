import { compare, isDecimal } from '#shared/money/decimal.ts';

/** The latest of moments, or the highest of numbers, in the service's own notation. */
export interface Highest {
  note(value: unknown): void;
  /** Null until there was one. */
  text(): string | null;
}

/** Written alike to the letter and in the same zone, the order of texts is the order of time. Days that not each month has may be of the next one. */
const alike = /^\d{4}-\d\d-(?:[01]\d|2[0-8])T(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{3})?Z$/;

const moment = /^\d{4}-\d\d-\d\d/;

/**
 * What is neither two numbers nor two moments is compared as text. The highest is read once and not again for each record it is compared with. Moments after `until` (milliseconds)
 * do not count.
 */
export function makeHighest(first: string | null, until = Infinity): Highest {
  let highest = '';
  let isNumber = false;
  let isAlike = false;
  const keep = (value: string) => {
    highest = value;
    isNumber = isDecimal(value);
    isAlike = alike.test(value);
  };
  const ends = Number.isFinite(until) ? new Date(until).toISOString() : '';
  const endsAlike = new Map([[ends.length, ends], [ends.length - 4, `${ends.slice(0, 19)}Z`]]);
  const isBeyond = (value: string): boolean => ends !== '' && moment.test(value) && Date.parse(value) > until;
  if (first !== null) keep(first);
  let isEmpty = first === null;
  return {
    note(value) {
      if (typeof value !== 'string' || value === '') return;
      if (isEmpty) {
        if (isBeyond(value)) return;
        isEmpty = false;
        keep(value);
        return;
      }
      if (value === highest) return;
      // Making dates of them takes twenty times as long.
      if (isAlike && value.length === highest.length && alike.test(value)) {
        if (value > highest && !(value > endsAlike.get(value.length)!)) highest = value;
        return;
      }
      const isHigher = isNumber && isDecimal(value) ? compare(value, highest) > 0 : isLater(value, highest);
      if (isHigher && !isBeyond(value)) keep(value);
    },
    text: () => (isEmpty ? null : highest),
  };
}

function isLater(value: string, than: string): boolean {
  const [one, other] = [Date.parse(value), Date.parse(than)];
  return Number.isNaN(one) || Number.isNaN(other) ? value > than : one > other;
}
