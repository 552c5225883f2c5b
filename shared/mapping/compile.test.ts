import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FluxoError } from '../errors.ts';
import { compileMapping, compileTemplate } from './compile.ts';
import type { FieldRule, Mapping } from './mapping.ts';

const record = {
  orderNumber: { year: '2026', number: '17' },
  relation: { name: '  Anke van  der Berg ', country: 'Nederland', email: '' },
  reference: 'x'.repeat(30),
  lineList: [{ articleNumber: '100', quantity: '2' }, { articleNumber: '999', quantity: '2x' }],
};
const map = (...fields: FieldRule[]) => compileMapping({ entity: 'order', fields, lists: [] })(record);
const errorOf = (run: () => unknown): FluxoError => {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof FluxoError) return thrown;
  }
  throw new Error('nothing was thrown');
};

test('a field is filled from a path, a constant, a template or the first path with a value', () => {
  const { value } = map(
    { target: 'number', from: { kind: 'template', text: '{orderNumber.year}-{orderNumber.number}' } },
    { target: 'currency', from: { kind: 'constant', value: 'EUR' } },
    { target: 'customer.name', from: { kind: 'firstOf', paths: ['relation.email', 'relation.missing', 'relation.name'] }, functions: [{ name: 'trim' }] },
    { target: 'note', from: { kind: 'path', path: 'nothing.here' } },
  );
  expect(value).toEqual({ number: '2026-17', currency: 'EUR', customer: { name: 'Anke van der Berg' } });
});

test('a template without any value leaves no punctuation behind', () => {
  expect(compileTemplate('{a}-{b}')({})).toBe('');
  expect(compileTemplate('{a}-{b}')({ a: '1' })).toBe('1-');
  expect(compileTemplate('fixed')({})).toBe('fixed');
});

test('functions run in order and the default fills what stays empty', () => {
  const { value } = map(
    { target: 'customer.firstName', from: { kind: 'path', path: 'relation.name' }, functions: [{ name: 'trim' }, { name: 'firstName' }, { name: 'upper' }] },
    { target: 'customer.lastName', from: { kind: 'path', path: 'relation.name' }, functions: [{ name: 'lastName' }] },
    { target: 'customer.email', from: { kind: 'path', path: 'relation.email' }, default: 'nobody@example.test' },
  );
  expect(value).toEqual({ customer: { firstName: 'ANKE', lastName: 'van der Berg', email: 'nobody@example.test' } });
});

test('a text that is too long is cut with a warning, or makes the record fail', () => {
  const cut = map({ target: 'reference', from: { kind: 'path', path: 'reference' }, maxLength: 21 });
  expect(cut.value['reference']).toHaveLength(21);
  expect(cut.warnings.map((warning) => warning.code)).toEqual(['mapping.cut']);
  expect(errorOf(() => map({ target: 'reference', from: { kind: 'path', path: 'reference' }, maxLength: 21, tooLong: 'fail' })).code).toBe('mapping.too_long');
});

test('a value that the lookup lacks parks the record and names value and field', () => {
  const rule: FieldRule = { target: 'billing.country', from: { kind: 'path', path: 'relation.country' }, lookup: { rows: [{ from: 'belgië', to: 'BE' }], unmapped: 'park' } };
  expect(errorOf(() => map(rule)).data).toMatchObject({ code: 'mapping.parked', kind: 'data', parkedOn: { setting: 'billing.country', value: 'Nederland' }, where: { field: 'billing.country' } });
  expect(map({ ...rule, lookup: { rows: [{ from: ' NEDERLAND ', to: 'NL' }], unmapped: 'park' } }).value).toEqual({ billing: { country: 'NL' } });
});

test('an unknown country parks the record unless the lookup has a row for it', () => {
  const rule = (text: string): Mapping => ({ entity: 'order', fields: [{ target: 'c', from: { kind: 'constant', value: text }, lookup: { rows: [{ from: 'Atlantis', to: 'NL' }], unmapped: 'keepSource' }, functions: [{ name: 'countryCode' }] }], lists: [] });
  expect(compileMapping(rule('Duitsland'))({}).value).toEqual({ c: 'DE' });
  expect(compileMapping(rule('België'))({}).value).toEqual({ c: 'BE' });
  expect(compileMapping(rule('Países Baixos'))({}).value).toEqual({ c: 'NL' });
  expect(compileMapping(rule('Atlantis'))({}).value).toEqual({ c: 'NL' });
  expect(errorOf(() => compileMapping(rule('Narnia'))({})).data.parkedOn).toEqual({ setting: 'country', value: 'Narnia' });
});

test('lists are mapped item by item and an error names the item', () => {
  const lines = (functions: FieldRule['functions'] = []): Mapping => ({ entity: 'order', fields: [], lists: [{ target: 'lines', source: 'lineList', fields: [{ target: 'sku', from: { kind: 'path', path: 'articleNumber' } }, { target: 'quantity', from: { kind: 'path', path: 'quantity' }, functions }] }] });
  expect(compileMapping(lines())(record).value).toEqual({ lines: [{ sku: '100', quantity: '2' }, { sku: '999', quantity: '2x' }] });
  expect(errorOf(() => compileMapping(lines([{ name: 'number' }]))(record)).data).toMatchObject({ code: 'mapping.not_a_number', where: { field: 'lines[2].quantity' } });
});

test('a faulty mapping is refused when it is compiled, not when a record comes', () => {
  expect(errorOf(() => map({ target: 'a', from: { kind: 'path', path: 'a..b' } })).kind).toBe('setup');
  expect(errorOf(() => map({ target: 'a', from: { kind: 'path', path: 'x' }, functions: [{ name: 'launch' }] })).code).toBe('mapping.unknown_function');
});

test('no path reaches a prototype', () => {
  fc.assert(
    fc.property(fc.constantFrom('__proto__', 'constructor', 'prototype'), fc.constantFrom('', 'a.'), (name, before) => {
      expect(errorOf(() => map({ target: `${before}${name}.x`, from: { kind: 'constant', value: '1' } })).code).toBe('mapping.hostile_path');
      expect(errorOf(() => map({ target: 'x', from: { kind: 'path', path: `${before}${name}` } })).code).toBe('mapping.hostile_path');
    }),
  );
  expect(map({ target: 'x', from: { kind: 'path', path: 'toString' } }).value).toEqual({});
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
