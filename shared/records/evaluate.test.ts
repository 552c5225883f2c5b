import { expect, test } from 'vitest';
import type { ConditionOp } from './conditions.ts';
import { compileConditions } from './evaluate.ts';

const record = { total: '100.50', state: 'Complete', note: '', lines: [{ sku: '1' }], empty: [], paid: true };
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
