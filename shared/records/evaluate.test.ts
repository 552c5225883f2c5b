import { expect, test } from 'vitest';
import type { ConditionOp } from './conditions.ts';
import { compileConditions } from './evaluate.ts';

const record = { total: '100.50', state: 'Complete', note: '', lines: [{ sku: '1' }], empty: [], paid: true, day: '2026-03-05T10:00:00', due: '2026-04-01', ceiling: '200', country: 'Duitsland', sku: 'NL-0042' };
const holds = (field: string, op: ConditionOp, value?: string) => compileConditions({ join: 'all', rows: [{ field, op, ...(value !== undefined && { value }) }] }).test(record);

test.each<[string, ConditionOp, string | undefined, boolean]>([
  ['total', 'greater', '99', true],
  ['total', 'equals', '100.5', true],
  ['total', 'less', '100.50', false],
  ['total', 'atMost', '100.50', true],
  ['total', 'atLeast', '1000', false],
  ['state', 'equals', ' complete ', true],
  ['state', 'contains', 'PLET', true],
  ['state', 'startsWith', 'x', false],
  ['state', 'endsWith', 'ete', true],
  ['state', 'inList', 'open, complete', true],
  ['state', 'notEquals', 'open', true],
  ['note', 'isEmpty', undefined, true],
  ['missing.deep', 'isEmpty', undefined, true],
  ['lines', 'hasValue', undefined, true],
  ['empty', 'hasValue', undefined, false],
  ['paid', 'equals', 'true', true],
  ['note', 'less', '5', false],
])('%s %s %s is %s', (field, op, value, expected) => {
  expect(holds(field, op, value)).toBe(expected);
});

test('all and any join their rows, and no rows let everything through', () => {
  const rows = [{ field: 'paid', op: 'equals', value: 'true' }, { field: 'note', op: 'hasValue' }] as const;
  expect(compileConditions({ join: 'all', rows: [...rows] }).test(record)).toBe(false);
  expect(compileConditions({ join: 'any', rows: [...rows] }).test(record)).toBe(true);
  expect(compileConditions({ join: 'any', rows: [] }).test(record)).toBe(true);
});

const row = (condition: object) => compileConditions({ join: 'all', rows: [condition as never] }).test(record);

test.each<[string, object, boolean]>([
  ['both ends of a range count', { field: 'total', op: 'between', value: '50', to: '100.5' }, true],
  ['beyond its end it is not between', { field: 'total', op: 'between', value: '1', to: '100' }, false],
  ['a day is before a later one, whatever the time', { field: 'day', op: 'before', value: '2026-03-06' }, true],
  ['a day is not before itself', { field: 'day', op: 'before', value: '2026-03-05' }, false],
  ['two fields can be compared', { field: 'due', op: 'after', other: 'day' }, true],
  ['amounts of two fields are compared as amounts', { field: 'total', op: 'less', other: 'ceiling' }, true],
  ['no date is neither before nor after', { field: 'note', op: 'after', value: '2020-01-01' }, false],
  ['a country is in the EU by its name', { field: 'country', op: 'inEu' }, true],
  ['nothing is not in the EU', { field: 'note', op: 'inEu' }, false],
  ['a pattern looks anywhere in the text', { field: 'sku', op: 'matches', value: '^nl-\\d+$' }, true],
])('%s', (_name, condition, expected) => {
  const compiled = compileConditions({ join: 'all', rows: [condition as never] });
  expect([compiled.test(record), compiled.test(record)]).toEqual([expected, expected]);
});

test('a text that is no date is refused, and a pattern that is none too', () => {
  expect(() => row({ field: 'state', op: 'before', value: '2026-01-01' })).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'mapping.not_a_date', kind: 'data' }) }));
  expect(() => row({ field: 'sku', op: 'matches', value: '(' })).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'condition.bad_pattern', kind: 'setup' }) }));
});
