import { expect, test } from 'vitest';
import { indexOfSeq, isGapless, seqAtIndex } from './recordWindow.ts';

test('the place of a row follows from its number, newest first', () => {
  expect(indexOfSeq(437, 400)).toBe(37);
  expect(seqAtIndex(437, 37)).toBe(400);
});

test('places are computed only when the newest row proves that there are no gaps', () => {
  expect(isGapless([{ seq: 500 }], 500)).toBe(true);
  expect(isGapless([{ seq: 512 }], 500)).toBe(false);
  expect(isGapless([], 0)).toBe(true);
});
