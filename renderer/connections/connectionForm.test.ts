import { expect, test } from 'vitest';
import type { ConnectionInfo, ConnectorInfo } from '#shared/catalog/catalog.ts';
import { allowedOptions, draftOf, environmentsOf, isChanged, missingFields, saveInput, visibleFields, wayOf, withEnvironment, withWay } from './connectionForm.ts';

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

/** Books that can be signed in to: the address is registered at the service, the company comes with the permission. */
const signedBooks: ConnectorInfo = {
  ...books,
  connectionFields: [
    { key: 'environment', label: 'Environment', type: 'choice', default: 'production', options: ['production', 'sandbox', 'demo'].map((value) => ({ value, label: value })) },
    { key: 'signIn', label: 'Sign in', type: 'choice', default: 'tokens', options: ['browser', 'paste', 'tokens'].map((value) => ({ value, label: value })) },
    { key: 'redirectUri', label: 'Redirect address', type: 'text', when: { key: 'signIn', is: ['browser', 'paste'] } },
    { key: 'company', label: 'Company', type: 'text', required: true },
    { key: 'appSecret', label: 'App secret', type: 'secret', required: true },
    { key: 'token', label: 'Token', type: 'secret', required: true },
  ],
  authorisation: { service: 'Books Inc', field: 'signIn', preferred: true, needs: ['appSecret'], gives: ['company', 'token'], ways: [{ way: 'browser', environments: ['sandbox', 'demo'] }, { way: 'paste', environments: ['production', 'sandbox', 'demo'] }] },
};

test('a new connection is signed in to the best way its environment allows, and asks for nothing that comes with the permission', () => {
  const draft = draftOf(signedBooks);
  expect(wayOf(signedBooks, draft)).toBe('paste');
  expect(visibleFields(signedBooks, draft).map((field) => field.key)).toEqual(['signIn', 'redirectUri', 'appSecret']);
  expect(missingFields(signedBooks, draft, [])).toEqual(['redirectUri', 'appSecret']);
  const sandbox = withEnvironment(signedBooks, draft, 'sandbox');
  expect(wayOf(signedBooks, sandbox)).toBe('browser');
  expect(wayOf(signedBooks, withEnvironment(signedBooks, sandbox, 'production'))).toBe('paste');
  expect(missingFields(signedBooks, withEnvironment(signedBooks, draft, 'demo'), ['appSecret'])).toEqual([]);
});

test('a way the service does not allow cannot be chosen, a typed credential always', () => {
  const field = signedBooks.connectionFields[1]!;
  const options = field.type === 'choice' ? field.options : [];
  expect(allowedOptions(signedBooks, field, options, 'production').map(({ value }) => value)).toEqual(['paste', 'tokens']);
  expect(allowedOptions(signedBooks, field, options, 'sandbox').map(({ value }) => value)).toEqual(['browser', 'paste', 'tokens']);
  expect(environmentsOf(signedBooks, false)).toEqual(['production', 'sandbox']);
});

test('what came with the permission stays when something else is saved, and a typed credential stays typed', () => {
  const signed: ConnectionInfo = { ...stored, settings: { signIn: 'paste', redirectUri: 'https://shop.example/x', company: '42' } };
  const draft = draftOf(signedBooks, signed);
  expect(isChanged(signedBooks, draft, signed)).toBe(false);
  expect(saveInput(signedBooks, { ...draft, name: 'Other' }, 'b1').settings).toEqual({ environment: 'production', signIn: 'paste', redirectUri: 'https://shop.example/x', company: '42' });
  const typed: ConnectionInfo = { ...stored, settings: { company: '42' } };
  expect(wayOf(signedBooks, draftOf(signedBooks, typed))).toBeNull();
  expect(wayOf(signedBooks, withWay(signedBooks, draftOf(signedBooks, typed), 'browser'))).toBe('browser');
});
