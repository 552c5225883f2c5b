import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { TextBridge } from '#shared/ipc/contract.ts';
import { callChannel, eventChannel } from './ipc/channels.ts';

/**
 * All the page gets: one function for each call of the contract and one to listen to its events. The names are put in by
 * the build; nothing the page says becomes the name of a channel.
 */
const calls = Object.fromEntries(
  __CALL_NAMES__.map((name) => {
    const channel = callChannel(name);
    return [name, (input: unknown) => ipcRenderer.invoke(channel, input)];
  }),
) as unknown as TextBridge['calls'];
const events = new Map<string, string>(__EVENT_NAMES__.map((name) => [name, eventChannel(name)]));

const bridge: TextBridge = {
  calls,
  on: (event, listener) => {
    const channel = events.get(event);
    if (channel === undefined) throw new Error(`Fluxo has no event of this name.`);
    // The page gets the payload alone; Electron's event would lead it to the sender.
    const heard = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(channel, heard);
    return () => {
      ipcRenderer.removeListener(channel, heard);
    };
  },
};

contextBridge.exposeInMainWorld('fluxo', bridge);
