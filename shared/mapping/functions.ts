import { FluxoError } from '../errors.ts';
import { absolute, isDecimal, isZero, negate, round } from '../money/decimal.ts';
import { countryCodeOf } from './countries.ts';

/**
 * The functions of a mapping: text in, text out, no clock, no I/O. Each says in `help` what it does;
 * a failing one throws a `data` error that becomes the record's reason.
 */
export interface MappingFunction {
  readonly name: string;
  readonly help: string;
  readonly args: readonly { readonly name: string; readonly help: string; readonly optional?: boolean }[];
  readonly apply: (value: string, args: readonly string[]) => string;
}

function decimalOf(value: string, name: string): string {
  const text = value.trim();
  if (!isDecimal(text)) {
    throw new FluxoError({ code: 'mapping.not_a_number', kind: 'data', what: `“${value}” is not a number.`, where: { operation: name }, params: { value }, fix: 'Correct the value in the source system, or map another field.' });
  }
  return text;
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
  { name: 'isEqual', help: 'true when the value equals the given text (case-insensitive), else false.', args: [{ name: 'text', help: 'What to compare with.' }], apply: (value, [text = '']) => String(value.trim().toLowerCase() === text.trim().toLowerCase()) },
  { name: 'hasValue', help: 'true when there is any text, else false.', args: [], apply: (value) => String(value.trim() !== '') },
  { name: 'afterLast', help: 'The part after the last occurrence of a mark; the whole value when it does not occur.', args: [{ name: 'mark', help: 'Such as “-”.' }], apply: (value, [mark = '']) => (mark === '' ? value : value.slice(value.lastIndexOf(mark) + (value.includes(mark) ? mark.length : 1))) },
  { name: 'removePrefix', help: 'Removes a text at the start when it is there.', args: [{ name: 'prefix', help: 'What to remove.' }], apply: (value, [prefix = '']) => (value.startsWith(prefix) ? value.slice(prefix.length) : value) },
  { name: 'prepend', help: 'Puts a text in front; an empty value stays empty.', args: [{ name: 'text', help: 'What to put in front.' }], apply: (value, [text = '']) => (value === '' ? '' : text + value) },
  { name: 'append', help: 'Puts a text behind; an empty value stays empty.', args: [{ name: 'text', help: 'What to put behind.' }], apply: (value, [text = '']) => (value === '' ? '' : value + text) },
  { name: 'replace', help: 'Replaces every occurrence of a text.', args: [{ name: 'find', help: 'What to replace.' }, { name: 'with', help: 'What to put there.', optional: true }], apply: (value, [find = '', put = '']) => (find === '' ? value : value.replaceAll(find, put)) },
  { name: 'substring', help: 'A part of the text, counted from 1.', args: [{ name: 'from', help: 'First letter, from 1.' }, { name: 'length', help: 'How many letters; absent = to the end.', optional: true }], apply: (value, [from = '1', length]) => [...value].slice(Number(from) - 1, length === undefined ? undefined : Number(from) - 1 + Number(length)).join('') },
  { name: 'digits', help: 'Keeps the digits only.', args: [], apply: (value) => value.replace(/\D/g, '') },
  { name: 'abs', help: 'The number without its sign.', args: [], apply: (value) => (value === '' ? '' : absolute(decimalOf(value, 'abs'))) },
  { name: 'negate', help: 'The number with its sign turned.', args: [], apply: (value) => (value === '' ? '' : negate(decimalOf(value, 'negate'))) },
  { name: 'round', help: 'Rounds half away from zero.', args: [{ name: 'places', help: 'Digits after the point.' }], apply: (value, [places = '2']) => (value === '' ? '' : round(decimalOf(value, 'round'), Number(places))) },
  { name: 'number', help: 'Checks that the value is a number; anything else makes the record invalid.', args: [], apply: (value) => (value === '' ? '' : decimalOf(value, 'number')) },
  { name: 'emptyIfZero', help: 'Empty when the number is zero.', args: [], apply: (value) => (value === '' || isZero(decimalOf(value, 'emptyIfZero')) ? '' : value) },
  { name: 'date', help: 'The date (YYYY-MM-DD) of a date or date and time.', args: [], apply: (value) => { const text = value.trim(); if (text === '') return ''; const date = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0]; if (date) return date; throw new FluxoError({ code: 'mapping.not_a_date', kind: 'data', what: `“${value}” is not a date.`, params: { value }, fix: 'Map a field that holds a date.' }); } },
];

/** All functions by name. */
export const mappingFunctions: ReadonlyMap<string, MappingFunction> = new Map(list.map((entry) => [entry.name, entry]));
