import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync, writeSync, type FSWatcher } from 'node:fs';
import path from 'node:path';

export interface SecondInstance {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly additionalData: unknown;
}

/**
 * The lock behind `requestSingleInstanceLock`, which must answer at once: a file created exclusively holds the owner's
 * process id, and a second process leaves its greeting in a folder the first one watches. No socket, so nothing is lost
 * when the second process leaves right after.
 */
export class SingleInstanceLock {
  readonly #lockFile: string;
  readonly #greetings: string;
  #watcher: FSWatcher | null = null;

  constructor(userData: string) {
    this.#lockFile = path.join(userData, 'SingleInstance.lock');
    this.#greetings = path.join(userData, 'SingleInstance');
  }

  get held(): boolean {
    return this.#watcher !== null;
  }

  /** True when this process is now the only one; false when another is, which then hears of us. */
  request(greeting: SecondInstance, onSecond: (second: SecondInstance) => void): boolean {
    if (this.held) return true;
    if (!this.#create()) {
      if (this.#ownerIsAlive()) {
        this.#greet(greeting);
        return false;
      }
      rmSync(this.#lockFile, { force: true });
      if (!this.#create()) return false;
    }
    rmSync(this.#greetings, { recursive: true, force: true });
    mkdirSync(this.#greetings, { recursive: true });
    this.#watcher = watch(this.#greetings, () => this.#readGreetings(onSecond));
    this.#watcher.unref();
    return true;
  }

  release(): void {
    if (!this.held) return;
    this.#watcher?.close();
    this.#watcher = null;
    rmSync(this.#lockFile, { force: true });
  }

  #create(): boolean {
    try {
      const file = openSync(this.#lockFile, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      return true;
    } catch {
      return false;
    }
  }

  #ownerIsAlive(): boolean {
    try {
      process.kill(Number(readFileSync(this.#lockFile, 'utf8')), 0);
      return true;
    } catch {
      return false;
    }
  }

  #greet(greeting: SecondInstance): void {
    const file = path.join(this.#greetings, String(process.pid));
    writeFileSync(`${file}.part`, JSON.stringify(greeting));
    renameSync(`${file}.part`, `${file}.json`);
  }

  #readGreetings(onSecond: (second: SecondInstance) => void): void {
    for (const name of readdirSync(this.#greetings).filter((file) => file.endsWith('.json'))) {
      const file = path.join(this.#greetings, name);
      const greeting = JSON.parse(readFileSync(file, 'utf8')) as SecondInstance;
      rmSync(file);
      onSecond(greeting);
    }
  }
}
