import { fork } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { generateMapping } from '#engine/mapping/generateMapping.ts';
import { forkFormulas } from '#host/formulas/forkFormulas.ts';
import { makeFormulas } from '#host/formulas/formulas.ts';
import { FluxoError, type ErrorData } from '#shared/errors.ts';
import { mostMs } from '#shared/formulas/evaluateGuarded.ts';
import type { FormulaAnswer } from '#shared/formulas/jobs.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { jobsOf } from '#shared/mapping/leftFormulas.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { readMapping } from '#shared/mapping/tree.ts';
import { full } from './full.ts';
import { harmful, hostileRecord, variations } from './hostile/corpus.ts';

vi.setConfig({ testTimeout: 900_000 });

const expressions = [...harmful, ...variations((full ? 500 : 120) - harmful.length)];
const canary = 'kanarie-in-the-environment';
/** What is promised for each of them, processes that die and are started again included. */
const mostWallMs = 1500;

let starts = 0;
const formulas = makeFormulas({
  fork: () => {
    starts += 1;
    return forkFormulas();
  },
});
beforeAll(() => void (process.env['FLUXO_TEST_CANARY'] = canary));
afterAll(() => {
  delete process.env['FLUXO_TEST_CANARY'];
  formulas.close();
});

/** What the engine does with a formula of a mapping, from text to a field's value. */
async function mapWith(text: string): Promise<{ readonly value: unknown } | { readonly error: ErrorData }> {
  const mapping: Mapping = { entity: 'order', fields: [{ target: 'x', from: { kind: 'formula', text } }], lists: [] };
  try {
    const tree = readMapping(mapping);
    const answers: (readonly FormulaAnswer[])[] = [];
    for (const jobs of jobsOf(tree, hostileRecord)) answers.push(await formulas.evaluate(jobs));
    const made = generateMapping(mapping)(hostileRecord, answers);
    expect(compileMapping(mapping)(hostileRecord, answers)).toEqual(made);
    return { value: made.value['x'] };
  } catch (thrown) {
    if (thrown instanceof FluxoError) return { error: thrown.data };
    throw thrown;
  }
}

/** The promise: it ends soon, with a value or with an error that says what and how to put it right. */
function isKept(came: Awaited<ReturnType<typeof mapWith>> | null, ms: number, processes: number): boolean {
  // A process that dies is started once more; each has the guard's own time and 1.5 seconds, its start included.
  if (came === null || ms > Math.max(1, processes) * (mostMs + 1500)) return false;
  return 'value' in came || (came.error.code.startsWith('formula.') && came.error.what !== '' && (came.error.fix ?? '') !== '');
}

const kindsOf = (prototype: object) => Reflect.ownKeys(prototype).map(String).join(' ');

test(`${expressions.length} hostile expressions each end with a value or a clear error, soon, and harm nothing`, async () => {
  const before = [kindsOf(Object.prototype), kindsOf(Array.prototype), kindsOf(Function.prototype), kindsOf(String.prototype)];
  const figures = { values: 0, refused: 0, failed: 0, limited: 0, processes: 0, slowestMs: 0, slow: [] as string[] };
  await formulas.evaluate([{ text: '[1][0]', scope: {} }]);
  for (const [name, text] of expressions) {
    const startsBefore = starts;
    const began = performance.now();
    const came = await mapWith(text);
    const ms = performance.now() - began;
    figures.slowestMs = Math.max(figures.slowestMs, Math.round(ms));
    if (ms >= mostWallMs) figures.slow.push(name);
    if ('value' in came) figures.values += 1;
    else if (came.error.kind === 'setup') figures.refused += 1;
    else if (came.error.code === 'formula.failed') figures.failed += 1;
    else figures.limited += 1;
    expect({ name, text, came, kept: isKept(came, ms, 1 + starts - startsBefore) }).toMatchObject({ kept: true });
    const told = JSON.stringify(came);
    expect(told, name).not.toContain(canary);
    expect(told.length, name).toBeLessThan(1_500_000);
    // The next record works.
    expect(await formulas.evaluate([{ text: '$map(lines, function($line) { $number($line.price) })', scope: hostileRecord }]), name).toEqual([{ value: [1, 2] }]);
  }
  figures.processes = starts;
  console.log(`hostile expressions: ${expressions.length} tried, ${JSON.stringify(figures)}, 0 deaths of the engine`);
  expect([kindsOf(Object.prototype), kindsOf(Array.prototype), kindsOf(Function.prototype), kindsOf(String.prototype)]).toEqual(before);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(figures.limited).toBeGreaterThan(5);
  // By the clock on the wall, which tells nothing of use while other tests have the machine.
  if (full) expect(figures.slow).toEqual([]);
});

test('paths with names that reach a prototype are refused wherever a mapping has one', () => {
  const hostile = ['__proto__', 'constructor', 'prototype', 'a.__proto__.b', 'constructor.prototype', 'a.constructor', '__proto__.polluted'];
  const places: readonly ((at: string) => Mapping)[] = [
    (at) => ({ entity: 'x', fields: [{ target: at, from: { kind: 'constant', value: '1' } }], lists: [] }),
    (at) => ({ entity: 'x', fields: [{ target: 'a', from: { kind: 'path', path: at } }], lists: [] }),
    (at) => ({ entity: 'x', fields: [{ target: 'a', from: { kind: 'firstOf', paths: ['b', at] } }], lists: [] }),
    (at) => ({ entity: 'x', fields: [{ target: 'a', from: { kind: 'template', text: `{${at}}` } }], lists: [] }),
    (at) => ({ entity: 'x', fields: [{ target: 'a', from: { kind: 'formula', text: at } }], lists: [] }),
    (at) => ({ entity: 'x', fields: [], lists: [{ target: at, source: 'a', fields: [] }] }),
    (at) => ({ entity: 'x', fields: [], lists: [{ target: 'a', source: at, fields: [] }] }),
  ];
  for (const at of hostile) for (const place of places) for (const compile of [compileMapping, generateMapping]) expect(() => compile(place(at))).toThrow(/may not be used/);
});

/** The same check against JSONata as it comes, without a guard, in a process that is ended after a while. */
async function bare(text: string): Promise<{ readonly came: Awaited<ReturnType<typeof mapWith>> | null; readonly ms: number }> {
  const child = fork(path.join(import.meta.dirname, 'hostile', 'bareJsonata.ts'), [], { execArgv: ['--max-old-space-size=128'], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  await new Promise((resolve) => child.once('message', resolve));
  const began = performance.now();
  const answered = new Promise<Awaited<ReturnType<typeof mapWith>> | null>((resolve) => {
    child.once('message', (message) => resolve(message as { value: unknown }));
    child.once('exit', () => resolve(null));
    setTimeout(resolve, 4 * mostMs + 1500, null);
  });
  // Marked as a function, the hostile record would be read by nothing; bare JSONata gets a plain one.
  child.send({ text, record: { name: 'Anke', long: `${'a'.repeat(60)}!` } });
  const came = await answered;
  const ms = performance.now() - began;
  child.kill('SIGKILL');
  return { came, ms };
}

test('without the guards the same check fails', async () => {
  const names = ['endless loop', 'deep recursion', 'a range of ten million', 'a catastrophic pattern'];
  const broken: string[] = [];
  for (const name of names) {
    const { came, ms } = await bare(harmful.find(([known]) => known === name)![1]);
    if (!isKept(came, ms, 1)) broken.push(name);
  }
  expect(broken).toEqual(expect.arrayContaining(['endless loop', 'deep recursion', 'a catastrophic pattern']));
  expect(isKept((await bare('name')).came, 10, 1)).toBe(true);
});
