import { expect, test } from 'vitest';
import { countryInputs, inputsOf } from './inputs.ts';

const order = { paymentMethod: ' ', payments: [{ method: 'PIN' }, { method: 'CASH' }, { method: 'PIN' }], taxCountry: 'NL', customer: { vatNumber: 'NL1' }, lines: [{ taxRate: '21.00' }, { taxRate: '9' }, { taxRate: '21' }] };

test('the first path with a value counts, and a list gives each of its values once', () => {
  expect(inputsOf(order, { paths: ['paymentMethod', 'payments[].method'] })).toEqual(['PIN', 'CASH']);
  expect(inputsOf(order, { paths: ['nowhere', 'taxCountry'] })).toEqual(['NL']);
  expect(inputsOf({}, { paths: ['taxCountry'] })).toEqual([]);
});

test('a rate is the same one however many digits it has, and a value can count as yes or no', () => {
  expect(inputsOf(order, { paths: ['lines[].taxRate'], as: 'rate' })).toEqual(['21', '9']);
  expect(inputsOf(order, { paths: ['customer.vatNumber'], as: 'yesNo' })).toEqual(['yes']);
  expect(inputsOf({}, { paths: ['customer.vatNumber'], as: 'yesNo' })).toEqual(['no']);
});

test('a table by country is asked once for each rate of a record', () => {
  expect(countryInputs(order, { paths: ['taxCountry'] }, [{ key: 'taxRate', input: { paths: ['lines[].taxRate'], as: 'rate' } }, { key: 'vatNumber', input: { paths: ['customer.vatNumber'], as: 'yesNo' } }])).toEqual([
    { country: 'NL', keys: { taxRate: '21', vatNumber: 'yes' } },
    { country: 'NL', keys: { taxRate: '9', vatNumber: 'yes' } },
  ]);
});
