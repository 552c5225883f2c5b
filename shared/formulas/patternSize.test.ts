import { expect, test } from 'vitest';
import { parseFormula } from './parseFormula.ts';
import { isTooLarge } from './patternSize.ts';

test.each(['', 'a', '^[A-Z]{2}\\d{2}[A-Z0-9]{11,30}$', '\\d{4}-\\d{2}-\\d{2}', '([a-z]{1,20}\\.){1,10}[a-z]{2,20}', '(ab{30}){30}', 'a{1000}', '\\{9999\\}', '[{9999}]', 'a{0}', ')(', '(((', '[a-z'])('a pattern people write is small enough: %s', (source) => {
  expect(isTooLarge(source)).toBe(false);
});

test.each([
  ['a count above a thousand', 'a{1001}'],
  ['counts in counts', '(a{1,100}){1,101}'],
  ['a long group, many times', `(${'ab'.repeat(100)}){60}`],
  ['many counts one after another', '\\w{1000}'.repeat(11)],
  ['many counts of classes', '[^a]{1000}'.repeat(11)],
  ['counts of what has a name', '\\p{L}{1000}'.repeat(11)],
  ['open ends', '(a{1000,}b{500,}){7,}'],
])('%s would hold up whoever reads the formula, and is refused', (_name, source) => {
  expect(isTooLarge(source)).toBe(true);
  expect(() => parseFormula(`$contains(name, /${source}/)`)).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'formula.not_allowed', fix: expect.stringContaining('counts') }) }));
});
