import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type * as Keyring from '@napi-rs/keyring';

export type KeyringRequest =
  | { readonly verb: 'get'; readonly service: string; readonly account: string }
  | { readonly verb: 'delete'; readonly service: string; readonly account: string }
  | { readonly verb: 'set'; readonly service: string; readonly account: string; readonly password: string }
  | { readonly verb: 'find'; readonly service: string };
type Numbered = KeyringRequest & { readonly id: number };
type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };

/** The keychain did not answer in time; it may be waiting for its owner's password. */
export class KeyringTimeout extends Error {}

/**
 * Speaks to `@napi-rs/keyring` on a thread of its own. Making an entry is a synchronous call to the system (measured on
 * Linux: it waits for the Secret Service for as long as that is silent), and the caller's thread draws windows.
 */
export function makeKeyringThread() {
  let worker: Worker | null = null;
  let lastId = 0;
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();

  const start = (): Worker => {
    const library = createRequire(import.meta.url).resolve('@napi-rs/keyring');
    const started = new Worker(`(${String(serveKeyring)})()`, { eval: true, workerData: { library } });
    started.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) asked?.reject(new Error(answer.error));
      else asked?.resolve(answer.value);
    });
    started.on('error', (error) => {
      if (worker === started) worker = null;
      for (const [id, asked] of waiting) {
        waiting.delete(id);
        asked.reject(error);
      }
    });
    // An idle keychain keeps no program running. Last, because listening for messages takes hold of the thread again.
    started.unref();
    return started;
  };

  /** Rejects with the library's message, or with `KeyringTimeout`. */
  return async (request: KeyringRequest, waitMs: number): Promise<unknown> => {
    worker ??= start();
    const used = worker;
    const id = ++lastId;
    const asked = Promise.withResolvers<unknown>();
    waiting.set(id, asked);
    const timer = setTimeout(() => {
      waiting.delete(id);
      if (worker === used) worker = null;
      giveUp(used);
      asked.reject(new KeyringTimeout());
    }, waitMs);
    used.postMessage({ ...request, id } satisfies Numbered);
    try {
      return await asked.promise;
    } finally {
      clearTimeout(timer);
    }
  };
}

const stuck = new Set<Worker>();

/** A thread that hangs in the system cannot be stopped and would keep the program from ending, so the end is made harder. */
function giveUp(worker: Worker): void {
  if (stuck.size === 0) {
    process.once('exit', () => {
      if (stuck.size > 0) process.kill(process.pid, 'SIGKILL');
    });
  }
  stuck.add(worker);
  void worker.terminate().then(() => stuck.delete(worker));
}

/** Runs in the thread, as source text: it must not refer to anything outside itself. */
function serveKeyring(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { library } = workerData as { library: string };
  const { AsyncEntry, findCredentialsAsync } = process.getBuiltinModule('node:module').createRequire(library)(library) as typeof Keyring;
  // Without this the library falls back to the kernel's keyring on Linux, which says "saved" and forgets at the next start.
  const options = { linux: { store: 'secret-service' } } as const;

  const run = (request: KeyringRequest): Promise<unknown> => {
    if (request.verb === 'find') return findCredentialsAsync(request.service);
    const entry = new AsyncEntry(request.service, request.account, options);
    switch (request.verb) {
      case 'get': return entry.getPassword();
      case 'delete': return entry.deletePassword();
      case 'set': return entry.setPassword(request.password);
    }
  };
  parentPort?.on('message', async (request: KeyringRequest & { id: number }) => {
    try {
      parentPort.postMessage({ id: request.id, value: (await run(request)) ?? null });
    } catch (error) {
      parentPort.postMessage({ id: request.id, error: error instanceof Error ? error.message : String(error) });
    }
  });
}
