import { FluxoError } from '../errors.ts';
import { faultError } from '../formulas/faults.ts';
import type { Reason } from '../records/outcomes.ts';
import { asText, bareObject } from './path.ts';
import type { FieldTree } from './tree.ts';

/** What both compilers of a mapping have in common: the parts of a rule that are no paths. */

/** True for a value that `firstOf` takes: text that is not blank, a number, yes or no, a list or an object. */
export function isFilled(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() !== '' : value !== null && (typeof value === 'object' || asText(value) !== '');
}

/** A text after table and functions, empty where nothing is left. */
export function changeText({ rule, lookUp, functions }: FieldTree, value: string): string {
  let text = value;
  const found = lookUp?.(text);
  if (found !== undefined) text = found;
  else for (const { apply, args } of functions) text = apply(text, args);
  return text === '' && rule.default !== undefined ? rule.default : text;
}

/** An error of a rule's table, functions or formula, told with the field it was to fill. */
export function atField(thrown: unknown, field: string): unknown {
  if (thrown instanceof FluxoError) return thrown.at({ field });
  // Formulas throw JSONata's faults, which are no Errors; a RangeError is a text that grew beyond what the machine can hold.
  return thrown instanceof Error && !(thrown instanceof RangeError) ? thrown : faultError(thrown, 'data', field);
}

/** A text no longer than its field takes. */
export function fit({ rule }: FieldTree, text: string, warnings: Reason[]): string {
  // As many units as letters at least, so most texts need no counting.
  if (rule.maxLength === undefined || text.length <= rule.maxLength) return text;
  const letters = [...text];
  if (letters.length <= rule.maxLength) return text;
  if (rule.tooLong === 'fail') {
    throw new FluxoError({ code: 'mapping.too_long', kind: 'data', what: `${rule.target} has ${letters.length} letters; at most ${rule.maxLength} are allowed.`, where: { field: rule.target }, fix: 'Shorten it in the source, or let the mapping cut it.', params: { field: rule.target, length: String(letters.length), most: String(rule.maxLength) } });
  }
  warnings.push({ code: 'mapping.cut', text: `${rule.target} was cut to ${rule.maxLength} letters.`, params: { field: rule.target, length: String(rule.maxLength) } });
  return letters.slice(0, rule.maxLength).join('');
}

/** An error of a list's item, told with the item's place, from 1. */
export function atItem(thrown: unknown, list: readonly string[], index: number): unknown {
  if (!(thrown instanceof FluxoError)) return thrown;
  return new FluxoError({ ...thrown.data, where: { ...thrown.data.where, field: `${list.join('.')}[${index + 1}].${thrown.data.where?.field ?? ''}` } }, { cause: thrown });
}

/** A copy that may be written into, for a field that other rules fill further: what the source said stays as it was. */
export function ownCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ownCopy);
  const copy = bareObject();
  for (const [key, inner] of Object.entries(value)) if (key !== '__proto__') copy[key] = ownCopy(inner);
  return copy;
}
