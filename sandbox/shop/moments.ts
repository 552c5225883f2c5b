import type { ShopOrder } from './types.ts';

export type Moment = Pick<ShopOrder, 'year' | 'date' | 'time'>;

/** The start of today's date in Amsterdam, as if it were a UTC day, so that days can be counted without daylight saving. */
export function todayInAmsterdam(now: number): number {
  return Date.parse(`${new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(now)}T00:00:00Z`);
}

/** The `index`th of `count` moments in the `days` before today, oldest first, in opening hours; the newest is from yesterday. */
export function momentOf(index: number, count: number, days: number, today: number): Moment {
  const daysBack = ((count - 1 - index) * days) / count;
  const date = new Date(today - (1 + Math.floor(daysBack)) * 86_400_000);
  const minutes = 9 * 60 + Math.floor((1 - (daysBack % 1)) * 8 * 60) + ((index * 7) % 23);
  const year = date.getUTCFullYear();
  return { year, date: { year, month: date.getUTCMonth() + 1, day: date.getUTCDate() }, time: { hour: Math.floor(minutes / 60), minute: minutes % 60 } };
}
