import Big from 'big.js';
import type { Value } from '#shared/records/story.ts';

/** What newer engines tell a reviver beside key and value (ECMA-262, JSON.parse source text access). */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * Parses JSON with every number as decimal text, exactly as it was written: an amount never passes through a binary float and
 * an id never loses its last digits. Throws SyntaxError like JSON.parse.
 */
export function parseExact(text: string): Value {
  const reviver: Reviver = (key, value, { source }) => {
    // A name that reaches an object's prototype is nobody's field.
    if (key === '__proto__') return undefined;
    return typeof value === 'number' ? plainNumber(source ?? String(value)) : value;
  };
  return JSON.parse(text, reviver as Parameters<typeof JSON.parse>[1]) as Value;
}

const plainNumber = (written: string) => (/^-?\d+(\.\d+)?$/.test(written) ? written : new Big(written).toFixed());
