import { FluxoError } from '#shared/errors.ts';
import { callNames, type Answer, type Bridge, type CallName, type EventName, type Events } from '#shared/ipc/contract.ts';

/**
 * The preview door: the bridge over a loopback WebSocket, for a plain browser.
 *
 * The server opens the page as `/?door=TOKEN` (one-time token); the socket is `/__fluxo?door=TOKEN` on the
 * same host and port. Frames are JSON texts:
 *   page → server   { "id": 1, "call": "flows.list", "input": {} }
 *   server → page   { "id": 1, "answer": { "ok": true, "data": … } }   or   { "event": "run.progress", "payload": … }
 */
type Frame = { readonly id: number; readonly answer: Answer<unknown> } | { readonly event: EventName; readonly payload: unknown };

export function openDoor(location: Pick<Location, 'protocol' | 'host' | 'search'>): Bridge | null {
  const token = new URLSearchParams(location.search).get('door');
  if (!token) return null;

  const listeners = new Map<EventName, Set<(payload: unknown) => void>>();
  const waiting = new Map<number, (answer: Answer<unknown>) => void>();
  const unsent: string[] = [];
  let nextId = 1;

  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/__fluxo?door=${encodeURIComponent(token)}`);
  socket.addEventListener('open', () => {
    for (const frame of unsent.splice(0)) socket.send(frame);
  });
  socket.addEventListener('message', (message: MessageEvent<string>) => {
    const frame = JSON.parse(message.data) as Frame;
    if ('event' in frame) {
      for (const listener of listeners.get(frame.event) ?? []) listener(frame.payload);
      return;
    }
    waiting.get(frame.id)?.(frame.answer);
    waiting.delete(frame.id);
  });
  socket.addEventListener('close', () => {
    // Nothing may wait for ever on a server that is gone.
    for (const answer of waiting.values()) answer({ ok: false, error: doorClosed().data });
    waiting.clear();
  });

  const ask = (call: CallName) => (input: unknown) =>
    new Promise<Answer<unknown>>((resolve) => {
      if (socket.readyState > WebSocket.OPEN) return resolve({ ok: false, error: doorClosed().data });
      const id = nextId++;
      waiting.set(id, resolve);
      const frame = JSON.stringify({ id, call, input });
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
      else unsent.push(frame);
    });

  return {
    calls: Object.fromEntries(callNames.map((name) => [name, ask(name)])) as unknown as Bridge['calls'],
    on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener as (payload: unknown) => void);
      return () => set.delete(listener as (payload: unknown) => void);
    },
  };
}

function doorClosed(): FluxoError {
  return new FluxoError({ code: 'bridge.door_closed', kind: 'setup', what: 'The preview server has stopped.', fix: 'Start it again with `npm run preview` and open the address it prints.' });
}
