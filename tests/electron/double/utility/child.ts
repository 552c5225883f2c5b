import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';
import { RemotePorts, type UtilityMessage } from './ports.ts';

/**
 * Preloaded into a utility process: gives it `process.parentPort` and takes the plain Node channel away from it. There is
 * no `electron` module in here; Electron has a few parts of it, none of which the app uses.
 */
const channelSend = process.send?.bind(process);
const send = (message: UtilityMessage) => void channelSend?.(message);
const ports = new RemotePorts(send);

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    send({ is: 'message', data: message, ports: [] });
  }
}
const parentPort = new ParentPort();

process.on('message', (message: UtilityMessage) => {
  if (message.is === 'message') parentPort.emit('message', { data: message.data, ports: message.ports.map((id) => ports.arrive(id)) });
  else ports.onMessage(message);
});
// Nobody is left to work for.
process.on('disconnect', () => process.exit(0));

Object.defineProperty(process, 'parentPort', { value: parentPort });
Object.defineProperty(process, 'type', { value: 'utility' });
Object.defineProperty(process, 'send', { value: undefined });

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier.startsWith('electron/')) throw new Error('electron double: a utility process has no electron module');
    return next(specifier, context);
  },
});
