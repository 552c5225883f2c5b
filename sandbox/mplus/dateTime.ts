/** The service's `SoapMplusDateTime`: wall clock of Amsterdam with its offset in minutes, east positive. */
export type WireDateTime = {
  readonly sec: number;
  readonly min: number;
  readonly hour: number;
  readonly day: number;
  readonly mon: number;
  readonly year: number;
  readonly isdst: boolean;
  readonly timezone: number;
};

/** The service's `SoapMplusDate`; all nought means "no date". */
export type WireDate = { readonly day: number; readonly mon: number; readonly year: number };

/** The wall clock of Amsterdam at a moment in milliseconds since the epoch. */
export function wireDateTime(moment: number): WireDateTime {
  const offset = amsterdamOffset(moment);
  const wall = new Date(moment + offset * 60_000);
  return {
    sec: wall.getUTCSeconds(),
    min: wall.getUTCMinutes(),
    hour: wall.getUTCHours(),
    day: wall.getUTCDate(),
    mon: wall.getUTCMonth() + 1,
    year: wall.getUTCFullYear(),
    isdst: offset === 120,
    timezone: offset,
  };
}

/** The moment of an Amsterdam wall clock, in milliseconds since the epoch; the hour that comes twice in autumn counts as summer time. */
export function fromWallClock(year: number, month: number, day: number, hour: number, minute: number): number {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  const summer = asUtc - 120 * 60_000;
  return amsterdamOffset(summer) === 120 ? summer : asUtc - 60 * 60_000;
}

export const wireDate = (moment: number): WireDate => {
  const { day, mon, year } = wireDateTime(moment);
  return { day, mon, year };
};

/** A date as a number that sorts, 20260612; 0 for "no date". */
export const dateKey = ({ year, mon, day }: Partial<WireDate>): number => (year ?? 0) * 10_000 + (mon ?? 0) * 100 + (day ?? 0);

/** European summer time runs from 1:00 UTC on the last Sunday of March to 1:00 UTC on the last Sunday of October. */
function amsterdamOffset(moment: number): 60 | 120 {
  const year = new Date(moment).getUTCFullYear();
  return moment >= lastSunday(year, 2) && moment < lastSunday(year, 9) ? 120 : 60;
}

function lastSunday(year: number, month: number): number {
  const end = Date.UTC(year, month + 1, 0, 1);
  return end - new Date(end).getUTCDay() * 86_400_000;
}
