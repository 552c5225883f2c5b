import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { giveElements, noRows, rangeToDraw, rowsSeen, type Drawn } from './drawnRows.ts';

const count = 1000;

test('a row of which a part is inside the window is seen, and none beyond the ends', () => {
  expect(rowsSeen(0, 100, 28, count)).toEqual({ first: 0, last: 3 });
  expect(rowsSeen(27, 56, 28, count)).toEqual({ first: 0, last: 2 });
  expect(rowsSeen(28 * 998, 500, 28, count)).toEqual({ first: 998, last: 999 });
  expect(rowsSeen(0, 100, 28, 0)).toEqual(noRows);
});

test('a jump draws what is seen, and the rows around once the hand rests', () => {
  const seen = { first: 500, last: 530 };
  expect(rangeToDraw({ first: 0, last: 40 }, seen, count, 'older', false)).toBe(seen);
  expect(rangeToDraw(seen, seen, count, 'older', true)).toEqual({ first: 496, last: 542 });
});

test('scrolling draws more only when few rows are left on its side, and what is seen is always drawn', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 60 }), (moves) => {
      let drawn = noRows;
      let first = 200;
      for (const move of moves) {
        first = Math.min(count - 30, Math.max(0, first + move));
        const seen = { first, last: first + 29 };
        const before = drawn;
        drawn = rangeToDraw(drawn, seen, count, move < 0 ? 'newer' : move > 0 ? 'older' : 'still', false);
        expect(drawn.first).toBeLessThanOrEqual(seen.first);
        expect(drawn.last).toBeGreaterThanOrEqual(seen.last);
        expect(drawn.last - drawn.first).toBeLessThan(30 + 20);
        if (before.first <= first - 6 && before.last >= first + 29 + 6) expect(drawn).toBe(before);
      }
    }),
  );
});

test('a row that stays keeps its element, every row has one of its own, and elements are used again', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 40 }), (starts) => {
      let drawn: readonly Drawn[] = [];
      for (const start of starts) {
        const indexes = Array.from({ length: 40 }, (_, at) => start + at);
        const before = new Map(drawn.map(({ index, element }) => [index, element]));
        drawn = giveElements(drawn, indexes);
        expect(drawn.slice(0, 40).map(({ index }) => index)).toEqual(indexes);
        expect(new Set(drawn.map(({ element }) => element)).size).toBe(drawn.length);
        for (const { index, element } of drawn) if (before.has(index)) expect(element).toBe(before.get(index));
        expect(Math.max(...drawn.map(({ element }) => element))).toBeLessThan(80);
      }
    }),
  );
});

test('after a jump the elements keep their order in the document', () => {
  const before = giveElements([], [10, 11, 12, 13]);
  const scrolled = giveElements(before, [12, 13, 14, 15]);
  const jumped = giveElements(scrolled, [90, 91, 92]);
  expect(jumped.map(({ element }) => element)).toEqual(scrolled.map(({ element }) => element));
  expect(jumped.map(({ index }) => index)).toEqual([90, 91, 92, 15]);
});
