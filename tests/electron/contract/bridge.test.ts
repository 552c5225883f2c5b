/* oxlint-disable no-extend-native, react/iframe-missing-sandbox -- the page of these specs does what a hostile one would */
import { expect, test } from 'vitest';
import { useFixtureApp, type FixturePage } from './fixtureApp.ts';

// https://www.electronjs.org/docs/latest/api/context-bridge and tutorial/sandbox
declare const window: FixturePage & { readonly document: { createElement(tag: string): { src: string; id: string }; readonly body: { append(node: unknown): void } } };
const { page } = useFixtureApp();

test('a sandboxed preload can require electron and nothing of Node', async () => {
  const seen = await page().evaluate(() => ({ failure: window.api.requireFailure, process: window.api.process }));
  expect(seen.failure).toMatch(/module not found: node:fs/);
  expect(seen.process).toEqual({ sandboxed: true, type: 'renderer' });
});

test('nothing of the preload world can be seen from the page', async () => {
  const seen = await page().evaluate(() =>
    ['secretOfPreload', 'require', 'process', 'module', 'exports', '__fluxoPost', '__fluxoDeliver', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(seen).toEqual([]);
});

test('what the preload exposes is frozen all the way down and cannot be replaced', async () => {
  const seen = await page().evaluate(() => {
    const { api } = window;
    const refused = (change: () => void) => {
      try {
        change();
        return false;
      } catch {
        return true;
      }
    };
    return {
      frozen: [api, api.list, api.list[1], api.process].every(Object.isFrozen),
      replaced: refused(() => Object.defineProperty(window, 'api', { value: 1 })),
      changed: refused(() => Object.assign(api, { version: 2 })),
    };
  });
  expect(seen).toEqual({ frozen: true, replaced: true, changed: true });
});

test('a second API of the same name is refused', async () => {
  const message = await page().evaluate(() => {
    try {
      window.api.exposeAgain();
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(message).toBe('Cannot bind an API on top of an existing property on the window object');
});

test('functions are called across, with their results and callbacks', async () => {
  expect(await page().evaluate(() => window.api.add(2, 3))).toBe(5);
  const later = await page().evaluate(async () => {
    const answer = await window.api.later({ n: 1 });
    return [answer.value, answer.again()];
  });
  expect(later).toEqual([{ n: 1 }, 'called']);
});

test('an error thrown in the preload arrives as an error of the page, with its message and without its extras', async () => {
  const seen = await page().evaluate(() => {
    try {
      window.api.throwing();
    } catch (error) {
      return { isError: error instanceof Error, message: (error as Error).message, keys: Object.keys(error as object) };
    }
    return null;
  });
  expect(seen).toEqual({ isError: true, message: 'too far', keys: [] });
});

test('a class instance arrives as a plain object of its own fields, a date as a date', async () => {
  const seen = await page().evaluate(() => {
    const point = window.api.point();
    return { isPlain: Object.getPrototypeOf(point) === Object.prototype, entries: Object.entries(point), date: window.api.date() instanceof Date };
  });
  expect(seen).toEqual({ isPlain: true, entries: [['x', 1]], date: true });
});

test('a symbol cannot cross, nor can an object nested a thousand deep', async () => {
  const messages = await page().evaluate(() => {
    const messageOf = (call: () => unknown) => {
      try {
        call();
        return 'crossed';
      } catch (error) {
        return (error as Error).message;
      }
    };
    let deep: object = {};
    for (let i = 0; i < 1100; i++) deep = { deep };
    return [messageOf(() => window.api.symbol()), messageOf(() => window.api.give(deep))];
  });
  expect(messages[0]).toMatch(/could not be cloned/);
  expect(messages[1]).toMatch(/recursion depth exceeded/);
});

test('a key called __proto__ crosses as data and pollutes nothing', async () => {
  const seen = await page().evaluate(async () => {
    const value = (await window.api.invoke('echo', JSON.parse('{"__proto__":{"polluted":1},"x":1}'))) as Record<string, unknown>;
    return { inherited: ({} as Record<string, unknown>)['polluted'], x: value['x'] };
  });
  expect(seen).toEqual({ inherited: undefined, x: 1 });
});

test('a page that replaces built-ins neither sees nor changes what crosses', async () => {
  const seen = await page().evaluate(async () => {
    const kept = { parse: JSON.parse, map: Array.prototype.map, get: Map.prototype.get, call: Function.prototype.call, fire: EventTarget.prototype.dispatchEvent };
    let hits = 0;
    const spy = () => {
      hits++;
      return undefined as never;
    };
    JSON.parse = spy;
    Array.prototype.map = spy;
    Map.prototype.get = spy;
    Function.prototype.call = spy;
    EventTarget.prototype.dispatchEvent = spy;
    let promise: Promise<unknown>;
    let sum: number;
    try {
      sum = window.api.add(1, 1);
      promise = window.api.invoke('echo', { a: [1, { b: 2 }] });
    } finally {
      JSON.parse = kept.parse;
      Array.prototype.map = kept.map;
      Map.prototype.get = kept.get;
      Function.prototype.call = kept.call;
      EventTarget.prototype.dispatchEvent = kept.fire;
    }
    return { hits, sum, value: await promise };
  });
  expect(seen).toEqual({ hits: 0, sum: 2, value: { a: [1, { b: 2 }] } });
});

test('a frame inside the page gets no preload', async () => {
  await page().evaluate(() => {
    const frame = window.document.createElement('iframe');
    frame.src = '/second.html';
    frame.id = 'inner';
    window.document.body.append(frame);
  });
  await page().frameLocator('#inner').locator('#away').waitFor();
  const inner = page().frames().find((frame) => frame.url().endsWith('/second.html'));
  expect(await inner?.evaluate(() => typeof window.api)).toBe('undefined');
});

test('the preload runs again after a reload', async () => {
  const before = await page().evaluate(() => window.api.runs);
  await page().reload();
  expect(await page().evaluate(() => window.api.runs)).toBe(before + 1);
  expect(await page().evaluate(() => window.api.add(1, 1))).toBe(2);
});
