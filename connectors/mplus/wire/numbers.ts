import { isDecimal } from '#shared/money/decimal.ts';

const whole = /^([+-]?)0*(\d+)$/;
const mostPlaces = 9;

/**
 * A whole number on the wire as a decimal with `places` digits behind the point: `("530", 3)` is `"0.530"`. Only moves the point, so nothing is ever rounded.
 * Undefined when the text is no whole number.
 */
function placePoint(text: string, places: number): string | undefined {
  const [, sign, digits] = whole.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const minus = sign === '-' && digits !== '0' ? '-' : '';
  if (places === 0) return minus + digits;
  const padded = digits.padStart(places + 1, '0');
  return `${minus}${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

/**
 * What the service should not have sent, kept so that a person can see it. A text that would pass for a
 * number is marked: "12.50" where cents belong may mean 12.50 or 0.125, and Fluxo does not guess.
 */
export function notANumber(text: string): string {
  return isDecimal(text) ? `not a whole number: ${text}` : text;
}

export function readWhole(text: string): string {
  return placePoint(text, 0) ?? notANumber(text);
}

export function readCents(text: string): string {
  return placePoint(text, 2) ?? notANumber(text);
}

/** `places` is the text of the companion element; absent means none (the service's tutorial says so; one of its own clients assumes 2). */
export function readScaled(text: string, places: string | undefined): string {
  const count = places === undefined || places === '' ? 0 : Number(places);
  if (!Number.isInteger(count) || count < 0 || count > mostPlaces) return `${text} with ${places} decimal places`;
  return placePoint(text, count) ?? notANumber(text);
}

/** A VAT rate. Its scale is not documented: 21 and 2100 both occur and mean the same, since no VAT is a hundred percent. */
export function readPercent(text: string): string {
  const plain = placePoint(text, 0);
  if (plain === undefined) return text;
  return plain.length < 3 ? plain : (placePoint(plain, 2) ?? plain).replace(/\.?0+$/, '');
}

/** The whole number on the wire and its places; undefined when the decimal needs more than the service can hold. */
export function splitDecimal(decimal: string, places?: number): { digits: string; places: number } | undefined {
  const [, sign, before = '', after = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  if (sign === undefined) return undefined;
  const wanted = places ?? after.length;
  if (wanted > mostPlaces || /[1-9]/.test(after.slice(wanted))) return undefined;
  const digits = (before + after.slice(0, wanted).padEnd(wanted, '0')).replace(/^0+(?=\d)/, '');
  return { digits: digits === '0' ? '0' : sign + digits, places: wanted };
}
