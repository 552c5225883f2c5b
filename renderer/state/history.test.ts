import { expect, test } from 'vitest';
import type { FlowDocument } from '#shared/flow/document.ts';
import { mergeWithin, record, redo, startHistory, undo } from './history.ts';

const named = (name: string): FlowDocument => ({ fluxo: 1, id: 'f', name, nodes: [], edges: [] });

test('undo takes edits back one by one and redo brings them again', () => {
  const begin = startHistory(named('a'));
  const edited = record(record(begin, named('b'), 0), named('c'), 1);
  expect(undo(edited).present.name).toBe('b');
  expect(undo(undo(edited)).present.name).toBe('a');
  expect(redo(redo(undo(undo(edited)))).present.name).toBe('c');
});

test('undo at the beginning and redo at the end change nothing', () => {
  const begin = startHistory(named('a'));
  expect(undo(begin)).toBe(begin);
  expect(redo(begin)).toBe(begin);
});

test('an edit that changed nothing is no step', () => {
  const begin = startHistory(named('a'));
  expect(record(begin, begin.present, 5)).toBe(begin);
});

test('a new edit after undo drops what was undone', () => {
  const undone = undo(record(startHistory(named('a')), named('b'), 0));
  expect(record(undone, named('x'), 1).future).toEqual([]);
});

test('nudges shortly after each other are one step, a later one is a new step', () => {
  const first = record(startHistory(named('a')), named('b'), 1000, 'nudge');
  const second = record(first, named('c'), 1000 + mergeWithin - 1, 'nudge');
  expect(undo(second).present.name).toBe('a');
  const later = record(second, named('d'), 1000 + 3 * mergeWithin, 'nudge');
  expect(undo(later).present.name).toBe('c');
});

test('the first nudge after undo is a step of its own', () => {
  const nudged = record(startHistory(named('a')), named('b'), 1000, 'nudge');
  const again = record(redo(undo(nudged)), named('c'), 1001, 'nudge');
  expect(undo(again).present.name).toBe('b');
});
