const longest = 60 * 60_000;

/**
 * What a `Retry-After` header asks for, in milliseconds: a whole number of seconds or an HTTP date, which counts from `now`
 * (milliseconds since the epoch). At most an hour, never negative; undefined when the header is absent or nonsense.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * 1000, longest);
  // Three spellings of a date are legal (RFC 9110 5.6.7) and all begin with the day's name; Date.parse alone takes "-5" for a year.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : Math.min(Math.max(moment - now, 0), longest);
}
