import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromEngine, ToEngine } from './messages.ts';
import { superviseEngine } from './engineProcess.ts';

/** Stands for the utility process: a spec says what it answers and when it dies. */
class FakeEngine extends EventEmitter {
  readonly heard: ToEngine[] = [];
  killed = false;
  postMessage(message: ToEngine): void {
    this.heard.push(message);
  }
  kill(): boolean {
    this.killed = true;
    this.die();
    return true;
  }
  say(message: FromEngine): void {
    this.emit('message', message);
  }
  die(): void {
    this.emit('exit', 1);
  }
}

let born: FakeEngine[] = [];
const events: unknown[] = [];
const start = () =>
  superviseEngine({
    fork: () => {
      const child = new FakeEngine();
      born.push(child);
      return child;
    },
    onEvent: (event, payload) => void events.push([event, payload]),
    onQuestion: async (question) => ({ ok: true, data: question.about }),
  });
beforeEach(() => {
  born = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test('a call made before the engine is ready waits for it', async () => {
  const engine = start();
  const answer = engine.call('flows.list', {});
  expect(born[0]?.heard).toEqual([]);
  born[0]?.say({ is: 'ready' });
  expect(born[0]?.heard).toEqual([{ is: 'call', id: 1, name: 'flows.list', input: {} }]);
  born[0]?.say({ is: 'answer', id: 1, answer: { ok: true, data: ['flow'] } });
  expect(await answer).toEqual(['flow']);
});

test('an engine that dies is started again; what it was doing fails and is not repeated, what came after is done', async () => {
  const engine = start();
  born[0]?.say({ is: 'ready' });
  const lost = engine.call('runs.start', {});
  const failed = expect(lost).rejects.toMatchObject({ code: 'engine.died' });
  born[0]?.die();
  await failed;
  const later = engine.call('flows.list', {});
  await vi.advanceTimersByTimeAsync(300);
  expect(born).toHaveLength(2);
  born[1]?.say({ is: 'ready' });
  expect(born[1]?.heard).toEqual([{ is: 'call', id: 2, name: 'flows.list', input: {} }]);
  born[1]?.say({ is: 'answer', id: 2, answer: { ok: true, data: [] } });
  expect(await later).toEqual([]);
});

test('an engine that cannot start is tried with growing pauses, and calls do not wait for ever', async () => {
  const engine = start();
  const failed = expect(engine.call('flows.list', {})).rejects.toMatchObject({ code: 'engine.died' });
  const starts: number[] = [];
  for (let second = 0; second < 120; second++) {
    if (born.length > starts.length) {
      starts.push(second);
      born.at(-1)?.die();
    }
    await vi.advanceTimersByTimeAsync(1000);
  }
  await failed;
  expect(starts.length).toBeGreaterThan(4);
  expect(starts.length).toBeLessThan(10);
});

test('questions of the engine are answered, its events passed on', async () => {
  start();
  born[0]?.say({ is: 'ready' });
  born[0]?.say({ is: 'ask', id: 9, question: { about: 'preferences.get' } });
  born[0]?.say({ is: 'event', event: 'flows.changed', payload: { flowId: 'a' } });
  await vi.advanceTimersByTimeAsync(0);
  expect(born[0]?.heard).toEqual([{ is: 'given', id: 9, answer: { ok: true, data: 'preferences.get' } }]);
  expect(events).toContainEqual(['flows.changed', { flowId: 'a' }]);
});

test('stopping lets the engine end by itself and starts no other; one that will not end is killed', async () => {
  const engine = start();
  born[0]?.say({ is: 'ready' });
  const stopped = engine.stop();
  expect(born[0]?.heard).toEqual([{ is: 'stop' }]);
  await vi.advanceTimersByTimeAsync(20_000);
  await stopped;
  expect(born[0]?.killed).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(born).toHaveLength(1);
  await expect(engine.call('flows.list', {})).rejects.toMatchObject({ code: 'engine.died' });
});
