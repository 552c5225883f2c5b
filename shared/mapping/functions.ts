import { FluxoError } from '../errors.ts';
import { absolute, add, divide, isDecimal, isZero, multiply, negate, round, roundBy, roundings, subtract, type Rounding } from '../money/decimal.ts';
import { countryCodeOf } from './countries.ts';

/**
 * The functions of a mapping: text in, text out, no clock, no I/O. Each says in `help` what it does;
 * a failing one throws a `data` error that becomes the record's reason.
 */
export interface MappingFunction {
  readonly name: string;
  readonly help: string;
  readonly args: readonly { readonly name: string; readonly help: string; readonly optional?: boolean }[];
  /** Runs for every record, so it reads `args` by index: taking them apart goes through an iterator each time. */
  readonly apply: (value: string, args: readonly string[]) => string;
}

function decimalOf(value: string, name: string): string {
  const text = value.trim();
  if (!isDecimal(text)) {
    throw new FluxoError({ code: 'mapping.not_a_number', kind: 'data', what: `“${value}” is not a number.`, where: { operation: name }, params: { value }, fix: 'Correct the value in the source system, or map another field.' });
  }
  return text;
}

const yes = new Set(['true', 'yes', 'y', 'ja', 'j', 'sim', 's', '1', 'x', 'waar', 'on']);
const no = new Set(['false', 'no', 'n', 'nee', 'nein', 'não', 'nao', '0', 'onwaar', 'off']);

/** The last mark of two kinds is the decimal one; several of one kind separate thousands. */
function writtenDecimal(value: string): string {
  const text = value.replace(/[\s\u00a0%€$£']|EUR|USD/g, '');
  const mark = text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.';
  const other = mark === ',' ? '.' : ',';
  const isThousands = text.split(mark).length > 2;
  // The mark that comes first, and one that occurs again, must stand before groups of three.
  const grouped = isThousands ? mark : text.includes(other) ? other : '';
  const whole = isThousands ? text : text.split(mark)[0] ?? '';
  if (grouped !== '' && !whole.split(grouped).slice(1).every((group) => /^\d{3}$/.test(group))) return decimalOf(value, 'decimal');
  const plain = text.replaceAll(grouped === '' ? '\u0000' : grouped, '').replace(mark, '.').replace(/^\+/, '');
  return isDecimal(plain) ? plusZero(plain) : decimalOf(value, 'decimal');
}

/** In the shortest form, so that `2,50` and `2.5` are one version. */
const plusZero = (text: string): string => add(text, '0');

/** True for a text that begins as `2026-12-31`; looked at letter by letter, because most records have several. */
export function startsWithDay(text: string): boolean {
  for (let at = 0; at < 10; at++) {
    const letter = text.charCodeAt(at);
    if (at === 4 || at === 7 ? letter !== 45 : !(letter >= 48 && letter <= 57)) return false;
  }
  return true;
}

/** `31-12-2026` in the order told; undefined for anything else and for days no month has. */
function numericDate(text: string, order: string | undefined): string | undefined {
  const parts = order === undefined ? null : /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/.exec(text);
  if (!parts) return undefined;
  const [first, second, year] = [parts[1]!.padStart(2, '0'), parts[2]!.padStart(2, '0'), parts[3]!];
  const [day, month] = order === 'mdy' ? [second, first] : [first, second];
  const made = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(made.getTime()) && made.toISOString().startsWith(`${year}-${month}-${day}`) ? `${year}-${month}-${day}` : undefined;
}

const words = (value: string) => value.trim().split(/\s+/).filter((word) => word !== '');
/** Dutch and Portuguese name particles belong to the last name. */
const particles = new Set(['van', 'de', 'den', 'der', 'het', 'ter', 'ten', "'t", 'op', 'in', 'da', 'do', 'dos', 'das', 'von', 'zu', 'le', 'la', 'el']);

function splitName(value: string): { first: string; last: string } {
  const parts = words(value);
  if (parts.length < 2) return { first: '', last: parts[0] ?? '' };
  const particle = parts.findIndex((word, index) => index > 0 && particles.has(word.toLowerCase()));
  const cut = particle > 0 ? particle : parts.length - 1;
  return { first: parts.slice(0, cut).join(' '), last: parts.slice(cut).join(' ') };
}

function dateOf(value: string, args: readonly string[]): string {
  if (startsWithDay(value)) return value.slice(0, 10);
  const text = value.trim();
  if (text === '') return '';
  const date = startsWithDay(text) ? text.slice(0, 10) : numericDate(text, args[0]);
  if (date) return date;
  throw new FluxoError({ code: 'mapping.not_a_date', kind: 'data', what: `“${value}” is not a date.`, params: { value }, fix: 'Map a field that holds a date.' });
}

/** Arithmetic on a value and a first argument, both decimals; nothing in, nothing out, and without an argument the value as it is. */
const counted = (name: string, work: (value: string, by: string) => string): MappingFunction['apply'] => (value, args) => {
  const by = (args[0] ?? '').trim();
  if (value.trim() === '' || by === '') return value;
  return work(decimalOf(value, name), decimalOf(by, name));
};

/** In its shortest form; nothing can be divided by zero. */
function quotient(value: string, by: string): string {
  if (isZero(by)) throw new FluxoError({ code: 'mapping.division_by_zero', kind: 'data', what: `${value} cannot be divided by zero.`, params: { value }, fix: 'Divide by a field that is not zero, or put a condition before it.' });
  return add(divide(value, by, 10), '0');
}

const list: readonly MappingFunction[] = [
  { name: 'trim', help: 'Removes blanks at both ends and joins runs of blanks.', args: [], apply: (value) => words(value).join(' ') },
  { name: 'lower', help: 'Lower case.', args: [], apply: (value) => value.toLowerCase() },
  { name: 'upper', help: 'Upper case.', args: [], apply: (value) => value.toUpperCase() },
  { name: 'firstName', help: 'The first name out of a full name: “Anke van der Berg” gives “Anke”. Empty for a single word.', args: [], apply: (value) => splitName(value).first },
  { name: 'lastName', help: 'The last name out of a full name, with its particles: “Anke van der Berg” gives “van der Berg”.', args: [], apply: (value) => splitName(value).last },
  {
    name: 'countryCode',
    help: 'ISO code of two letters from a country name or code in English, Dutch, German, French, Spanish or Portuguese. A text it does not know parks the record.',
    args: [],
    apply: (value) => {
      if (value.trim() === '') return '';
      const code = countryCodeOf(value);
      if (code) return code;
      throw new FluxoError({ code: 'mapping.unknown_country', kind: 'data', what: `“${value.trim()}” is not a country Fluxo knows.`, params: { value: value.trim() }, parkedOn: { setting: 'country', value: value.trim() }, fix: 'Add a row for it to the lookup of the country field in the mapping, or correct it in the source.' });
    },
  },
  { name: 'isEqual', help: 'true when the value equals the given text (case-insensitive), else false.', args: [{ name: 'text', help: 'What to compare with.' }], apply: (value, args) => String(value.trim().toLowerCase() === (args[0] ?? '').trim().toLowerCase()) },
  { name: 'hasValue', help: 'true when there is any text, else false.', args: [], apply: (value) => String(value.trim() !== '') },
  { name: 'afterLast', help: 'The part after the last occurrence of a mark; the whole value when it does not occur.', args: [{ name: 'mark', help: 'Such as “-”.' }], apply: (value, [mark = '']) => (mark === '' ? value : value.slice(value.lastIndexOf(mark) + (value.includes(mark) ? mark.length : 1))) },
  { name: 'removePrefix', help: 'Removes a text at the start when it is there.', args: [{ name: 'prefix', help: 'What to remove.' }], apply: (value, args) => (value.startsWith(args[0] ?? '') ? value.slice((args[0] ?? '').length) : value) },
  { name: 'prepend', help: 'Puts a text in front; an empty value stays empty.', args: [{ name: 'text', help: 'What to put in front.' }], apply: (value, args) => (value === '' ? '' : (args[0] ?? '') + value) },
  { name: 'append', help: 'Puts a text behind; an empty value stays empty.', args: [{ name: 'text', help: 'What to put behind.' }], apply: (value, args) => (value === '' ? '' : value + (args[0] ?? '')) },
  { name: 'replace', help: 'Replaces every occurrence of a text.', args: [{ name: 'find', help: 'What to replace.' }, { name: 'with', help: 'What to put there.', optional: true }], apply: (value, [find = '', put = '']) => (find === '' ? value : value.replaceAll(find, put)) },
  { name: 'substring', help: 'A part of the text, counted from 1.', args: [{ name: 'from', help: 'First letter, from 1.' }, { name: 'length', help: 'How many letters; absent = to the end.', optional: true }], apply: (value, [from = '1', length]) => [...value].slice(Number(from) - 1, length === undefined ? undefined : Number(from) - 1 + Number(length)).join('') },
  { name: 'digits', help: 'Keeps the digits only.', args: [], apply: (value) => value.replace(/\D/g, '') },
  { name: 'abs', help: 'The number without its sign.', args: [], apply: (value) => (value === '' ? '' : absolute(decimalOf(value, 'abs'))) },
  { name: 'negate', help: 'The number with its sign turned.', args: [], apply: (value) => (value === '' ? '' : negate(decimalOf(value, 'negate'))) },
  {
    name: 'round',
    help: 'Rounds half away from zero, or as told: half, even (halves to the even digit), up (away from zero), down (towards zero).',
    args: [{ name: 'places', help: 'Digits after the point.' }, { name: 'how', help: 'half, even, up or down; absent = half.', optional: true }],
    apply: (value, args) => {
      if (value === '') return '';
      const number = isDecimal(value) ? value : decimalOf(value, 'round');
      const places = args[0] === undefined || args[0] === '' ? 2 : Number(args[0]);
      const how = args[1] as Rounding | '' | undefined;
      return how !== undefined && how !== '' && roundings.includes(how) ? roundBy(number, places, how) : round(number, places);
    },
  },
  { name: 'add', help: 'Adds a number; an empty value stays empty.', args: [{ name: 'number', help: 'How much.' }], apply: counted('add', add) },
  { name: 'subtract', help: 'Takes a number away; an empty value stays empty.', args: [{ name: 'number', help: 'How much.' }], apply: counted('subtract', subtract) },
  { name: 'multiply', help: 'Times a number; an empty value stays empty.', args: [{ name: 'number', help: 'How many times.' }], apply: counted('multiply', multiply) },
  { name: 'divide', help: 'Divided by a number, with up to 10 digits after the point; an empty value stays empty.', args: [{ name: 'number', help: 'By what.' }], apply: counted('divide', quotient) },
  { name: 'addPercent', help: 'Adds so many percent of the value itself: 100 and 5 give 105.', args: [{ name: 'percent', help: 'Such as 5.' }], apply: counted('addPercent', (value, percent) => add(value, quotient(multiply(value, percent), '100'))) },
  { name: 'subtractPercent', help: 'Takes away so many percent of the value itself: 100 and 5 give 95.', args: [{ name: 'percent', help: 'Such as 5.' }], apply: counted('subtractPercent', (value, percent) => subtract(value, quotient(multiply(value, percent), '100'))) },
  {
    name: 'pad',
    help: 'Fills up in front to a length: 42 with length 6 and 0 gives 000042. An empty value stays empty.',
    args: [{ name: 'length', help: 'How many letters in all.' }, { name: 'with', help: 'What to fill up with; absent = 0.', optional: true }],
    apply: (value, args) => (value === '' ? '' : value.padStart(Math.min(Number(args[0] ?? 0) || 0, 200), args[1] || '0')),
  },
  {
    name: 'formatDate',
    help: 'A date in another form, such as dd-MM-yyyy, d/M/yy or yyyyMMdd.',
    args: [{ name: 'form', help: 'yyyy, yy, MM, M, dd and d, with anything between.' }],
    apply: (value, args) => {
      if (value.trim() === '') return '';
      const [year = '', month = '', day = ''] = dateOf(value, []).split('-');
      const parts: Readonly<Record<string, string>> = { yyyy: year, yy: year.slice(2), MM: month, M: String(Number(month)), dd: day, d: String(Number(day)) };
      return (args[0] ?? '').replace(/yyyy|yy|MM|M|dd|d/g, (part) => parts[part] ?? part);
    },
  },
  {
    name: 'formatNumber',
    help: 'A number as people write it: 1234.5 gives 1.234,50.',
    args: [{ name: 'places', help: 'Digits after the mark.' }, { name: 'mark', help: 'Decimal mark; absent = a comma.', optional: true }, { name: 'thousands', help: 'Between thousands; absent = nothing.', optional: true }],
    apply: (value, args) => {
      if (value.trim() === '') return '';
      const [whole = '', fraction] = round(decimalOf(value, 'formatNumber'), Number(args[0] ?? 2) || 0).split('.');
      const grouped = args[2] ? whole.replace(/\B(?=(\d{3})+$)/g, args[2]) : whole;
      return fraction === undefined ? grouped : `${grouped}${args[1] || ','}${fraction}`;
    },
  },
  { name: 'number', help: 'Checks that the value is a number; anything else makes the record invalid.', args: [], apply: (value) => (value === '' ? '' : decimalOf(value, 'number')) },
  {
    name: 'decimal',
    help: 'A number as people write it, with a comma or a point: “1.234,50” gives 1234.5. A single comma is taken for the decimal mark, a single point too. A currency sign or percent sign falls off.',
    args: [],
    apply: (value) => (value.trim() === '' ? '' : writtenDecimal(value)),
  },
  {
    name: 'yesNo',
    help: 'true or false from yes, no, ja, nee, sim, não, true, false, 1, 0 and the like. Anything else makes the record invalid.',
    args: [],
    apply: (value) => {
      const word = value.trim().toLowerCase();
      if (word === '') return '';
      if (yes.has(word)) return 'true';
      if (no.has(word)) return 'false';
      throw new FluxoError({ code: 'mapping.not_yes_or_no', kind: 'data', what: `“${value}” is neither yes nor no.`, params: { value }, fix: 'Correct the value in the source, or map another field.' });
    },
  },
  { name: 'emptyIfZero', help: 'Empty when the number is zero.', args: [], apply: (value) => (value === '' || isZero(decimalOf(value, 'emptyIfZero')) ? '' : value) },
  { name: 'date', help: 'The date (YYYY-MM-DD) of a date or date and time.', args: [{ name: 'order', help: 'dmy or mdy for dates such as 31-12-2026 or 12/31/2026.', optional: true }], apply: dateOf },
];

/** All functions by name. */
export const mappingFunctions: ReadonlyMap<string, MappingFunction> = new Map(list.map((entry) => [entry.name, entry]));
