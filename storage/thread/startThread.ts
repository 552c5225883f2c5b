import { setImmediate } from 'node:timers';
import { Worker } from 'node:worker_threads';
import { FluxoError } from '#shared/errors.ts';
import { threadProgram } from '#storage/thread/program.ts';
import { givenAway } from './givenAway.ts';
import type { Answer, Call, FromThread, Part, ThreadStart, ToThread } from './messages.ts';

export interface StorageThread {
  /** Names of the methods of each part. */
  readonly methods: Readonly<Record<Part, readonly string[]>>;
  call(part: Part, method: string, args: readonly unknown[]): Promise<unknown>;
  /** True as soon as every call has its answer; false when that takes longer. */
  isFreeWithin(ms: number): Promise<boolean>;
  /** Takes no more calls; closes when those under way are done and `first` is over. */
  close(first?: Promise<unknown>): Promise<void>;
}

export interface ThreadEvents {
  readonly now: () => number;
  lost(ticket: number): void;
  died(error: FluxoError): void;
}

/** Of all calls of a message. */
function givenAwayBy(calls: readonly Call[]): ArrayBuffer[] {
  const given: ArrayBuffer[] = [];
  for (const [, , , args] of calls) givenAway(args, given);
  return given;
}

/**
 * Starts a storage thread and resolves when its database is open. Rejects with what opening threw. When the thread dies, all that
 * wait and all that ask later get `storage.thread_died`. A thread that nobody waits for keeps no program running.
 */
export function startThread(start: ThreadStart, { now, lost, died }: ThreadEvents): Promise<StorageThread> {
  const worker = makeWorker(start);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const whenFree = new Set<() => void>();
  const opening = Promise.withResolvers<StorageThread>();
  const closed = Promise.withResolvers<void>();
  let lastId = 0;
  let over: FluxoError | null = null;
  let closing = false;

  const post = (message: ToThread, given: readonly ArrayBuffer[] = []) => worker.postMessage(message, given);
  const end = (error: FluxoError, isDeath: boolean) => {
    if (over) return;
    over = error;
    opening.reject(error);
    closed.resolve();
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
    if (isDeath) died(error);
  };
  const settle = (id: number): PromiseWithResolvers<unknown> | undefined => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) {
      for (const tell of whenFree) tell();
      if (!closing) worker.unref();
    }
    return asked;
  };
  const answered = ([id, value, error, stack]: Answer) => {
    const asked = settle(id);
    if (error) asked?.reject(new FluxoError(error, { cause: stack }));
    else asked?.resolve(value);
  };

  let calls: Call[] = [];
  /** Sends what was asked for since the last time. */
  const send = () => {
    const together = calls;
    calls = [];
    if (together.length === 0 || over) return;
    try {
      post({ is: 'calls', calls: together }, givenAwayBy(together));
    } catch {
      for (const call of together) sendAlone(call);
    }
  };
  const sendAlone = (call: Call) => {
    try {
      post({ is: 'calls', calls: [call] }, givenAwayBy([call]));
    } catch (thrown) {
      // Something that cannot be copied, such as a function: a mistake of the caller's.
      settle(call[0])?.reject(thrown);
    }
  };

  const thread = (methods: StorageThread['methods']): StorageThread => ({
    methods,
    isFreeWithin(ms) {
      if (waiting.size === 0 || ms === 0) return Promise.resolve(waiting.size === 0);
      return new Promise((resolve) => {
        const end = (isFree: boolean) => {
          clearTimeout(timer);
          whenFree.delete(tell);
          resolve(isFree);
        };
        const tell = () => end(true);
        const timer = setTimeout(() => end(false), ms);
        whenFree.add(tell);
      });
    },
    call(part, method, args) {
      if (over) return Promise.reject(over);
      if (closing) return Promise.reject(closedEarly());
      const id = ++lastId;
      const asked = Promise.withResolvers<unknown>();
      if (waiting.size === 0) worker.ref();
      waiting.set(id, asked);
      // At the end of this turn of the event loop, so that whatever else it asks for goes along.
      if (calls.push([id, part, method, args, now()]) === 1) setImmediate(send);
      return asked.promise;
    },
    async close(first) {
      if (!closing && !over) {
        closing = true;
        worker.ref();
        await first?.catch(() => undefined);
        send();
        post({ is: 'close' });
      }
      await closed.promise;
      end(closedEarly(), false);
    },
  });

  worker.on('message', (message: FromThread) => {
    switch (message.is) {
      case 'ready':
        worker.unref();
        opening.resolve(thread(message.methods));
        break;
      case 'failed':
        end(new FluxoError(message.error), false);
        break;
      case 'answers':
        // Several may come in one turn; what the one before led to is worked off there meanwhile.
        send();
        message.answers.forEach(answered);
        break;
      case 'lost':
        lost(message.lease);
        break;
      case 'closed':
        closed.resolve();
        break;
    }
  });
  worker.on('error', (cause) => end(threadDied(cause), true));
  worker.on('exit', () => {
    if (closing) closed.resolve();
    else end(threadDied(undefined), true);
  });
  return opening.promise;
}

function makeWorker(start: ThreadStart): Worker {
  const { code, options } = threadProgram();
  // Nothing of the program's own command line and environment concerns a database. Pages of texts come and go: without a cap V8 lets the place for new things grow with them.
  return new Worker(code, { ...options, workerData: start, execArgv: [], env: {}, name: `storage-${start.role}`, resourceLimits: { maxYoungGenerationSizeMb: 32 } });
}

const threadDied = (cause: unknown) => new FluxoError({ code: 'storage.thread_died', kind: 'bug', what: 'The part of Fluxo that keeps the log has stopped.', fix: 'Start Fluxo again. What was committed is safe; what was left open goes on in the next run.' }, { cause });
const closedEarly = () => new FluxoError({ code: 'storage.closed', kind: 'bug', what: 'The workspace was closed while something still wrote to it.' });
