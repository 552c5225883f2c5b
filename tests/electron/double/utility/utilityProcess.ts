import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { app } from '../main/app.ts';
import { ElectronEvent, loud, LoudEmitter } from '../support/loud.ts';
import { note } from '../support/journal.ts';
import { partnerOf, RemotePorts, type MessagePortMain, type UtilityMessage } from './ports.ts';

export interface ForkOptions {
  readonly env?: Record<string, string | undefined>;
  readonly execArgv?: string[];
  readonly cwd?: string;
  readonly stdio?: 'pipe' | 'ignore' | 'inherit';
  readonly serviceName?: string;
}
export interface UtilityProcessEvents {
  spawn: [];
  exit: [code: number];
  message: [message: unknown];
  error: [type: string, location: string, report: string];
}

/** `UtilityProcess`: a Node process that finds `process.parentPort`, as in Electron; it leaves with its parent. */
export class UtilityProcess extends LoudEmitter<UtilityProcessEvents> {
  readonly #child: ChildProcess;
  readonly #ports: RemotePorts;

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super(['spawn', 'exit', 'message', 'error']);
    const hook = pathToFileURL(path.join(import.meta.dirname, 'child.ts')).href;
    const { stdio = 'inherit', env, cwd, execArgv = [] } = options;
    this.#child = fork(modulePath, [...args], {
      env: env ?? process.env,
      ...(cwd !== undefined && { cwd }),
      execArgv: ['--import', hook, ...execArgv],
      serialization: 'advanced',
      stdio: ['ignore', stdio, stdio, 'ipc'],
    });
    this.#ports = new RemotePorts((message) => this.#send(message));
    this.#child.once('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message: UtilityMessage) => {
      if (message.is === 'message') this.emit('message', message.data);
      else this.#ports.onMessage(message);
    });
    this.#child.once('exit', (code, signal) => {
      this.#ports.closeAll();
      const exitCode = code ?? 1;
      if (exitCode !== 0 || signal !== null) {
        const details = { type: 'Utility', reason: signal === 'SIGTERM' ? 'killed' : 'crashed', exitCode, serviceName: 'node.mojom.NodeService', name: options.serviceName ?? '' };
        app.emit('child-process-gone', new ElectronEvent(), details);
      }
      this.emit('exit', exitCode);
    });
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  get stdout(): Readable | null {
    return this.#child.stdout;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    const ports = transfer.map((port) => this.#ports.handOver(port, partnerOf(port)));
    this.#send({ is: 'message', data: message, ports });
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }

  #send(message: UtilityMessage): void {
    if (this.#child.connected) this.#child.send(message);
  }
}

export const utilityProcess = loud('utilityProcess', {
  fork(modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess {
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
    note('utilityProcess.fork', path.basename(modulePath), options.serviceName ?? null);
    return new UtilityProcess(modulePath, args, options);
  },
});
