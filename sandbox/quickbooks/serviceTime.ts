/** The service writes times with the offset of its own place; a client that ignores offsets is eight hours off. */
const offsetHours = 8;
const offset = '-08:00';

function shifted(ms: number): string {
  return new Date(ms - offsetHours * 3_600_000).toISOString();
}

/** `2026-11-21T04:20:11-08:00`, as in `MetaData`. */
export function timestamp(ms: number): string {
  return `${shifted(ms).slice(0, 19)}${offset}`;
}

/** `2026-11-21T04:20:11.402-08:00`, as in the `time` of an answer. */
export function answerTime(ms: number): string {
  return `${shifted(ms).slice(0, 23)}${offset}`;
}

/** The date at the service, the default of `TxnDate`. */
export function serviceDate(ms: number): string {
  return shifted(ms).slice(0, 10);
}

/** `2026-11-20` plus days. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Milliseconds of an ISO time, taken as the service's own place when it has no offset; NaN when it is no time. */
export function parseServiceTime(text: string): number {
  const isBareDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/i.test(text) && !isBareDate;
  return Date.parse(hasOffset ? text : `${isBareDate ? `${text}T00:00:00` : text}${offset}`);
}

/** True for a calendar date that exists, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
