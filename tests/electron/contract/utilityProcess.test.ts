import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchApp, type LaunchedApp } from '../launch.ts';
import { eventually, fixtureMain, isAlive } from './fixtureApp.ts';

// https://www.electronjs.org/docs/latest/api/utility-process and message-channel-main
const worker = path.join(import.meta.dirname, '../fixtures/worker.cjs');
let app: LaunchedApp;
beforeAll(async () => {
  app = await launchApp({ main: fixtureMain });
  await app.firstWindow();
});
afterAll(() => app.close());

test('a utility process and main exchange messages over its parent port', async () => {
  const seen = await app.evaluate(
    ({ utilityProcess }, file) =>
      new Promise((resolve) => {
        const child = utilityProcess.fork(file, ['--flag'], { serviceName: 'worker' });
        const got: unknown[] = [];
        child.on('message', (message) => {
          got.push(message);
          if (got.length < 2) return;
          child.kill();
          child.once('exit', () => resolve(got));
        });
        child.once('spawn', () => child.postMessage({ ask: 'double', value: new Map([['n', 21]]) }));
      }),
    worker,
  );
  expect(seen).toEqual([{ started: true, args: ['--flag'], electron: 'absent', type: 'utility' }, { doubled: 42 }]);
});

test('a message port handed to a utility process carries messages both ways, queued until it starts', async () => {
  const seen = await app.evaluate(
    ({ utilityProcess, MessageChannelMain }, file) =>
      new Promise((resolve) => {
        const child = utilityProcess.fork(file);
        const { port1, port2 } = new MessageChannelMain();
        const got: unknown[] = [];
        port1.on('message', ({ data }) => {
          got.push(data);
          if (got.length === 2) port1.close();
        });
        child.on('message', (message: { portClosed?: boolean }) => {
          if (!message.portClosed) return;
          child.kill();
          resolve(got);
        });
        child.postMessage({ ask: 'useport' }, [port2]);
        port1.postMessage('one');
        port1.postMessage('two');
        port1.start();
      }),
    worker,
  );
  expect(seen).toEqual(['one!', 'two!']);
});

test('a utility process that dies is reported with its code, to its owner and to the app', async () => {
  const seen = await app.evaluate(
    ({ utilityProcess, app: electronApp }, file) =>
      new Promise((resolve) => {
        const child = utilityProcess.fork(file, [], { serviceName: 'mortal' });
        let gone: unknown;
        electronApp.on('child-process-gone', (_event, details) => {
          // The workers of the specs above report their end here too.
          if (details.name === 'mortal') gone = { type: details.type, name: details.name };
        });
        child.once('exit', (code) => setTimeout(() => resolve({ code, gone }), 0));
        child.postMessage({ ask: 'exit', code: 3 });
      }),
    worker,
  );
  expect(seen).toEqual({ code: 3, gone: { type: 'Utility', name: 'mortal' } });
});

test('a utility process does not outlive main', async () => {
  const other = await launchApp({ main: fixtureMain });
  await other.firstWindow();
  const pid = await other.evaluate(
    ({ utilityProcess }, file) =>
      new Promise<number>((resolve) => {
        const child = utilityProcess.fork(file);
        child.once('message', () => resolve(child.pid ?? 0));
      }),
    worker,
  );
  other.process().kill('SIGKILL');
  await other.exited;
  expect(await eventually(async () => isAlive(pid), (alive) => !alive)).toBe(false);
});
