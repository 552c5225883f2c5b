import { expect, test } from 'vitest';
import { makeLimiter } from './limiter.ts';

/** Time that only moves when somebody sleeps. */
function fakeClock() {
  let time = 0;
  return {
    now: () => time,
    async sleep(ms: number, signal?: AbortSignal) {
      signal?.throwIfAborted();
      time += ms;
    },
  };
}
const never = new AbortController().signal;

test('no second and no minute ever sees more calls than allowed, not even across their borders', async () => {
  const clock = fakeClock();
  const limiter = makeLimiter({ perSecond: 5, perMinute: 40 }, clock);
  const starts: number[] = [];
  await Promise.all(Array.from({ length: 130 }, () => limiter.run(never, async () => void starts.push(clock.now()))));
  for (const start of starts) {
    expect(starts.filter((other) => other >= start && other < start + 1000).length).toBeLessThanOrEqual(5);
    expect(starts.filter((other) => other >= start && other < start + 60_000).length).toBeLessThanOrEqual(40);
  }
  expect(Math.max(...starts)).toBeLessThan(4 * 60_000);
});

test('a clock that is set back by a day makes nobody wait for a day', async () => {
  const clock = fakeClock();
  const limiter = makeLimiter({ perSecond: 2 }, clock);
  await clock.sleep(86_400_000);
  for (let calls = 0; calls < 2; calls += 1) await limiter.run(never, async () => undefined);
  await clock.sleep(-86_400_000);
  const starts: number[] = [];
  for (let calls = 0; calls < 4; calls += 1) await limiter.run(never, async () => void starts.push(clock.now()));
  expect(starts).toEqual([1000, 1000, 2000, 2000]);
});

test('at most so many calls are on their way, and the next begins when one ends, in order', async () => {
  const limiter = makeLimiter({ inFlight: 2 }, fakeClock());
  let running = 0;
  let most = 0;
  const order: number[] = [];
  await Promise.all(
    [0, 1, 2, 3, 4, 5].map((number) =>
      limiter.run(never, async () => {
        order.push(number);
        most = Math.max(most, ++running);
        await new Promise((go) => setTimeout(go, 5));
        running -= 1;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a failed or stopped call gives its place back', async () => {
  const limiter = makeLimiter({ inFlight: 1, perSecond: 100 }, fakeClock());
  await expect(limiter.run(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const stop = new AbortController();
  let release = () => {};
  const held = limiter.run(never, () => new Promise<void>((done) => (release = done)));
  const waiting = limiter.run(stop.signal, async () => 'never');
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  release();
  await held;
  await expect(limiter.run(never, async () => 'again')).resolves.toBe('again');
});
