import Big from 'big.js';
import { fault, mostLetters } from './values.ts';
import { visibleKeys } from './visible.ts';

const mostDepth = 20;

/**
 * What a field gets of a formula's value: text as it is, yes and no as they are, a number as plain decimal text. JSONata's numbers
 * are binary; fifteen digits of them are exact, so that `0.1 + 0.2` is `"0.3"` and `1e21` is written out. Lists and objects
 * keep their shape. Nothing (`undefined` or `null`) leaves the field empty.
 */
export function resultOf(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      return value.length > mostLetters ? fault({ code: 'too_large' }) : value;
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? plainNumber(value) : fault({ code: 'D1001', value });
    case 'object': {
      if (value === null) return undefined;
      if (depth === mostDepth) fault({ code: 'too_large' });
      if (Array.isArray(value)) return value.map((item) => resultOf(item, depth + 1));
      return Object.fromEntries(visibleKeys(value).map((name) => [name, resultOf((value as Record<string, unknown>)[name], depth + 1)]));
    }
    case 'undefined':
      return undefined;
    default:
      return fault({ code: 'no_value', message: 'it gives a function, not a value' });
  }
}

/** A number as decimal text without exponent and without the noise of binary fractions. */
export function plainNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  const digits = String(Number(value.toPrecision(15)));
  return digits.includes('e') ? new Big(digits).toFixed() : digits;
}

/** JSONata's value as plain data that can leave its process. Throws for a function, for a text or a list beyond the limit, and for what is too deep. */
export function checkPlain(value: unknown): unknown {
  let room = mostLetters;
  const copy = (inner: unknown, depth: number): unknown => {
    room -= typeof inner === 'string' ? inner.length : 1;
    if (room < 0 || depth > mostDepth) fault({ code: 'too_large' });
    if (typeof inner === 'function') fault({ code: 'no_value', message: 'it gives a function, not a value' });
    if (typeof inner !== 'object' || inner === null) return inner;
    if (Array.isArray(inner)) return inner.map((item) => copy(item, depth + 1));
    if ((inner as { _jsonata_lambda?: unknown })._jsonata_lambda === true || (inner as { _jsonata_function?: unknown })._jsonata_function === true) fault({ code: 'no_value', message: 'it gives a function, not a value' });
    return Object.fromEntries(visibleKeys(inner).map((name) => [name, copy((inner as Record<string, unknown>)[name], depth + 1)]));
  };
  return copy(value, 0);
}
