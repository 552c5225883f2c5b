import { describe, expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import { remote } from '#tests/engine/fakeService.ts';
import { fakeClock } from '#tests/engine/world.ts';
import { makeGate, persist, Stopped, waitAfter } from './retry.ts';

const never = new AbortController().signal;

describe('back-off', () => {
  test('doubles from half a second up to a minute, anywhere below by chance, never less than was asked for', () => {
    expect([1, 2, 3, 4, 7, 8, 20].map((failures) => waitAfter(failures, 1))).toEqual([500, 1000, 2000, 4000, 32_000, 60_000, 60_000]);
    expect(waitAfter(3, 0)).toBe(0);
    expect(waitAfter(1, 0.3, 5000)).toBe(5000);
    expect(waitAfter(8, 1, 5000)).toBe(60_000);
  });

  test('tries a passing fault six times at most, anything else once', async () => {
    const clock = fakeClock();
    const gate = makeGate(clock, () => 1);
    let tries = 0;
    const failing = (error: FluxoError) => () => {
      tries += 1;
      return Promise.reject(error);
    };
    await expect(persist(gate, never, failing(remote()))).rejects.toMatchObject({ code: 'fake.unreachable' });
    expect(tries).toBe(6);
    expect(clock.slept).toEqual([500, 1000, 2000, 4000, 8000]);
    tries = 0;
    for (const kind of ['data', 'setup', 'bug'] as const) await expect(persist(gate, never, failing(new FluxoError({ code: 'x.y', kind, what: 'No.' })))).rejects.toMatchObject({ kind });
    expect(tries).toBe(3);
  });

  test('is shared by all who work on the connection: those who failed together wait once, those who come later wait too', async () => {
    const clock = fakeClock();
    const gate = makeGate(clock, () => 1);
    const began: number[] = [];
    const start = clock.time;
    const work = () => {
      began.push(clock.time - start);
      return began.length > 4 ? Promise.resolve('done') : new Promise((_, reject) => setImmediate(() => reject(remote())));
    };
    expect(await Promise.all([1, 2, 3, 4].map(() => persist(gate, never, work)))).toEqual(['done', 'done', 'done', 'done']);
    expect(began.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(Math.max(...began)).toBe(500);
  });

  test('lasts no longer when the clock of the machine is set back meanwhile', async () => {
    const clock = fakeClock();
    const { sleep } = clock;
    clock.sleep = async (ms, signal) => {
      await sleep(ms, signal);
      if (clock.slept.length === 1) clock.time -= 24 * 3_600_000;
    };
    let tries = 0;
    expect(await persist(makeGate(clock, () => 1), never, () => ((tries += 1) < 3 ? Promise.reject(remote()) : Promise.resolve('done')))).toBe('done');
    expect(Math.max(...clock.slept)).toBe(1000);
  });

  test('ends at once when the run stops', async () => {
    const stop = new AbortController();
    const clock = fakeClock();
    const gate = makeGate(clock, () => 1);
    const work = () => {
      stop.abort();
      return Promise.reject(remote());
    };
    await expect(persist(gate, stop.signal, work)).rejects.toBeInstanceOf(Stopped);
    expect(clock.slept).toEqual([]);
  });
});
