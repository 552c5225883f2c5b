import { expect, test } from 'vitest';
import { FluxoError } from '../errors.ts';
import { checkSettings, withDefaults } from './check.ts';
import { findCountryRow, requireCountryRow, type CountryRow } from './countryTable.ts';
import type { SettingField } from './fields.ts';
import { applyValueSetting, offValueSetting, type ValueSetting } from './valueSetting.ts';

const table: ValueSetting = { enabled: true, force: false, default: 'Overig', table: [{ from: 'PIN', to: '3' }, { from: ' cash', to: '1' }], unmapped: 'park' };
const apply = (setting: ValueSetting, value: string) => applyValueSetting(setting, value, 'paymentMethod', 'Payment method');

test('a setting that is off lets the value through', () => {
  expect(apply(offValueSetting, 'PIN')).toBe('PIN');
});

test('a forced default wins over everything', () => {
  expect(apply({ ...table, force: true }, 'PIN')).toBe('Overig');
});

test('without a table the default fills only what is empty', () => {
  const { table: _, ...plain } = table;
  expect(apply(plain, 'PIN')).toBe('PIN');
  expect(apply(plain, ' ')).toBe('Overig');
});

test('the table compares trimmed and without case, or letter by letter when asked', () => {
  expect(apply(table, ' pin ')).toBe('3');
  expect(apply(table, 'CASH')).toBe('1');
  expect(() => apply({ ...table, exact: true }, 'pin')).toThrow(FluxoError);
});

test('an empty value takes the default, not the row for everything else', () => {
  const withRest: ValueSetting = { ...table, table: [...table.table!, { from: '*', to: '9' }] };
  expect(apply(withRest, '')).toBe('Overig');
  expect(apply(withRest, 'TIKKIE')).toBe('9');
});

test.each([['keepSource', 'TIKKIE'], ['useDefault', 'Overig'], ['leaveEmpty', '']] as const)('an unmapped value with policy %s gives “%s”', (unmapped, result) => {
  expect(apply({ ...table, unmapped }, 'TIKKIE')).toBe(result);
});

test('an unmapped value parks the record on that value, or fails it', () => {
  const thrown = (unmapped: ValueSetting['unmapped']) => {
    try {
      apply({ ...table, unmapped }, 'TIKKIE');
    } catch (error) {
      return (error as FluxoError).data;
    }
    return null;
  };
  expect(thrown('park')?.parkedOn).toEqual({ setting: 'paymentMethod', value: 'TIKKIE' });
  expect(thrown('fail')).toMatchObject({ code: 'mapping.unmapped', kind: 'data' });
  expect(thrown('fail')?.parkedOn).toBeUndefined();
});

const rows: CountryRow[] = [
  { country: '*', values: { taxCode: 'rest' } },
  { country: 'EU', values: { taxCode: 'eu' } },
  { country: 'EU', keys: { hasVat: 'true' }, values: { taxCode: 'reverse' } },
  { country: 'non-EU', values: { taxCode: 'export' } },
  { country: 'NL', keys: { taxRate: '21' }, values: { taxCode: 'nl21' } },
  { country: 'NL', keys: { taxRate: '' }, values: { taxCode: 'nl' } },
];
const code = (country: string, keys = {}) => findCountryRow(rows, country, keys)?.values['taxCode'];

test('the most specific row wins: country before EU before everything, more keys before fewer', () => {
  expect(code('NL', { taxRate: '21' })).toBe('nl21');
  expect(code('NL', { taxRate: '9' })).toBe('nl');
  expect(code('be', { hasVat: 'true' })).toBe('reverse');
  expect(code('DE', { hasVat: 'false' })).toBe('eu');
  expect(code('US')).toBe('export');
  expect(code('')).toBe('rest');
});

test('a country without a row parks the record and names country and rate', () => {
  expect(() => requireCountryRow([], 'DE', { taxRate: '19' }, 'taxTable', 'Tax code')).toThrow('no row for DE · 19');
});

const fields: SettingField[] = [
  { key: 'kind', label: 'Kind', type: 'choice', options: [{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }], default: 'a' },
  { key: 'account', label: 'Account', type: 'pick', from: { list: 'accounts', of: 'own' }, required: true, when: { key: 'kind', is: ['b'] } },
  { key: 'size', label: 'Size', type: 'number', min: 1, max: 500, integer: true, default: 100 },
];

test('a hidden setting is not missed, a shown one is', () => {
  expect(checkSettings(fields, {})).toEqual([]);
  expect(checkSettings(fields, { kind: 'b' }).map((issue) => issue.key)).toEqual(['account']);
});

test('a setting of the wrong kind, outside its range or not on the list is named', () => {
  expect(checkSettings(fields, { kind: 'c', size: 1.5 }).map((issue) => issue.code)).toEqual(['not_a_choice', 'wrong_type']);
  expect(checkSettings(fields, { size: 501 }).map((issue) => issue.code)).toEqual(['out_of_range']);
});

test('defaults fill what the user has not chosen', () => {
  expect(withDefaults(fields, { size: 5 })).toEqual({ kind: 'a', size: 5 });
});
