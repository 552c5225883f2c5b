import type { Codec } from './codec.ts';
import type { Membrane } from './membrane.ts';

type Listener = (event: object, ...args: unknown[]) => void;

/** What main sends into the preload's world. */
export type ToPreload =
  | { readonly is: 'reply'; readonly id: number; readonly channel: string; readonly result: unknown }
  | { readonly is: 'failure'; readonly id: number; readonly channel: string; readonly message: string }
  | { readonly is: 'message'; readonly channel: string; readonly args: unknown };

/** What the preload's world sends to main; `args` is encoded by the codec. */
export interface FromPreload {
  readonly is: 'invoke' | 'send';
  readonly id: number;
  readonly channel: string;
  readonly args: unknown;
}

/**
 * What a sandboxed preload finds: `require` for `electron` alone, a small `process`, `ipcRenderer` and `contextBridge`.
 * Sent as source text, hence no reference to anything outside the function.
 *
 * @param post hands a line of JSON to main; a binding that exists in the preload's world only
 */
export function createPreloadWorld(codec: Codec, membrane: Membrane, post: (line: string) => void, platform: string) {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, { listener: Listener; call: Listener }[]>();
  let lastId = 0;

  const absent = (where: string, known: object): object =>
    new Proxy(known, {
      get(target, key) {
        if (typeof key === 'symbol' || key in target) return Reflect.get(target, key);
        throw new Error(`electron double: ${where}.${key} is not implemented`);
      },
    });
  const sendToMain = (is: 'invoke' | 'send', id: number, channel: string, args: unknown[]) =>
    post(JSON.stringify({ is, id, channel, args: codec.encode(args) } satisfies FromPreload));

  function subscribe(channel: string, listener: Listener, call: Listener) {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, call }]);
    return ipcRenderer;
  }
  function unsubscribe(channel: string, listener: Listener) {
    listeners.set(channel, (listeners.get(channel) ?? []).filter((entry) => entry.listener !== listener));
    return ipcRenderer;
  }
  const ipcRenderer: object = absent('ipcRenderer', {
    invoke(channel: string, ...args: unknown[]) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        sendToMain('invoke', id, channel, args);
        waiting.set(id, { resolve, reject });
      });
    },
    send: (channel: string, ...args: unknown[]) => sendToMain('send', 0, channel, args),
    on: (channel: string, listener: Listener) => subscribe(channel, listener, listener),
    addListener: (channel: string, listener: Listener) => subscribe(channel, listener, listener),
    once: (channel: string, listener: Listener) =>
      subscribe(channel, listener, (event, ...args) => {
        unsubscribe(channel, listener);
        listener(event, ...args);
      }),
    off: unsubscribe,
    removeListener: unsubscribe,
    removeAllListeners: (channel: string) => {
      listeners.delete(channel);
      return ipcRenderer;
    },
  });

  // Called by main through the DevTools protocol, in this world only.
  Object.defineProperty(globalThis, '__fluxoDeliver', {
    value(message: ToPreload) {
      if (message.is === 'message') {
        const args = codec.decode(message.args) as unknown[];
        for (const { call } of listeners.get(message.channel) ?? []) call({ sender: ipcRenderer, senderId: 0, ports: [] }, ...args);
        return;
      }
      const caller = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.is === 'reply') caller?.resolve(codec.decode(message.result));
      else caller?.reject(new Error(`Error invoking remote method '${message.channel}': ${message.message}`));
    },
  });

  const electron = absent('electron', {
    ipcRenderer,
    contextBridge: absent('contextBridge', {
      exposeInMainWorld: (key: string, api: unknown) => membrane.expose(key, api),
    }),
  });
  return {
    require(id: string): object {
      if (id === 'electron' || id === 'electron/renderer') return electron;
      throw new Error(`module not found: ${id}`);
    },
    process: { type: 'renderer', sandboxed: true, contextIsolated: true, platform, arch: 'x64', versions: {}, env: {}, argv: [] },
  };
}
