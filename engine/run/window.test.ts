import { expect, test } from 'vitest';
import { makeWindow } from './window.ts';

/** Runs `count` works that end one by one; returns the most that were under way at once. */
async function most(window: ReturnType<typeof makeWindow>, count: number): Promise<number> {
  let running = 0;
  let highest = 0;
  await Promise.all(
    Array.from({ length: count }, () =>
      window.through(async () => {
        running += 1;
        highest = Math.max(highest, running);
        await new Promise(setImmediate);
        running -= 1;
      }),
    ),
  );
  return highest;
}

test('no more calls are under way than the target takes', async () => {
  expect(await most(makeWindow(3), 20)).toBe(3);
});

test('a service that asks to slow down gets half as many, and step by step more again', async () => {
  const window = makeWindow(4, 5);
  window.narrow();
  expect(await most(window, 5)).toBe(2);
  expect(await most(window, 30)).toBe(4);
  for (let times = 0; times < 5; times += 1) window.narrow();
  expect(await most(window, 4)).toBe(1);
});

test('a call that fails frees its place', async () => {
  const window = makeWindow(1);
  await expect(window.through(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await window.through(async () => 'yes')).toBe('yes');
});
