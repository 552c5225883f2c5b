import { expect, test } from 'vitest';
import { levelsFor } from './useMoveSetting.ts';

const given = (...levels: readonly ('node' | 'flow' | 'connection' | 'workspace')[]) => ({ given: Object.fromEntries(levels.map((level) => [level, { memo: level }])) });

test('a value can be moved up to the next level that has one, and not behind it, where it would be covered', () => {
  expect(levelsFor(given('node'), 'node', 'memo', true)).toEqual(['flow', 'connection', 'workspace']);
  expect(levelsFor(given('node', 'connection'), 'node', 'memo', true)).toEqual(['flow', 'connection']);
  expect(levelsFor(given('node', 'flow', 'workspace'), 'node', 'memo', true)).toEqual(['flow']);
  expect(levelsFor(given('connection'), 'connection', 'memo', true)).toEqual(['workspace']);
});

test('a node without a connection has no such level, and a standard is nobody’s to move', () => {
  expect(levelsFor(given('node'), 'node', 'memo', false)).toEqual(['flow', 'workspace']);
  expect(levelsFor(given(), 'standard', 'memo', true)).toEqual([]);
});
