import { expect, test } from 'vitest';
import type { ConnectionInfo, ConnectorInfo } from '#shared/catalog/catalog.ts';
import { draftOf, isChanged, missingFields, saveInput, visibleFields } from './connectionForm.ts';

const books: ConnectorInfo = {
  name: 'books',
  label: 'Books',
  connectionFields: [
    { key: 'environment', label: 'Environment', type: 'choice', default: 'production', options: [] },
    { key: 'company', label: 'Company', type: 'text', required: true },
    { key: 'baseUrl', label: 'Address', type: 'text', required: true, when: { key: 'environment', is: ['demo'] } },
    { key: 'token', label: 'Token', type: 'secret', required: true },
  ],
  prepare: [],
  lists: [],
  streams: [],
  targets: [],
};
const stored: ConnectionInfo = { id: 'b1', connector: 'books', name: 'My books', environment: 'production', settings: { company: '42' }, storedSecrets: ['token'], status: 'ok' };

test('a field that belongs to another environment is neither shown, nor missing, nor saved', () => {
  const draft = { ...draftOf(books), settings: { company: '42', baseUrl: 'http://127.0.0.1' }, secrets: { token: 't' } };
  expect(visibleFields(books, draft).map((field) => field.key)).toEqual(['company', 'token']);
  expect(missingFields(books, draft, [])).toEqual([]);
  expect(saveInput(books, draft).settings).toEqual({ company: '42', environment: 'production' });
  expect(visibleFields(books, { ...draft, environment: 'demo' }).map((field) => field.key)).toEqual(['company', 'baseUrl', 'token']);
});

test('a stored secret needs not be typed again, and is not sent again', () => {
  const draft = draftOf(books, stored);
  expect(missingFields(books, draft, stored.storedSecrets)).toEqual([]);
  expect(saveInput(books, { ...draft, secrets: { token: '  ' } }, 'b1')).not.toHaveProperty('secret');
  expect(missingFields(books, draft, [])).toEqual(['token']);
});

test('a new connection says everything that is missing', () => {
  expect(missingFields(books, { ...draftOf(books), name: ' ' }, [])).toEqual(['name', 'company', 'token']);
});

test('the form knows whether there is anything to save', () => {
  const draft = draftOf(books, stored);
  expect(isChanged(books, draft, stored)).toBe(false);
  expect(isChanged(books, { ...draft, settings: { ...draft.settings, company: '43' } }, stored)).toBe(true);
  expect(isChanged(books, { ...draft, secrets: { token: 'new' } }, stored)).toBe(true);
});
