import { once } from 'node:events';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { forkCaged, forkFormulas } from './forkFormulas.ts';
import { makeFormulas } from './formulas.ts';

let starts = 0;
const formulas = makeFormulas({ fork: () => (starts++, forkFormulas()) });
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

test.skipIf(process.platform === 'win32')('what took all the memory it may have would take it again: it is not tried a second time', async () => {
  const before = starts;
  const [answer] = await formulas.evaluate([job('$count($split($reduce([1..24], function($text, $_) { $text & $text }, "xxxxxxxx"), ""))')]);
  // A busy machine may find the time over before the memory is full.
  if ((answer as { error: { code: string } }).error.code !== 'formula.too_much_memory') return;
  expect(await formulas.evaluate([job('a')])).toEqual([{ value: '1' }]);
  expect(starts - before).toBe(1);
});

test('an endless loop ends by itself, and what comes after it has its answer', async () => {
  const answers = await formulas.evaluate([job('($f := function() { $f() }; $f())'), job('[1..3].$')]);
  expect(answers[0]).toEqual({ error: expect.objectContaining({ code: expect.stringMatching(/too_slow|too_deep/) }) });
  expect(answers[1]).toEqual({ value: [1, 2, 3] });
});

/** Tries what a formula that broke out of JSONata would try, and says what it got. */
const prisoner = `
const tries = {
  'read a file': () => require('node:fs').readFileSync('OTHER', 'utf8'),
  'list a folder': () => require('node:fs').readdirSync('FOLDER').join(),
  'write a file': () => require('node:fs').writeFileSync('OTHER', 'x') ?? 'written',
  'start a process': () => require('node:child_process').execFileSync('id').toString(),
  'start a thread': () => String(new (require('node:worker_threads').Worker)('0', { eval: true }).threadId),
  'look around': () => Object.values(process.env).join(),
};
const got = {};
for (const [name, work] of Object.entries(tries)) {
  try { got[name] = work(); } catch (thrown) { got[name] = thrown.code ?? String(thrown); }
}
process.send({ got, memory: require('node:v8').getHeapStatistics().heap_size_limit });
`;

test('what runs in its place may read its own code and nothing else, has no environment and little memory', async () => {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'fluxo-cage-')));
  try {
    const [program, other] = ['program.cjs', 'other.txt'].map((name) => path.join(folder, name)) as [string, string];
    await writeFile(other, 'somebody’s secret');
    await writeFile(program, prisoner.replaceAll('OTHER', other).replaceAll('FOLDER', folder));
    const [{ got, memory }] = (await once(forkCaged(program, [program]), 'message')) as [{ got: Record<string, string>; memory: number }];
    expect(got).toEqual({ 'read a file': 'ERR_ACCESS_DENIED', 'list a folder': 'ERR_ACCESS_DENIED', 'write a file': 'ERR_ACCESS_DENIED', 'start a process': 'ERR_ACCESS_DENIED', 'start a thread': 'ERR_ACCESS_DENIED', 'look around': '' });
    expect(memory).toBeLessThan(200 * 1024 * 1024);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
