import { pickLanguage, type Language } from '#shared/languages.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', nl: 'nl-NL', pt: 'pt-BR' };

/** The notation that goes with a language of the app: day before month and 24 hours, as its users write. */
export function localeOf(language: string): string {
  return locales[pickLanguage(language)];
}

const looks = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  absolute: { dateStyle: 'medium', timeStyle: 'medium' },
  short: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short', year: 'numeric', weekday: 'short' },
  shortWithYear: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes far longer than using one, and a table uses the same few for every row. */
function formatFor(locale: string, look: keyof typeof looks): Intl.DateTimeFormat {
  const key = `${locale} ${look}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale, looks[look])));
  return format;
}

/** `09:31:02`, local time. */
export function clockTime(at: number, locale: string): string {
  return formatFor(locale, 'clock').format(at);
}

/** `12 Jan 2026, 09:31:02`, local time: what a hover shows. */
export function absoluteTime(at: number, locale: string): string {
  return formatFor(locale, 'absolute').format(at);
}

/** `12 Jan, 09:31`; the year only when it is another one. */
export function shortDateTime(at: number, now: number, locale: string): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return formatFor(locale, sameYear ? 'short' : 'shortWithYear').format(at);
}

/** True when both moments fall on the same local day. */
export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** `now`, `4 min ago`, `2 hr ago`, `yesterday`; after a week the date itself, which says more. A clock that runs ahead counts as now. */
export function relativeTime(at: number, now: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const past = Math.max(0, now - at);
  if (past < MINUTE) return format.format(0, 'second');
  if (past < HOUR) return format.format(-Math.floor(past / MINUTE), 'minute');
  if (past < DAY) return format.format(-Math.floor(past / HOUR), 'hour');
  if (past < 7 * DAY) return format.format(-Math.floor(past / DAY), 'day');
  return shortDateTime(at, now, locale);
}

/** `340 ms`, `4.2 s`, `3 min 12 s`, `1 h 04 min`. */
export function durationText(ms: number, locale: string): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) {
    if (ms >= 10_000) return `${Math.floor(ms / 1000)} s`;
    return `${new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).format(Math.floor(ms / 100) / 10)} s`;
  }
  const pad = (value: number) => String(value).padStart(2, '0');
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ${pad(Math.floor((ms % MINUTE) / 1000))} s`;
  return `${Math.floor(ms / HOUR)} h ${pad(Math.floor((ms % HOUR) / MINUTE))} min`;
}

/** `17 Jan 2026` of `2026-01-17`; a text that is no day stays as it is. */
export function dayText(day: string, locale: string): string {
  const at = Date.parse(`${day}T12:00:00`);
  return Number.isNaN(at) ? day : formatFor(locale, 'day').format(at);
}
