import { afterAll, expect, test } from 'vitest';
import { forkFormulas } from './forkFormulas.ts';
import { makeFormulas } from './formulas.ts';

const formulas = makeFormulas({ fork: forkFormulas });
afterAll(() => formulas.close());
const job = (text: string, scope: unknown = { a: '1', lines: [{ n: 2 }, { n: 3 }] }) => ({ text, scope });

test('formulas beyond the common part are worked out by JSONata, for a whole page at once and in order', async () => {
  const jobs = Array.from({ length: 300 }, (_, at) => job('$map(lines, function($line) { $line.n * 2 })[0] & a', { a: String(at), lines: [{ n: at }] }));
  expect(await formulas.evaluate(jobs)).toEqual(jobs.map((_, at) => ({ value: `${at * 2}${at}` })));
});

test('a formula that eats all memory costs its own record and no other', async () => {
  const answers = await formulas.evaluate([job('a'), job('$count($split($reduce([1..24], function($text, $_) { $text & $text }, "xxxxxxxx"), ""))'), job('$count(lines)')]);
  // A busy machine may find the time over before the memory is full.
  expect(answers).toEqual([{ value: '1' }, { error: expect.objectContaining({ kind: 'data', code: expect.stringMatching(/too_much_memory|too_large|too_deep|too_slow/) }) }, { value: 2 }]);
});

test('an endless loop ends by itself, and the process has no rights and no environment', async () => {
  const answers = await formulas.evaluate([job('($f := function() { $f() }; $f())'), job('[1..3].$')]);
  expect(answers[0]).toEqual({ error: expect.objectContaining({ code: expect.stringMatching(/too_slow|too_deep/) }) });
  expect(answers[1]).toEqual({ value: [1, 2, 3] });
});
