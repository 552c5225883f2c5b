import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { offsetAt, tallest, topAt, trackOf } from './scaledScroll.ts';

test('a list that fits scrolls as it is', () => {
  const track = trackOf(28_000, 400);
  expect(track).toEqual({ height: 28_000, most: 27_600, mostTrack: 27_600 });
  expect([offsetAt(track, 1234), topAt(track, 1234)]).toEqual([1234, 1234]);
});

test('a list of ten million rows is no taller than a browser draws, and both of its ends can be reached', () => {
  const track = trackOf(280_000_000, 400);
  expect(track.height).toBe(tallest);
  expect([offsetAt(track, 0), offsetAt(track, track.mostTrack)]).toEqual([0, track.most]);
  expect([topAt(track, 0), topAt(track, track.most), topAt(track, track.most + 99)]).toEqual([0, track.mostTrack, track.mostTrack]);
});

test('where the scroll bar stands and where the list stands say the same, to the pixel', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 600_000_000 }), fc.integer({ min: 0, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (total, view, share) => {
      const track = trackOf(total, view);
      const offset = Math.round(track.most * share);
      expect(Math.abs(offsetAt(track, topAt(track, offset)) - offset)).toBeLessThanOrEqual(1);
    }),
  );
});
