const zone = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Amsterdam', timeZoneName: 'longOffset', year: 'numeric' });

/** Offset of the Netherlands from UTC at that moment, in minutes. */
function amsterdamOffset(moment: number): number {
  const text = zone.formatToParts(moment).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Offset of a Dutch wall clock; `summer` decides in the hour that comes twice. */
function offsetOfWallClock(wallClock: number, summer: boolean): number {
  for (const offset of summer ? [120, 60] : [60, 120]) {
    if (amsterdamOffset(wallClock - offset * 60_000) === offset) return offset;
  }
  return amsterdamOffset(wallClock - 60 * 60_000);
}

const two = (value: number | string) => String(value).padStart(2, '0');
const isWhole = (text: string) => /^-?\d+$/.test(text);

/**
 * A date structure as `YYYY-MM-DD`; undefined for the service's "no date", which is all zero. What is not a date comes back as
 * it was, so that it can be seen and no rule takes it for one.
 */
export function readDate(parts: Readonly<Record<string, string>>): string | undefined {
  const { year = '', mon = '', day = '' } = parts;
  if ([year, mon, day].every((value) => /^0*$/.test(value))) return undefined;
  return [year, mon, day].every(isWhole) ? `${year.padStart(4, '0')}-${two(mon)}-${two(day)}` : [year, mon, day].join('-');
}

export function writeDate(date: string): Record<string, string> | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  return year === undefined ? undefined : { day: String(Number(day)), mon: String(Number(month)), year: String(Number(year)) };
}

/**
 * A moment structure as local time with its offset, such as `2026-06-12T14:30:05+02:00`. `timezone` is minutes east of UTC; clients that do not
 * know it write 0, which the Netherlands never has, so 0 means the Dutch wall clock.
 */
export function readMoment(parts: Readonly<Record<string, string>>): string | undefined {
  const date = readDate(parts);
  if (date === undefined) return undefined;
  const clock = [parts['hour'] || '0', parts['min'] || '0', parts['sec'] || '0'];
  const text = `${date}T${clock.map(two).join(':')}`;
  const wallClock = Date.parse(`${text}Z`);
  if (Number.isNaN(wallClock) || !clock.every(isWhole)) return text;
  const given = isWhole(parts['timezone'] ?? '') ? Number(parts['timezone']) : 0;
  const offset = given === 0 ? offsetOfWallClock(wallClock, isTrue(parts['isdst'])) : given;
  const size = Math.abs(offset);
  return `${text}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** The structure of a moment: always the Dutch wall clock with its true offset. */
export function writeMoment(text: string): Record<string, string> | undefined {
  const moment = /T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) return undefined;
  const offset = amsterdamOffset(moment);
  const wall = new Date(moment + offset * 60_000);
  return {
    sec: String(wall.getUTCSeconds()),
    min: String(wall.getUTCMinutes()),
    hour: String(wall.getUTCHours()),
    day: String(wall.getUTCDate()),
    mon: String(wall.getUTCMonth() + 1),
    year: String(wall.getUTCFullYear()),
    isdst: String(offset === 120),
    timezone: String(offset),
  };
}

export const isTrue = (text: string | undefined) => text === 'true' || text === '1';
