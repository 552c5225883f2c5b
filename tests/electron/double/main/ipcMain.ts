import { createCodec } from '../worlds/codec.ts';
import type { FromPreload, ToPreload } from '../worlds/preloadWorld.ts';
import { EventEmitter } from 'node:events';
import type { WebContents } from './webContents.ts';
import type { WebFrameMain } from './webFrameMain.ts';

const codec = createCodec();

export interface IpcMainEvent {
  readonly type: 'frame';
  readonly sender: WebContents;
  /** Null when the frame was already gone when the message arrived. */
  readonly senderFrame: WebFrameMain | null;
  readonly processId: number;
  readonly frameId: number;
  readonly reply: (channel: string, ...args: unknown[]) => void;
}
export type IpcMainInvokeEvent = Omit<IpcMainEvent, 'reply'>;
type Handler = (event: IpcMainInvokeEvent, ...args: never[]) => unknown;

/** `ipcMain`: channels are free text, so unlike the other emitters it knows every event. */
export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, listener: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    if (typeof listener !== 'function') throw new TypeError(`Expected handler to be a function, but found type '${typeof listener}'`);
    this.#handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return listener(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** One message from a preload; gives back what is to be delivered there, if anything. */
  async receive(message: FromPreload, event: IpcMainEvent): Promise<ToPreload | null> {
    const args = codec.decode(message.args) as never[];
    if (message.is === 'send') {
      this.emit(message.channel, event, ...args);
      return null;
    }
    const { id, channel } = message;
    try {
      const handler = this.#handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      return { is: 'reply', id, channel, result: codec.encode(await handler(event, ...args)) };
    } catch (error) {
      return { is: 'failure', id, channel, message: String(error) };
    }
  }
}

export const ipcMain = new IpcMain();
