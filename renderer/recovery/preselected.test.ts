import { expect, test } from 'vitest';
import type { Backup } from '#shared/workspace/backups.ts';
import { isNoneWhole, preselected } from './preselected.ts';

const copy = (name: string): Backup => ({ name, at: 0, bytes: 1, holds: null });
const copies = [copy('newest.db'), copy('older.db'), copy('oldest.db')];

test('the newest copy that is whole is chosen, and no older one while a newer one is still looked at', () => {
  expect(preselected(copies, new Map())).toBeNull();
  expect(preselected(copies, new Map([['older.db', true]]))).toBeNull();
  expect(preselected(copies, new Map([['newest.db', false], ['older.db', true]]))).toBe('older.db');
  expect(preselected(copies, new Map([['newest.db', true], ['older.db', true]]))).toBe('newest.db');
});

test('when no copy is whole none is chosen, and that is known only at the end', () => {
  const two = new Map([['newest.db', false], ['older.db', false]]);
  expect(isNoneWhole(copies, two)).toBe(false);
  const all = new Map([...two, ['oldest.db', false] as const]);
  expect(preselected(copies, all)).toBeNull();
  expect(isNoneWhole(copies, all)).toBe(true);
  expect(isNoneWhole([], new Map())).toBe(true);
});
