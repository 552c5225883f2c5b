import type { JsonObject } from './json.ts';
import { problem } from './problem.ts';

const mostRows = 1000;

/** `count` (10 unless told, at most 1000) and `offset` of a request. Throws 400 for anything else. */
export function pageOf(query: URLSearchParams): { readonly count: number; readonly offset: number } {
  return { count: wholeNumber(query, 'count', 10, mostRows), offset: wholeNumber(query, 'offset', 0, Number.MAX_SAFE_INTEGER) };
}

function wholeNumber(query: URLSearchParams, name: string, usual: number, most: number): number {
  const word = query.get(name);
  if (word === null || word === '') return usual;
  if (!/^\d+$/.test(word)) throw problem.field(name, `Schema describes integer, string found instead`);
  if (Number(word) > most) throw problem.field(name, `Number is greater than the maximum of ${most}`);
  return Number(word);
}

/** One page of rows under their plural, with `total_items`; only the rows of the page are made into answers. */
export function collection<T>(plural: string, rows: readonly T[], query: URLSearchParams, show: (row: T) => JsonObject, parents: JsonObject = {}): JsonObject {
  const { count, offset } = pageOf(query);
  return { [plural]: rows.slice(offset, offset + count).map(show), ...parents, total_items: rows.length };
}

/** A flag in a query: `true` and `1`, whatever the case, are yes; anything else is no. */
export const flagIn = (query: URLSearchParams, name: string): boolean => /^(true|1)$/i.test(query.get(name) ?? '');
