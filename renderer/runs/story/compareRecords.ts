import { compare, isDecimal } from '#shared/money/decimal.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';

/** `same`: the value stands in the source as it is, at `from`. `made`: computed, looked up or set by the mapping. */
export type FieldMark = { readonly mark: 'same'; readonly from: readonly string[] } | { readonly mark: 'made' };

export interface RecordComparison {
  /** By path of the mapped record, such as `lines[0].quantity`. */
  readonly mapped: ReadonlyMap<string, FieldMark>;
  /** Paths of the source whose value the mapped record carries. */
  readonly used: ReadonlySet<string>;
}

type Leaf = readonly [path: string, value: string | number | boolean | null];

/** Every value that is no list and no object, with its path. */
export function leaves(value: Value, path = ''): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item as Value, `${path}[${index}]`));
  if (value !== null && typeof value === 'object') return Object.entries(value).flatMap(([key, inner]) => leaves(inner as Value, path ? `${path}.${key}` : key));
  return [[path, value as Leaf[1]]];
}

function sameValue(a: Leaf[1], b: Leaf[1]): boolean {
  if (a === b) return true;
  const [left, right] = [String(a), String(b)];
  if (left === right) return true;
  return isDecimal(left) && isDecimal(right) && compare(left, right) === 0;
}

/** The list rows a path runs through: `lines[2].sku` → `[2]`. A line's value comes from the same line of the source. */
const rowsOf = (path: string) => (path.match(/\[\d+\]/g) ?? []).join('');
const lastName = (path: string) => (path.split('.').at(-1) ?? '').replace(/\[\d+\]$/, '').toLowerCase();
/** Words of a name: `unitPriceIncl` → unit, price, incl. */
const words = (path: string) => new Set((path.split('.').at(-1) ?? '').replace(/\[\d+\]/g, '').split(/(?=[A-Z])|[_\-\s]/).map((word) => word.toLowerCase()));

/**
 * Short values (`1`, `true`) occur by chance: they count as carried only from a field whose name shares a word.
 * One of two or three letters still tells when a single field of the source has it.
 */
function isTelling(value: Leaf[1], equals: number): boolean {
  const { length } = String(value);
  return typeof value !== 'boolean' && (length >= 4 || (length >= 2 && equals === 1));
}

/**
 * Tells which values of the mapped record the source already had. It looks at values, not at the mapping (which may
 * have changed since the run): a value found in the source was carried over, any other was made on the way.
 */
export function compareRecords(source: SourceRecord, mapped: SourceRecord): RecordComparison {
  const sources = leaves(source).filter(([, value]) => value !== null && value !== '');
  const marks = new Map<string, FieldMark>();
  const used = new Set<string>();
  for (const [path, value] of leaves(mapped)) {
    if (value === null || value === '') continue;
    const candidates = sources.filter(([from, candidate]) => rowsMatch(from, path) && sameValue(value, candidate));
    const equal = candidates.filter(([from]) => isTelling(value, candidates.length) || shareWord(from, path));
    const named = equal.filter(([from]) => shareWord(from, path));
    const best = (named.length > 0 ? named : equal).map(([from]) => from);
    marks.set(path, best.length > 0 ? { mark: 'same', from: best.slice(0, 3) } : { mark: 'made' });
    for (const from of best) used.add(from);
  }
  return { mapped: marks, used };
}

function rowsMatch(from: string, to: string): boolean {
  const [a, b] = [rowsOf(from), rowsOf(to)];
  // Services wrap lists differently, so only the innermost row has to agree.
  return a === '' || b === '' || a.slice(a.lastIndexOf('[')) === b.slice(b.lastIndexOf('['));
}

function shareWord(a: string, b: string): boolean {
  if (lastName(a) === lastName(b)) return true;
  const other = words(b);
  return [...words(a)].some((word) => word.length > 2 && other.has(word));
}
