import { EventEmitter } from 'node:events';

/** What travels between main and a utility process, over Node's own channel between the two. */
export type UtilityMessage =
  | { readonly is: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly is: 'port'; readonly port: number; readonly data: unknown }
  | { readonly is: 'portClosed'; readonly port: number };
export type Send = (message: UtilityMessage) => void;

export interface PortMessage {
  readonly data: unknown;
  readonly ports: MessagePortMain[];
}

/**
 * `MessagePortMain`: messages queue until `start`. A port is joined to its partner either directly (both in this process)
 * or, once its partner was handed to another process, through that process's channel.
 */
export class MessagePortMain extends EventEmitter {
  #queue: unknown[] = [];
  #started = false;
  #closed = false;
  #deliver: (data: unknown) => void = () => {};
  #tellClosed: () => void = () => {};

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('electron double: ports cannot be sent through ports');
    if (!this.#closed) this.#deliver(structuredClone(message));
  }

  start(): void {
    this.#started = true;
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    if (this.#closed) return;
    this.#tellClosed();
    this.onPartnerClosed();
  }

  // What follows is between the double's own parts.

  join(deliver: (data: unknown) => void, tellClosed: () => void): void {
    this.#deliver = deliver;
    this.#tellClosed = tellClosed;
  }

  receive(data: unknown): void {
    if (this.#closed) return;
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#queue.push(data);
  }

  onPartnerClosed(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.emit('close');
  }
}

/** Ports of this process whose partner lives on the other side of one channel. */
export class RemotePorts {
  readonly #send: Send;
  readonly #ports = new Map<number, MessagePortMain>();
  #lastId = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Moves `port` to the other side: what its partner sends goes over the channel from now on. */
  handOver(port: MessagePortMain, partner: MessagePortMain): number {
    const id = ++this.#lastId;
    this.#bind(id, partner);
    port.removeAllListeners();
    return id;
  }

  /** A port that arrived from the other side. */
  arrive(id: number): MessagePortMain {
    const port = new MessagePortMain();
    this.#bind(id, port);
    return port;
  }

  onMessage(message: Exclude<UtilityMessage, { is: 'message' }>): void {
    const port = this.#ports.get(message.port);
    if (message.is === 'port') port?.receive(message.data);
    else port?.onPartnerClosed();
  }

  closeAll(): void {
    for (const port of this.#ports.values()) port.onPartnerClosed();
  }

  #bind(id: number, port: MessagePortMain): void {
    this.#ports.set(id, port);
    port.join(
      (data) => this.#send({ is: 'port', port: id, data }),
      () => this.#send({ is: 'portClosed', port: id }),
    );
  }
}

const partners = new WeakMap<MessagePortMain, MessagePortMain>();

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();
  constructor() {
    const { port1, port2 } = this;
    port1.join((data) => setImmediate(() => port2.receive(data)), () => port2.onPartnerClosed());
    port2.join((data) => setImmediate(() => port1.receive(data)), () => port1.onPartnerClosed());
    partners.set(port1, port2);
    partners.set(port2, port1);
  }
}

export function partnerOf(port: MessagePortMain): MessagePortMain {
  const partner = partners.get(port);
  if (!partner) throw new Error('electron double: only a port of a MessageChannelMain of this process can be sent');
  return partner;
}
