import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRound, secondTry, sumOf, type Round } from './testRounds.ts';

const ok = (file: string, passed = 2) => ({ file, passed, skipped: 1, failures: [] });
const bad = (file: string) => ({ file, passed: 1, skipped: 0, failures: [`${file} > works`] });
const round = (results: Round['results'], more: Partial<Round> = {}): Round => ({ results, died: [], outside: [], ...more });

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'fluxo-rounds-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a report tells what passed, what failed, what could not be loaded and what died, also of files it does not name', async () => {
  const report = path.join(folder, 'unit-1.json');
  const stray = path.join(folder, 'stray');
  const one = (name: string, status: string, message: string, ...tests: string[]) => ({ name: path.join(folder, name), status, message, assertionResults: tests.map((state, at) => ({ status: state, fullName: `test ${at}` })) });
  await writeFile(report, JSON.stringify({ testResults: [one('a.test.ts', 'passed', '', 'passed', 'skipped'), one('b.test.ts', 'failed', '', 'passed', 'failed'), one('c.test.ts', 'failed', 'no such module\nmore'), one('d.test.ts', 'failed', '', 'passed')] }));
  await writeFile(stray, JSON.stringify(['Worker exited']));
  expect(await readRound({ root: folder, files: ['a.test.ts', 'b.test.ts', 'c.test.ts', 'd.test.ts', 'e.test.ts'], report, stray, exitCode: 1 })).toEqual({
    results: [
      { file: 'a.test.ts', passed: 1, skipped: 1, failures: [] },
      { file: 'b.test.ts', passed: 1, skipped: 0, failures: ['b.test.ts > test 1'] },
      { file: 'c.test.ts', passed: 0, skipped: 0, failures: ['c.test.ts: no such module'] },
    ],
    died: ['d.test.ts', 'e.test.ts'],
    outside: ['outside a test: Worker exited'],
  });
});

test('a run without a report, and one that ended with an error nobody speaks of, have failed', async () => {
  const report = path.join(folder, 'unit-1.json');
  const asked = { root: folder, files: [], report, stray: path.join(folder, 'stray'), exitCode: 7 };
  expect(sumOf(await readRound(asked)).failures).toEqual(['unit-1: the run ended before its report']);
  await writeFile(report, JSON.stringify({ testResults: [] }));
  expect(sumOf(await readRound(asked)).failures).toEqual(['unit-1: vitest ended with 7']);
  expect(sumOf(await readRound({ ...asked, exitCode: 0 })).failures).toEqual([]);
});

test('a few failures are tried once more, many are not, and those of the promises never', () => {
  expect(secondTry(round([ok('a'), bad('b')], { died: ['c'] }))).toEqual(['c', 'b']);
  expect(secondTry(round(['a', 'b', 'c', 'd'].map(bad), { died: ['e'] }))).toEqual(['e']);
  expect(secondTry(round([bad('a'), bad('tests/promises/soak.test.ts')]))).toEqual([]);
  expect(secondTry(round([ok('a')]))).toEqual([]);
});

test('what passes alone counts once, is told by name, and what goes wrong twice has failed', () => {
  const first = round([ok('a.test.ts'), bad('b.test.ts'), bad('c.test.ts')], { died: ['d.test.ts', 'e.test.ts'], outside: ['outside a test: Worker of d.test.ts', 'outside a test: other'] });
  expect(sumOf(first, round([ok('b.test.ts', 3), bad('c.test.ts'), ok('d.test.ts', 4)], { died: ['e.test.ts'] }))).toEqual({
    passed: 2 + 3 + 1 + 4,
    skipped: 3,
    failures: ['c.test.ts > works', 'outside a test: other', 'e.test.ts: its process died, twice'],
    notes: ['ran again because its process died: d.test.ts', 'ran again because its process died: e.test.ts', 'failed beside others, passed alone: b.test.ts > works'],
  });
  expect(sumOf(first).failures).toEqual(['b.test.ts > works', 'c.test.ts > works', 'outside a test: Worker of d.test.ts', 'outside a test: other', 'd.test.ts: its process died', 'e.test.ts: its process died']);
});
