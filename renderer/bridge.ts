import { FluxoError, type ErrorData } from '#shared/errors.ts';
import type { Answer, Bridge, CallName, EventName, Events, Input, Output, TextBridge } from '#shared/ipc/contract.ts';
import { openDoor } from './bridgeDoor.ts';

/**
 * The renderer's only way out. In the app the preload exposes `window.fluxo`; in a plain browser
 * (`npm run preview`) the same calls go through a loopback WebSocket, see `bridgeDoor.ts`.
 */
declare global {
  interface Window {
    readonly fluxo?: TextBridge;
  }
}

let bridge: Bridge | undefined;

/** Finds the bridge; called once at start. Throws a `setup` FluxoError when there is none. */
export function connectBridge(given?: Bridge): Bridge {
  bridge = given ?? (window.fluxo && fromTexts(window.fluxo)) ?? openDoor(window.location) ?? undefined;
  if (!bridge) {
    throw new FluxoError({
      code: 'bridge.missing',
      kind: 'setup',
      what: 'This page was opened outside Fluxo.',
      fix: 'Start the app with `npm start`, or `npm run preview` to look at it in a browser.',
    });
  }
  return bridge;
}

function fromTexts({ calls, on: listen }: TextBridge): Bridge {
  const parsed = Object.entries(calls).map(([name, ask]) => [name, async (input: never) => JSON.parse(await ask(input)) as Answer<unknown>] as const);
  return { calls: Object.fromEntries(parsed) as unknown as Bridge['calls'], on: listen };
}

function need(): Bridge {
  return bridge ?? connectBridge();
}

/** Does one call of the contract. Whatever goes wrong arrives as the FluxoError the other side threw. */
export async function call<C extends CallName>(name: C, input: Input<C>): Promise<Output<C>> {
  const ask = need().calls[name] as (input: Input<C>) => Promise<Answer<Output<C>>>;
  const answer = await ask(input).catch((thrown: unknown) => ({ ok: false as const, error: lost(name, thrown) }));
  if (answer.ok) return answer.data;
  throw new FluxoError(answer.error);
}

/** Listens to an event of the main side; returns the function that ends it. */
export function on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void {
  return need().on(event, listener);
}

function lost(operation: string, thrown: unknown): ErrorData {
  if (thrown instanceof FluxoError) return thrown.data;
  return { code: 'bridge.lost', kind: 'bug', what: 'Fluxo\u2019s window lost contact with its engine.', where: { operation }, fix: 'Close the window and open it again.' };
}
