import { expect, test } from 'vitest';
import { columnLayout } from './columns.ts';

const none = new Set<never>();

test('a wide log shows every column, a narrow one gives up the least important first', () => {
  expect(columnLayout(1200, none, false).ids).toEqual(['time', 'title', 'subtitle', 'amount', 'outcome', 'reason', 'target']);
  expect(columnLayout(720, none, false).ids).toEqual(['time', 'title', 'subtitle', 'amount', 'outcome', 'reason']);
  expect(columnLayout(340, none, false).ids).toEqual(['title', 'amount', 'outcome']);
});

test('number and outcome stay, however narrow it is and whatever is hidden', () => {
  expect(columnLayout(10, none, true).ids).toEqual(['title', 'outcome']);
  expect(columnLayout(1200, new Set(['title', 'outcome', 'reason'] as const), false).ids).toEqual(['time', 'title', 'subtitle', 'amount', 'outcome', 'target']);
});

test('the columns fill the width: one of them grows', () => {
  for (const width of [200, 320, 500, 800, 1600]) expect(columnLayout(width, none, false).template).toContain('fr');
});

test('names get more room than numbers, and who amounts to nothing has no such column', () => {
  expect(columnLayout(1200, none, false, 'product').template).toContain('minmax(160px, 1fr)');
  expect(columnLayout(1200, none, false, 'customer').ids).toEqual(['time', 'title', 'subtitle', 'outcome', 'reason', 'target']);
  expect(columnLayout(10, none, false, 'category').ids).toEqual(['title', 'outcome']);
});
