import { expect, test } from 'vitest';
import { FluxoError, type ErrorData } from '#shared/errors.ts';
import { causeOf, endingOf, moreSerious, type Ending } from './outcome.ts';
import { makeFlood } from './flood.ts';

const error = (more: Partial<ErrorData>) => new FluxoError({ code: 'x.y', kind: 'data', what: 'No.', ...more });

test('an error says what becomes of its record', () => {
  expect(endingOf(error({}), 'n').outcome).toBe('invalid');
  expect(endingOf(error({ refusedByService: true }), 'n').outcome).toBe('rejected');
  expect(endingOf(error({ parkedOn: { setting: 's', value: 'v' } }), 'n').outcome).toBe('parked');
  expect(endingOf(error({ kind: 'remote' }), 'n').outcome).toBe('rejected');
  expect(endingOf(error({ kind: 'remote', maybeDone: true }), 'n').outcome).toBe('unsure');
  expect(endingOf(error({ kind: 'bug' }), 'n').outcome).toBe('invalid');
});

test('of several branches the one a person has to know first counts', () => {
  const ending = (outcome: Ending['outcome']): Ending => ({ outcome, reason: { code: outcome, text: outcome }, node: 'n' });
  const worst = (...all: Ending['outcome'][]) => all.map(ending).reduce<Ending | null>((most, next) => moreSerious(most, next), null)?.outcome;
  expect(worst('created', 'filtered')).toBe('created');
  expect(worst('skipped', 'updated', 'unchanged')).toBe('updated');
  expect(worst('created', 'parked')).toBe('parked');
  expect(worst('rejected', 'invalid', 'unsure', 'created')).toBe('unsure');
});

test('problems with the same cause are told apart from others of the same code', () => {
  expect(causeOf(error({ parkedOn: { setting: 'terms', value: '30' } }).data)).toBe('x.y terms=30');
  expect(causeOf(error({ where: { field: 'lines[].sku', record: '17' }, answer: { code: '6240' } }).data)).toBe('x.y lines[].sku 6240');
});

test('a flood needs enough records, and enough of them alike', () => {
  const flood = makeFlood({ pauseAfter: 4, pauseShare: 0.5 });
  const [a, b] = [error({ code: 'a.a' }).data, error({ code: 'b.b', params: { count: '3' } }).data];
  expect([a, b, null].map((one) => flood.note(one))).toEqual([null, null, null]);
  expect(flood.note(b)).toMatchObject({ code: 'run.paused', data: { params: { alike: '2', last: '4', cause: 'b.b', count: '3' } } });
  expect(flood.note(null)).toBeNull();
  expect(flood.note(a)).toBeNull();
});
