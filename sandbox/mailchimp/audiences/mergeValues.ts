import { isObject, objectAt } from '../wire/json.ts';
import type { Json, JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import type { FieldError } from '../wire/problem.ts';
import type { Audience } from './audience.ts';
import type { MergeField } from './mergeFields.ts';

/** A value on its way in: what is kept, or why not. */
type Reading = { readonly kept: Json } | { readonly refused: string } | 'wrong type';

/**
 * The merge fields of a member after a write: those sent over those it had, tag by tag. A tag the audience lacks is passed over.
 * Throws 400 for a value of the wrong type, and `Your merge fields were invalid.` for one the field does not take or, unless
 * `skipRequired`, for a required field without a value.
 */
export function mergeValues(audience: Audience, before: JsonObject, sent: JsonObject | undefined, skipRequired: boolean): JsonObject {
  const wrongTypes: FieldError[] = [];
  const refused: FieldError[] = [];
  const after: Record<string, Json> = {};
  for (const field of audience.mergeFields.values()) {
    const had = before[field.tag];
    const value = sent?.[field.tag];
    if (had !== undefined) after[field.tag] = had;
    if (value !== undefined) {
      const reading = readValue(field, value);
      if (reading === 'wrong type') wrongTypes.push({ field: `merge_fields.${field.tag}`, message: 'Data did not match any of the schemas described in anyOf.' });
      else if ('refused' in reading) refused.push({ field: field.tag, message: reading.refused });
      else after[field.tag] = reading.kept;
    }
    if (field.required && !skipRequired && isEmpty(after[field.tag])) refused.push({ field: field.tag, message: 'Please enter a value' });
  }
  if (wrongTypes.length > 0) throw problem.fields(wrongTypes);
  if (refused.length > 0) throw problem.mergeFields(refused);
  return after;
}

/** What a member shows: every field of the audience, empty ones as an empty text. */
export function shownMergeFields(audience: Audience, values: JsonObject): JsonObject {
  return Object.fromEntries([...audience.mergeFields.values()].map(({ tag, fields }) => [tag, values[tag] ?? fields['default_value'] ?? '']));
}

const isEmpty = (value: Json | undefined): boolean => value === undefined || value === '';

function readValue(field: MergeField, value: Json): Reading {
  if (value === '') return { kept: '' };
  if (field.type === 'address') return readAddress(value);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return 'wrong type';
  const word = String(value);
  switch (field.type) {
    case 'number':
      return word.trim() !== '' && Number.isFinite(Number(word)) ? { kept: Number(word) } : { refused: 'Please enter a number' };
    case 'date':
      return readDate(word);
    case 'birthday':
      return /^(0?[1-9]|1[0-2])\/(0?[1-9]|[12]\d|3[01])$/.test(word) ? { kept: word } : { refused: 'Please enter a date as MM/DD' };
    case 'zip':
      return /^\d{5}$/.test(word) ? { kept: word } : { refused: 'Please enter a zip code of five digits' };
    case 'url':
    case 'imageurl':
      return /^https?:\/\/\S+$/i.test(word) ? { kept: word } : { refused: 'Please enter a valid URL' };
    case 'radio':
    case 'dropdown':
      return choicesOf(field).includes(word) ? { kept: word } : { refused: 'Value must be one of the choices of this field' };
    default:
      return { kept: cut(word) };
  }
}

/** At most 255 bytes, never half a character. */
function cut(word: string): string {
  if (Buffer.byteLength(word) <= 255) return word;
  let kept = '';
  let size = 0;
  for (const character of word) {
    size += Buffer.byteLength(character);
    if (size > 255) break;
    kept += character;
  }
  return kept;
}

function choicesOf(field: MergeField): readonly Json[] {
  const choices = objectAt(field.fields, 'options')?.['choices'];
  return Array.isArray(choices) ? (choices as readonly Json[]) : [];
}

function readDate(word: string): Reading {
  const [, year, month, day] =
    /^(\d{4})[-/](\d{2})[-/](\d{2})$/.exec(word) ??
    reorder(/^(\d{2})-(\d{2})-(\d{4})$/.exec(word), [3, 2, 1]) ??
    reorder(/^(\d{2})\/(\d{2})\/(\d{4})$/.exec(word), [3, 1, 2]) ??
    [];
  const shown = `${year}-${month}-${day}`;
  const isReal = year !== undefined && new Date(`${shown}T00:00:00Z`).toJSON()?.startsWith(shown);
  return isReal ? { kept: shown } : { refused: 'Please enter a valid date' };
}

const reorder = (match: RegExpExecArray | null, places: readonly number[]) => (match ? ['', ...places.map((place) => match[place])] : undefined);

const addressParts = ['addr1', 'addr2', 'city', 'state', 'zip', 'country'] as const;
const requiredParts = ['addr1', 'city', 'state', 'zip'] as const;

/** All required parts or the whole is refused; the service says no more than that nothing fits. */
function readAddress(value: Json): Reading {
  if (!isObject(value)) return 'wrong type';
  const parts = addressParts.map((part) => [part, value[part] ?? (part === 'country' ? 'US' : '')] as const);
  if (parts.some(([, word]) => typeof word !== 'string')) return 'wrong type';
  if (addressParts.every((part) => part === 'country' || (value[part] ?? '') === '')) return { kept: '' };
  if (requiredParts.some((part) => (value[part] ?? '') === '')) return 'wrong type';
  return { kept: Object.fromEntries(parts) };
}

/** Full name as the service makes it: first and last name, whatever is there of them. */
export function fullName(values: JsonObject): string {
  return [values['FNAME'], values['LNAME']].filter((word) => typeof word === 'string' && word !== '').join(' ');
}

