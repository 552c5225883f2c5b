import Big from 'big.js';
import type { Value } from '#shared/records/story.ts';

/** What newer engines tell a reviver beside key and value (ECMA-262, JSON.parse source text access). */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** JSON with each number in quotes, and where in it the elements of its outermost lists are. */
interface Quoted {
  readonly text: string;
  /** Begin and end of each element, one list of them per outermost list of the text. */
  readonly lists: readonly (readonly (readonly [from: number, to: number])[])[];
  /** A name in it has a dot or a blank, which a path cannot hold. */
  readonly hasOddNames: boolean;
}

/**
 * Parses JSON with every number as decimal text, exactly as it was written: an amount never passes through a binary float and
 * an id never loses its last digits. Throws SyntaxError like JSON.parse.
 */
export function parseExact(text: string): Value {
  const quoted = quoteNumbers(text);
  return quoted ? (JSON.parse(quoted.text) as Value) : revived(text);
}

export interface ParsedList {
  readonly json: Value;
  /** The JSON of each element of a list of the answer, in one line and with numbers as text; null where it cannot be told which is which. */
  texts(length: number): readonly string[] | null;
}

/** The same for the answer of a list, whose elements are kept in the log as they came. */
export function parseExactList(text: string): ParsedList {
  const quoted = quoteNumbers(text);
  if (!quoted) return { json: revived(text), texts: () => null };
  return {
    json: JSON.parse(quoted.text) as Value,
    texts(length) {
      const fitting = quoted.lists.filter((list) => list.length === length);
      if (fitting.length !== 1 || quoted.hasOddNames) return null;
      // Outside of texts, where JSON has none, a line break is a blank.
      const flat = /[\r\n]/.test(quoted.text) ? quoted.text.replace(/[\r\n]/g, ' ') : quoted.text;
      return fitting[0]!.map(([from, to]) => flat.slice(from, to));
    },
  };
}

function revived(text: string): Value {
  const reviver: Reviver = (key, value, { source }) => {
    // A name that reaches an object's prototype is nobody's field.
    if (key === '__proto__') return undefined;
    return typeof value === 'number' ? plainNumber(source ?? String(value)) : value;
  };
  return JSON.parse(text, reviver as Parameters<typeof JSON.parse>[1]) as Value;
}

const plainNumber = (written: string) => (/^-?\d+(\.\d+)?$/.test(written) ? written : new Big(written).toFixed());

/** Names that reach an object's prototype; `\\u00` because JSON may spell a letter so. */
const hostile = ['__proto__', '"constructor"', '"prototype"', '\\u00'];
// Constants by themselves: read from a list they are looked up for each letter.
const quote = 34;
const backslash = 92;
const minus = 45;
const dot = 46;
const zero = 48;
const nine = 57;
const openList = 91;
const closeList = 93;
const openObject = 123;
const closeObject = 125;
const comma = 44;
const colon = 58;

/**
 * One pass over the text: five times faster than a function called for each value. Null for what it leaves to that: names of an object's insides,
 * numbers with an exponent, and anything that is not JSON.
 */
function quoteNumbers(text: string): Quoted | null {
  if (hostile.some((name) => text.includes(name))) return null;
  const pieces: string[] = [];
  const lists: (readonly [number, number])[][] = [];
  let hasOddNames = false;
  /** End of what stands in `pieces`, and how much longer the new text is there. */
  let taken = 0;
  let added = 0;
  let depth = 0;
  let outer = -1;
  let element = -1;

  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 32) continue;
    if (depth === outer && element === -1 && code !== closeList && code !== comma) element = at + added;
    if (code === quote) {
      let isOdd = false;
      for (at += 1; ; at += 1) {
        const inner = text.charCodeAt(at);
        if (inner === quote) break;
        if (inner === backslash) at += 1;
        else if (inner === dot || inner <= 32) isOdd = true;
        // Behind the end there is no letter: not JSON.
        else if (inner !== inner) return null;
      }
      if (isOdd && !hasOddNames) {
        let next = at + 1;
        while (text.charCodeAt(next) <= 32) next += 1;
        hasOddNames = text.charCodeAt(next) === colon;
      }
    } else if (code === minus || isDigit(code)) {
      const from = at;
      if (code === minus) at += 1;
      const first = text.charCodeAt(at);
      if (!isDigit(first)) return null;
      at += 1;
      if (first !== zero) while (isDigit(text.charCodeAt(at))) at += 1;
      if (text.charCodeAt(at) === dot) {
        at += 1;
        if (!isDigit(text.charCodeAt(at))) return null;
        while (isDigit(text.charCodeAt(at))) at += 1;
      }
      pieces.push(text.slice(taken, from), text.slice(from, at));
      taken = at;
      added += 2;
      while (text.charCodeAt(at) <= 32) at += 1;
      const next = text.charCodeAt(at);
      // A number is followed by the end of something, or by the next thing: neither a name nor another number.
      if (next !== comma && next !== closeList && next !== closeObject && at < text.length) return null;
      at -= 1;
    } else if (code === openList || code === openObject) {
      depth += 1;
      if (code === openList && outer === -1) {
        outer = depth;
        lists.push([]);
      }
    } else if (code === closeList || code === closeObject) {
      if (depth === outer) {
        if (element !== -1) lists.at(-1)!.push([element, endBefore(text, at) + added]);
        element = -1;
        outer = -1;
      }
      depth -= 1;
    } else if (code === comma && depth === outer) {
      if (element !== -1) lists.at(-1)!.push([element, endBefore(text, at) + added]);
      element = -1;
    }
  }
  if (pieces.length === 0) return { text, lists, hasOddNames };
  pieces.push(text.slice(taken));
  // Between any two pieces stands one of the quotes of a number.
  return { text: pieces.join('"'), lists, hasOddNames };
}

const isDigit = (code: number) => code >= zero && code <= nine;

function endBefore(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end - 1) <= 32) end -= 1;
  return end;
}
