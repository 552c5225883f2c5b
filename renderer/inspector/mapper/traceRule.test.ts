import { expect, test } from 'vitest';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import { traceRule } from './traceRule.ts';

const rule: FieldRule = { target: 'number', from: { kind: 'path', path: 'no' }, functions: [{ name: 'trim' }, { name: 'append', args: ['-k'] }, { name: 'upper' }], maxLength: 4 };
const texts = (tried: readonly (object | null)[]) => tried.map((each) => (each && 'text' in each ? each.text : each && 'error' in each ? (each.error as { code: string }).code : null));

test('the value is told after every function, and what the field gets at the end', () => {
  const trace = traceRule(rule, { no: '  ab ' });
  expect(texts([trace.source, ...trace.functions, trace.result])).toEqual(['  ab ', 'ab', 'ab-k', 'AB-K', 'AB-K']);
});

test('a text that is cut says so at the end only', () => {
  const trace = traceRule(rule, { no: 'abcdef' });
  expect(texts([trace.functions.at(-1)!, trace.result])).toEqual(['ABCDEF-K', 'ABCD']);
  expect(trace.result).toMatchObject({ warning: { code: 'mapping.cut' } });
});

test('an answer of the table ends the chain', () => {
  const withTable = { ...rule, lookup: { rows: [{ from: 'a', to: 'One' }], unmapped: 'keepSource' as const } };
  expect(traceRule(withTable, { no: 'A' })).toMatchObject({ table: { value: { text: 'One' }, found: true }, functions: [null, null, null], result: { text: 'One' } });
  expect(traceRule(withTable, { no: 'b' })).toMatchObject({ table: { value: { text: 'b' }, found: false }, result: { text: 'B-K' } });
});

test('a function that fails is named, and those behind it have no value', () => {
  const trace = traceRule({ ...rule, functions: [{ name: 'trim' }, { name: 'number' }, { name: 'abs' }] }, { no: 'ten' });
  expect(texts(trace.functions)).toEqual(['ten', 'mapping.not_a_number', null]);
});

test('a formula that cannot be read says at which letter', () => {
  const trace = traceRule({ target: 'x', from: { kind: 'formula', text: 'a & ' } }, { a: '1' });
  expect(trace.source).toMatchObject({ error: { code: 'formula.syntax', params: { position: '4' } } });
});
