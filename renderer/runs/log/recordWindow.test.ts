import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexOfSeq, isGapless, pageOfSeq, pageStart, pagesFor, seqAtIndex } from './recordWindow.ts';

const screen = fc
  .record({ newest: fc.integer({ min: 1, max: 1_000_000 }), first: fc.nat(1_100_000), height: fc.nat(80), pageSize: fc.constantFrom(50, 200) })
  .map(({ newest, first, height, pageSize }) => ({ newest, pageSize, first: Math.min(first, newest - 1), last: Math.min(first + height, newest - 1) }));

test('every row on screen stands on one of the pages that are asked for', () => {
  fc.assert(
    fc.property(screen, fc.constantFrom('older' as const, 'newer' as const, 'still' as const), ({ newest, pageSize, first, last }, direction) => {
      const pages = pagesFor({ first, last }, newest, pageSize, direction);
      for (let index = first; index <= last; index += 1) {
        const seq = seqAtIndex(newest, index);
        const page = pageOfSeq(seq, pageSize);
        expect(pages).toContain(page);
        expect(seq).toBeGreaterThan(pageStart(page, pageSize));
        expect(seq).toBeLessThanOrEqual(pageStart(page, pageSize) + pageSize);
      }
      expect(pages.length).toBeLessThanOrEqual(Math.ceil((last - first + 1) / pageSize) + 2);
      expect(pages.every((page) => page >= 0 && page <= pageOfSeq(newest, pageSize))).toBe(true);
    }),
  );
});

test('a full page keeps its rows when new ones come in front', () => {
  expect(pagesFor({ first: 0, last: 9 }, 400, 200, 'still')).toEqual([1]);
  expect(pagesFor({ first: 37, last: 46 }, 437, 200, 'still')).toEqual([1]);
  expect(indexOfSeq(437, 400)).toBe(37);
});

test('scrolling asks one page ahead in its direction, and never beyond the ends', () => {
  expect(pagesFor({ first: 300, last: 320 }, 1000, 200, 'older')).toEqual([3, 2]);
  expect(pagesFor({ first: 300, last: 320 }, 1000, 200, 'newer')).toEqual([4, 3]);
  expect(pagesFor({ first: 990, last: 999 }, 1000, 200, 'older')).toEqual([0]);
  expect(pagesFor({ first: 0, last: 20 }, 0, 200, 'still')).toEqual([]);
});

test('places are computed only when the newest row proves that there are no gaps', () => {
  expect(isGapless([{ seq: 500 }], 500)).toBe(true);
  expect(isGapless([{ seq: 512 }], 500)).toBe(false);
  expect(isGapless([], 0)).toBe(true);
});
