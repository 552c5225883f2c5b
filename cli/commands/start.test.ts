import { mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { start } from './start.ts';

// The second look at what is due comes after half a minute.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'fluxo-start-'))));
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** `fluxo start` on the folder; resolves once it waits for the first flow that is due. */
async function waiting() {
  const posted = vi.spyOn(Worker.prototype, 'postMessage');
  const said: string[] = [];
  const stop = new AbortController();
  const output = { say: (line = '') => void said.push(line), tell: (text: string) => void said.push(text), result: () => undefined, isTerminal: false };
  const ended = start.run({ args: [], values: { workspace: folder }, output, signal: stop.signal });
  ended.catch(() => undefined);
  await vi.waitFor(() => expect(said.join('\n')).toContain('Fluxo waits'), { timeout: 30_000 });
  return { ended, stop, storage: posted.mock.contexts[0] as Worker };
}

test('without what keeps the log it ends and says so, so that whoever watches over it starts it again', async () => {
  const { ended, storage } = await waiting();
  void storage.terminate();
  await expect(ended).rejects.toMatchObject({ data: { code: 'storage.thread_died' } });
});

test.skipIf(process.platform === 'win32')('it ends when its workspace is moved away', async () => {
  const { ended } = await waiting();
  await rename(path.join(folder, '.fluxo'), path.join(folder, 'elsewhere'));
  await expect(ended).rejects.toMatchObject({ data: { code: 'storage.moved' } });
});

test('asked to stop, it ends well', async () => {
  const { ended, stop } = await waiting();
  stop.abort();
  expect(await ended).toBe(0);
});
