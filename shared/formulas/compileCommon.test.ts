import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCommon } from './compileCommon.ts';
import { evaluateGuarded } from './evaluateGuarded.ts';
import { faultError } from './faults.ts';
import { anyFormula, anyScope } from './testing/arbitraries.ts';
import { parseFormula } from './parseFormula.ts';
import { frozenCopy } from './visible.ts';

const plain = (value: unknown): unknown => (value === undefined ? undefined : (JSON.parse(JSON.stringify(frozenCopy(value))) as unknown));

async function cameOut(work: () => unknown): Promise<object> {
  try {
    return { value: plain(await work()) };
  } catch (thrown) {
    return faultError(thrown, 'data').data;
  }
}

const isFault = (out: object) => 'code' in out;

test('the compiled part of formulas gives what JSONata gives, and fails where and as JSONata fails', async () => {
  const seen = { compiled: 0, values: 0, faults: 0, left: 0 };
  await fc.assert(
    fc.asyncProperty(anyFormula, fc.array(anyScope, { minLength: 1, maxLength: 3 }), async (text, scopes) => {
      const { common } = parseFormula(text);
      if (!common) {
        seen.left += 1;
        return;
      }
      const work = compileCommon(common);
      seen.compiled += 1;
      for (const scope of scopes) {
        const ours = await cameOut(() => work(scope));
        seen[isFault(ours) ? 'faults' : 'values'] += 1;
        const theirs = await cameOut(() => evaluateGuarded(text, scope));
        // Its time is the clock's: on a machine that stands still for a while it gives up.
        if ('code' in theirs && theirs.code === 'formula.too_slow') continue;
        // JSONata works on the items of a list side by side: of several that fail, it names the one that needed the fewest steps.
        if (text.includes('[') && isFault(ours) && isFault(theirs)) continue;
        expect({ text, scope, out: ours }).toEqual({ text, scope, out: theirs });
      }
    }),
    { numRuns: process.env['FLUXO_FULL'] ? 50_000 : 2500 },
  );
  // oxlint-disable-next-line no-console
  console.log(`formulas compared with JSONata: ${seen.compiled} compiled (${seen.left} left to it), ${seen.values} values and ${seen.faults} faults the same`);
  expect(seen.compiled).toBeGreaterThan(seen.left);
  expect(seen.values).toBeGreaterThan(500);
  expect(seen.faults).toBeGreaterThan(100);
});

test.each([
  ['customer.first & " " & customer.last', 'Anke Smit'],
  ['$sum(lines.($number(price) * $number(quantity)))', 25.85],
  ['$count(lines)', 2],
  ['payment = "ideal" ? "bank" : "cash"', 'bank'],
  ['payment in ["ideal", "card"] and $exists(customer)', true],
  ['missing ?? "none"', 'none'],
  ['$join(lines.sku, ", ")', 'A1, B2'],
  ['$round(2.5) & $round(3.5) & $round(-1.005, 2)', '24-1'],
])('%s', (text, wanted) => {
  const record = { payment: 'ideal', customer: { first: 'Anke', last: 'Smit' }, lines: [{ sku: 'A1', price: '5.95', quantity: '2' }, { sku: 'B2', price: '13.95', quantity: '1' }] };
  const { common } = parseFormula(text);
  expect(compileCommon(common!)(record)).toEqual(wanted);
});

test.each([
  ['lists that multiply', `lines${'.([1,1,1,1,1,1,1,1,1,1])'.repeat(30)}`, 'formula.too_many'],
  ['long texts for each of many', `$count(lines${'.([1,1,1,1,1,1,1,1,1,1])'.repeat(4)}.($pad("x", 999999)))`, 'formula.too_large'],
  ['letters for each of many letters', '$count(lines.($split($pad("x", 999999, "x"), "")).($split($pad("x", 999999, "x"), "")))', 'formula.too_large'],
  ['the same long work again and again', `[${Array.from({ length: 70 }, () => '$length($replace($pad("x",999999,"x"),"x","y"))').join(',')}]`, 'formula.too_large'],
])('the engine itself is not held up by %s', (_name, text, code) => {
  const { common } = parseFormula(text);
  expect(common).not.toBeNull();
  const work = compileCommon(common!);
  const error = (scope: unknown) => {
    try {
      return work(scope);
    } catch (thrown) {
      return faultError(thrown, 'data').code;
    }
  };
  expect(error({ lines: [{ n: 1 }, { n: 2 }] })).toBe(code);
  // What one formula may take up is its own: the next one begins anew.
  expect(compileCommon(parseFormula('$uppercase("abc")').common!)({})).toBe('ABC');
});
