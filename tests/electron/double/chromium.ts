import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export type CdpParams = Record<string, unknown>;
type Waiting = { readonly resolve: (result: never) => void; readonly reject: (error: Error) => void };

const switches = [
  '--headless',
  // Debian's Chromium refuses its sandbox as root, which test machines usually are.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-extensions',
  '--disable-component-update',
  '--disable-background-networking',
  // A window in the background must keep its timers, as an Electron window does in a test.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--no-first-run',
  '--no-startup-window',
  '--hide-scrollbars',
  // All frames of a window stay in one target, so that its requests and frames are seen in one place.
  '--disable-site-isolation-trials',
  // And no pages for the address bar that nobody sees: two processes less for each window.
  '--disable-features=IsolateOrigins,site-per-process,WebUIOmniboxPopup,WebUIOmniboxAimPopup',
  // The double never reaches a real network: what is not answered by the app's own protocol fails at once.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  '--force-color-profile=srgb',
  // A mouse, as a desktop has one: without it `@media (hover: hover)` does not hold and what shows under the pointer never shows.
  '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
];

/**
 * One Chromium, spoken to in the DevTools protocol over a pipe.
 *
 * The pipe rather than a socket, because Chromium leaves when its pipe closes: a main process that is killed takes its
 * Chromium along. A debugging port on loopback is opened too, for Playwright. Protocol events are emitted under
 * `sessionId:Domain.event`, or `Domain.event` for the browser itself.
 */
export class Chromium extends EventEmitter {
  readonly process: ChildProcess;
  #nextId = 0;
  #waiting = new Map<number, Waiting>();
  #endpoint = Promise.withResolvers<string>();
  #exited = Promise.withResolvers<void>();
  #gone = false;

  constructor(executable: string, profileFolder: string) {
    super();
    this.setMaxListeners(0);
    this.process = spawn(
      executable,
      [...switches, '--remote-debugging-pipe', '--remote-debugging-port=0', `--user-data-dir=${profileFolder}`],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
    );
    this.process.once('exit', () => this.#onGone());
    this.process.once('error', () => this.#onGone());
    this.#endpoint.promise.catch(() => {});
    this.#readEndpoint();
    this.#readMessages();
    // A write after Chromium died is reported through the rejected call, not as an unhandled stream error.
    this.#commands.on('error', () => {});
  }

  /** The WebSocket address Playwright connects to. */
  get endpoint(): Promise<string> {
    return this.#endpoint.promise;
  }

  /** Calls a protocol method, of the browser or of one session; rejects with the protocol's message or when Chromium left. */
  call<Result = CdpParams>(method: string, params: CdpParams = {}, sessionId?: string): Promise<Result> {
    if (this.#gone) return Promise.reject(new Error(`Chromium is gone (${method})`));
    const id = ++this.#nextId;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#waiting.set(id, { resolve, reject });
    this.#commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return promise;
  }

  /** Asks Chromium to leave so that it writes its profile, and kills it when it has not within `patienceMs`. */
  async close(patienceMs = 3000): Promise<void> {
    void this.call('Browser.close').catch(() => {});
    const timer = setTimeout(() => this.process.kill('SIGKILL'), patienceMs);
    await this.#exited.promise;
    clearTimeout(timer);
  }

  get #commands(): Writable {
    return this.process.stdio[3] as Writable;
  }

  #readEndpoint(): void {
    let seen = '';
    this.process.stderr?.on('data', (chunk: Buffer) => {
      if (seen.length > 100_000) return;
      seen += chunk.toString('utf8');
      const found = /DevTools listening on (\S+)/.exec(seen)?.[1];
      if (found !== undefined) this.#endpoint.resolve(found);
    });
  }

  #readMessages(): void {
    let pieces: Buffer[] = [];
    (this.process.stdio[4] as Readable).on('data', (chunk: Buffer) => {
      let rest = chunk;
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        const message = Buffer.concat([...pieces, rest.subarray(0, end)]).toString('utf8');
        pieces = [];
        rest = rest.subarray(end + 1);
        this.#onMessage(JSON.parse(message) as Message);
      }
      if (rest.length > 0) pieces.push(rest);
    });
  }

  #onMessage(message: Message): void {
    if (message.id === undefined) {
      this.emit(message.sessionId ? `${message.sessionId}:${message.method}` : String(message.method), message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result as never);
  }

  #onGone(): void {
    this.#gone = true;
    for (const waiting of this.#waiting.values()) waiting.reject(new Error('Chromium is gone'));
    this.#waiting.clear();
    this.#endpoint.reject(new Error('Chromium left before it was ready'));
    this.#exited.resolve();
    this.emit('gone');
  }
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: CdpParams;
  readonly result?: CdpParams;
  readonly error?: { readonly message: string };
}
