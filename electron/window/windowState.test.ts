import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeWindow } from './windowState.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 2560, height: 1440 };

test('a window opens where it was left', () => {
  const bounds = { x: 2000, y: 100, width: 1200, height: 800 };
  expect(placeWindow({ bounds, maximized: true }, [screen, second])).toEqual({ bounds, maximized: true });
});

test('a window left on a screen that is gone opens on the main one', () => {
  expect(placeWindow({ bounds: { x: 2000, y: 100, width: 1200, height: 800 }, maximized: false }, [screen]).bounds).toEqual({ width: 1440, height: 900 });
});

test('a first window is no larger than the screen', () => {
  expect(placeWindow(undefined, [{ x: 0, y: 25, width: 1280, height: 775 }])).toEqual({ bounds: { width: 1280, height: 775 }, maximized: false });
});

test('whatever stands in the file, the window opens within reach', () => {
  fc.assert(
    fc.property(fc.anything(), (kept) => {
      const { bounds } = placeWindow(kept, [screen]);
      expect(bounds.width).toBeGreaterThanOrEqual(400);
      expect(bounds.x ?? 0).toBeLessThan(1920);
    }),
  );
});
