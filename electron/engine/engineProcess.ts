import { FluxoError } from '#shared/errors.ts';
import type { Answer, CallName, EventName } from '#shared/ipc/contract.ts';
import type { FromEngine, Question, ToEngine } from './messages.ts';

/** The part of Electron's `UtilityProcess` that is used; a test puts something else in its place. */
export interface EngineChild {
  postMessage(message: ToEngine): void;
  kill(): boolean;
  on(event: 'message', listener: (message: FromEngine) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
}

export interface EngineOptions {
  readonly fork: () => EngineChild;
  readonly onEvent: (event: EventName, payload: unknown) => void;
  /** Answers what only main has; never rejects. */
  readonly onQuestion: (question: Question) => Promise<Answer<unknown>>;
}

export interface EngineProcess {
  /** Has a call done. Rejects with a FluxoError; a call the engine died on is not repeated. */
  call(name: CallName, input: unknown): Promise<unknown>;
  /** Lets runs end after the records in hand, then the process; kills it when that takes too long. */
  stop(): Promise<void>;
}

const pausesMs = [250, 1000, 5000, 15_000, 30_000] as const;
/** An engine that lived this long was healthy: its next death counts as the first. */
const healthyMs = 60_000;
const stopPatienceMs = 15_000;

/**
 * Keeps one engine process alive: started at once, started again when it dies, with growing pauses. Calls made while it is
 * away wait for it; those it died on fail, for nobody knows how far it came.
 */
export function superviseEngine({ fork, onEvent, onQuestion }: EngineOptions): EngineProcess {
  let child: EngineChild | null = null;
  let stopping: PromiseWithResolvers<void> | null = null;
  let lastId = 0;
  let deaths = 0;
  let bornAt = 0;
  const asked = new Map<number, { readonly name: CallName; readonly settle: PromiseWithResolvers<unknown> }>();
  const unsent: ToEngine[] = [];

  const begin = (): void => {
    bornAt = Date.now();
    const born = fork();
    born.on('message', (message) => {
      if (child !== born && message.is !== 'ready') return;
      switch (message.is) {
        case 'ready':
          child = born;
          for (const waiting of unsent.splice(0)) born.postMessage(waiting);
          break;
        case 'answer': {
          const call = asked.get(message.id);
          asked.delete(message.id);
          if (message.answer.ok) call?.settle.resolve(message.answer.data);
          else call?.settle.reject(new FluxoError(message.answer.error));
          break;
        }
        case 'event':
          onEvent(message.event, message.payload);
          break;
        case 'ask':
          void onQuestion(message.question).then((answer) => born.postMessage({ is: 'given', id: message.id, answer }));
          break;
      }
    });
    born.once('exit', onDeath);
  };

  const onDeath = (): void => {
    const wasReady = child !== null;
    child = null;
    for (const [id, { name, settle }] of asked) {
      if (wasReady && !unsent.some((message) => message.is === 'call' && message.id === id)) {
        asked.delete(id);
        settle.reject(engineDied(name));
      }
    }
    if (stopping) {
      stopping.resolve();
      return;
    }
    if (Date.now() - bornAt > healthyMs) deaths = 0;
    const pause = pausesMs[Math.min(deaths, pausesMs.length - 1)] ?? 0;
    deaths += 1;
    // A program that cannot start at all must not leave the window waiting for ever.
    if (deaths > pausesMs.length) for (const message of unsent.splice(0)) if (message.is === 'call') failUnsent(message.id);
    setTimeout(() => {
      if (!stopping) begin();
    }, pause);
  };

  const failUnsent = (id: number): void => {
    const call = asked.get(id);
    asked.delete(id);
    call?.settle.reject(engineDied(call.name));
  };

  begin();
  return {
    call: (name, input) => {
      if (stopping) return Promise.reject(engineDied(name));
      const id = ++lastId;
      const settle = Promise.withResolvers<unknown>();
      asked.set(id, { name, settle });
      const message: ToEngine = { is: 'call', id, name, input };
      if (child) child.postMessage(message);
      else unsent.push(message);
      return settle.promise;
    },
    stop: async () => {
      if (stopping) return stopping.promise;
      stopping = Promise.withResolvers();
      const last = child;
      if (!last) return;
      last.postMessage({ is: 'stop' });
      const timer = setTimeout(() => last.kill(), stopPatienceMs);
      await stopping.promise;
      clearTimeout(timer);
    },
  };
}

function engineDied(operation: string): FluxoError {
  return new FluxoError({ code: 'engine.died', kind: 'bug', what: 'Fluxo’s engine stopped and is being started again.', where: { operation }, fix: 'Try again in a moment. What was already done is kept.' });
}
