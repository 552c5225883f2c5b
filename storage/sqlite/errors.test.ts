import { expect, test } from 'vitest';
import type { FluxoError } from '#shared/errors.ts';
import { isBusy, storageError } from './errors.ts';

const thrownBySqlite = (errcode: number) => Object.assign(new Error('as SQLite says it'), { errcode });

test.each([5, 6, 261, 517, 15])('a lock that somebody else has (result code %i) is waited for, and in the end a word about another Fluxo', (code) => {
  expect(isBusy(thrownBySqlite(code))).toBe(true);
  expect((storageError(thrownBySqlite(code), 'fluxo.db') as FluxoError).code).toBe('storage.busy');
});

test.each([
  [10, 'storage.disk_error'],
  [778, 'storage.disk_error'],
  [11, 'storage.damaged'],
  [13, 'storage.disk_full'],
  // No room for the memory that processes share.
  [4874, 'storage.disk_full'],
  [14, 'storage.not_writable'],
  [26, 'storage.not_a_database'],
])('a fault of the disk or the file (result code %i) is not waited for', (code, word) => {
  expect(isBusy(thrownBySqlite(code))).toBe(false);
  expect((storageError(thrownBySqlite(code), 'fluxo.db') as FluxoError).code).toBe(word);
});

test.each([['ENOSPC', 'storage.disk_full'], ['EIO', 'storage.disk_error'], ['EROFS', 'storage.not_writable'], ['EACCES', 'storage.not_writable']])('what the system says of a copy beside the database (%s) is told as SQLite says it of the database', (code, told) => {
  expect(storageError(Object.assign(new Error(`${code}: copyfile`), { code }), 'fluxo.db')).toMatchObject({ data: { code: told, kind: 'setup' } });
});

test('what SQLite did not throw stays as it is', () => {
  const mistake = new TypeError('ours');
  expect(isBusy(mistake)).toBe(false);
  expect(storageError(mistake, 'fluxo.db')).toBe(mistake);
});
