import { fault } from './values.ts';

/**
 * Letters and items the compiled part may take up and make for one formula of one record. It runs in the engine itself, where nobody can end it: lists that
 * multiply (`lines.([1,1,1]).([1,1,1])…`) and long texts made again and again end here, long before they cost a second or the memory.
 */
const most = 5_000_000;
let left = most;

/** A formula begins. */
export const beginFormula = (): void => void (left = most);

/** Counts a text by its letters and a list by its items, and gives it back. Throws a fault when the formula has used up what it may. */
export function counted<T>(value: T): T {
  if (typeof value === 'string' || Array.isArray(value)) {
    left -= value.length;
    if (left < 0) fault({ code: typeof value === 'string' ? 'too_large' : 'D2015' });
  }
  return value;
}
