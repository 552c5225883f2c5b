import { expect, test } from 'vitest';
import type { SettingField } from '#shared/settings/fields.ts';
import { formGroups, isChanged, parseNumber, searchGroups, storedValue, storedOver } from './formModel.ts';

const fields: readonly SettingField[] = [
  { key: 'kind', label: 'Kind', type: 'choice', default: 'order', options: [{ value: 'order', label: 'Order' }, { value: 'invoice', label: 'Invoice' }], group: 'What' },
  { key: 'account', label: 'Account', type: 'pick', from: { list: 'accounts', of: 'own' }, group: 'Money' },
  { key: 'number', label: 'Number', type: 'template', default: '{number}', group: 'What', when: { key: 'kind', is: ['invoice'] } },
  { key: 'deep', label: 'Deep', type: 'text', when: { key: 'number', is: ['{number}'] } },
];

test('settings of a group stand together where its first one stands', () => {
  expect(formGroups(fields, { kind: 'invoice' }).map((group) => [group.name, group.fields.map((field) => field.key)])).toEqual([['What', ['kind', 'number']], ['Money', ['account']], ['', ['deep']]]);
});

test('a setting that does not apply is not shown, nor what depends on it', () => {
  expect(formGroups(fields, {}).flatMap((group) => group.fields.map((field) => field.key))).toEqual(['kind', 'account']);
});

test('choosing the default again leaves nothing in the file', () => {
  expect(storedValue(fields[0]!, 'order')).toBeUndefined();
  expect(storedValue(fields[0]!, 'invoice')).toBe('invoice');
});

test('a text with a default can be emptied, one without is then simply not there', () => {
  expect(storedValue(fields[2]!, '')).toBe('');
  expect(storedValue(fields[1]!, '')).toBeUndefined();
});

test('only a value that differs from the default counts as changed', () => {
  expect(isChanged(fields[0]!, {})).toBe(false);
  expect(isChanged(fields[0]!, { kind: 'order' })).toBe(false);
  expect(isChanged(fields[0]!, { kind: 'invoice' })).toBe(true);
});

test('numbers may be typed with a comma; what is no number is kept as typed', () => {
  expect(parseNumber(' 12,5 ')).toBe(12.5);
  expect(parseNumber('')).toBeUndefined();
  expect(parseNumber('many')).toBe('many');
});

test('a search keeps the settings whose texts hold every word, and drops groups without one', () => {
  const text = (key: string, label: string, group: string): SettingField => ({ key, label, type: 'text', group });
  const groups = formGroups([text('terms', 'Payment terms', 'Payment'), text('method', 'Payment method', 'Payment'), text('memo', 'Mensagem às vezes', 'Document')], {});
  const found = (search: string) => searchGroups(groups, search, (field, group) => [field.label, group]).flatMap((group) => group.fields.map((field) => field.key));
  expect(found('')).toEqual(['terms', 'method', 'memo']);
  expect(found('payment TERM')).toEqual(['terms']);
  expect(found('as vezes')).toEqual(['memo']);
  expect(found('document')).toEqual(['memo']);
  expect(found('nothing')).toEqual([]);
});

test('where a level above gives a value, what is chosen is kept also when it is the default or empty, and what is given is not kept twice', () => {
  const field: SettingField = { key: 'memo', label: 'Memo', type: 'text', default: '' };
  expect([storedOver(field, '', 'Hello'), storedOver(field, 'Hello', 'Hello'), storedOver(field, 'Own', 'Hello'), storedOver(field, undefined, 'Hello')]).toEqual(['', undefined, 'Own', undefined]);
  expect([storedOver(field, '', undefined), storedOver(field, 'Own', undefined)]).toEqual([undefined, 'Own']);
});
