import { expect, test } from 'vitest';
import { eventually, useFixtureApp, type FixturePage } from './fixtureApp.ts';

// https://www.electronjs.org/docs/latest/api/ipc-main and ipc-renderer
declare const window: FixturePage;
declare const global: Record<string, unknown>;
const { app, page } = useFixtureApp();
const messageOf = (channel: string, value?: unknown) =>
  page().evaluate(([name, sent]) => window.api.invoke(name as string, sent).then(() => 'no error', (error: Error) => error.message), [channel, value]);

test('what the structured clone algorithm copies crosses both ways', async () => {
  const seen = await page().evaluate(async () => {
    const sent = { date: new Date(5), big: 10n, bytes: new Uint8Array([1, 255]), map: new Map([['k', new Set([1])]]), none: undefined, zero: -0, nan: Number.NaN };
    const back = (await window.api.invoke('echo', sent)) as typeof sent;
    return [back.date instanceof Date && back.date.getTime(), String(back.big), [...back.bytes], back.map.get('k')?.has(1), 'none' in back, Object.is(back.zero, -0), Number.isNaN(back.nan)];
  });
  expect(seen).toEqual([5, '10', [1, 255], true, true, true, true]);
});

test('an error thrown by a handler arrives in the words of Electron', async () => {
  expect(await messageOf('fail')).toBe("Error invoking remote method 'fail': TypeError: limit must be 1..100");
  expect(await messageOf('failWithText')).toBe("Error invoking remote method 'failWithText': just text");
});

test('a channel without a handler says so', async () => {
  expect(await messageOf('nobody')).toBe("Error invoking remote method 'nobody': Error: No handler registered for 'nobody'");
});

test('a handler that gives back a function fails, and so does a page that sends one', async () => {
  expect(await messageOf('functionBack')).toMatch(/could not be cloned/);
  expect(await page().evaluate(() => window.api.invoke('echo', { fn: () => 1 }).then(() => 'crossed', (error: Error) => error.message))).toMatch(/could not be cloned/);
});

test('a second handler for a channel is refused', async () => {
  const message = await app().evaluate(({ ipcMain }) => {
    try {
      ipcMain.handle('echo', () => 1);
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(message).toBe("Attempted to register a second handler for 'echo'");
});

test('a handler for once answers once', async () => {
  await app().evaluate(({ ipcMain }) => ipcMain.handleOnce('single', () => 'first'));
  expect(await page().evaluate(() => window.api.invoke('single'))).toBe('first');
  expect(await messageOf('single')).toMatch(/No handler registered/);
});

test('main knows which frame and origin a message came from', async () => {
  const sender = (await page().evaluate(() => window.api.invoke('sender'))) as { url: string };
  expect(sender).toEqual({ url: 'app://fluxo/index.html', origin: 'app://fluxo', isMain: true });
});

test('a message sent arrives, and main can reply to it', async () => {
  const heard = await page().evaluate(
    () =>
      new Promise((resolve) => {
        const stop = window.api.on('noted', (value) => {
          stop();
          resolve(value);
        });
        window.api.send('note', 7);
      }),
  );
  expect(heard).toEqual({ value: 7 });
  expect(await app().evaluate(() => global['noted'])).toBe(7);
});

test('what main pushes arrives in order, until the listener is taken away', async () => {
  await page().evaluate(() => {
    const heard: unknown[] = (window.heard = []);
    const stop = window.api.on('tick', (value) => {
      heard.push(value);
      if (heard.length === 3) stop();
    });
  });
  await app().evaluate(({ BrowserWindow }) => {
    for (let i = 1; i <= 5; i++) BrowserWindow.getAllWindows()[0]?.webContents.send('tick', i);
  });
  expect(await eventually(() => page().evaluate(() => window.heard), (heard) => heard?.length === 3)).toEqual([1, 2, 3]);
});

test('main cannot push what cannot be cloned', async () => {
  const message = await app().evaluate(({ BrowserWindow }) => {
    try {
      BrowserWindow.getAllWindows()[0]?.webContents.send('tick', () => 1);
      return 'sent';
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(message).toMatch(/could not be cloned/);
});
