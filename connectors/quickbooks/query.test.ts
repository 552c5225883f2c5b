import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inPieces, literal, queryText } from './query.ts';

/** How the service reads a literal: a backslash takes the next letter as it is. */
function readLiteral(text: string): string {
  if (!text.startsWith("'") || !text.endsWith("'")) throw new Error('not quoted');
  let value = '';
  for (let at = 1; at < text.length - 1; at += 1) {
    if (text[at] === "'") throw new Error('the literal ended early');
    if (text[at] === '\\') at += 1;
    value += text[at];
  }
  if (text.at(-2) === '\\' && text.at(-3) !== '\\' && !text.endsWith("\\\\'")) throw new Error('the closing quote is escaped');
  return value;
}

describe('a literal', () => {
  test('comes out of the service’s reading as it went in, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.constantFrom("'", '\\', '%', '"', 'é', '🧀', ' '), fc.string({ minLength: 1, maxLength: 1 })), minLength: 1 }), (text) => {
        expect(readLiteral(literal(text))).toBe(text.replace(/[\r\n\t]/g, ' '));
      }),
      { numRuns: 2_000 },
    );
  });

  test('never doubles a quote, which the service refuses', () => {
    expect(literal("d'Oude Waag")).toBe("'d\\'Oude Waag'");
    expect(literal('C:\\')).toBe("'C:\\\\'");
    expect(literal('')).toBe("' '");
    expect(literal(true)).toBe('true');
  });
});

test('a statement pages by position, in the order of ids', () => {
  expect(queryText({ from: 'Customer', where: [{ property: 'PrimaryEmailAddr', in: ['a@b.nl', "o'b@c.nl"] }, { property: 'Active', is: true }] }, { start: 1001, max: 1000 })).toBe(
    "SELECT * FROM Customer WHERE PrimaryEmailAddr IN ('a@b.nl', 'o\\'b@c.nl') AND Active = true ORDERBY Id STARTPOSITION 1001 MAXRESULTS 1000",
  );
});

test('a list of values goes in pieces, each value once', () => {
  expect(inPieces(['a', 'b', 'a', 'c'], 2)).toEqual([['a', 'b'], ['c']]);
  expect(inPieces([], 2)).toEqual([]);
});
