import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Step, StepResult } from './probe.ts';

/** Why the tests against a real keychain cannot run here, or null when they can. */
export function missingKeyring(): string | null {
  if (process.platform !== 'linux') return 'only on Linux';
  const missing = ['dbus-run-session', 'gnome-keyring-daemon'].filter((program) => spawnSync('which', [program]).status !== 0);
  return missing.length === 0 ? null : `${missing.join(' and ')} not installed`;
}

/** What came of each step, and how long the asking process stood still at most, in milliseconds. */
export type SessionResults = readonly StepResult[] & { readonly longestPause: number };

interface SessionOptions {
  /** `unlocked`: with this home's password. `locked`: nobody gave it. `noBus`: no D-Bus at all. */
  readonly keychain: 'unlocked' | 'locked' | 'noBus';
  /** Largest item, to try the splitting that only Windows needs. */
  readonly limit?: number;
  /** A D-Bus address to use instead of the session's own. */
  readonly busAddress?: string;
  readonly waitMs?: number;
}

/** A home folder of its own, in which sessions follow each other as logins do. */
export function makeKeyringHome() {
  const home = mkdtempSync(path.join(tmpdir(), 'fluxo-keyring-'));
  const data = path.join(home, 'data');
  mkdirSync(data);

  return {
    home,
    /** One login: starts a D-Bus session and a keyring as asked, does the steps in a process, ends all of it. */
    session(options: SessionOptions, steps: readonly Step[]): Promise<SessionResults> {
      const runtime = mkdtempSync(path.join(home, 'run-'));
      chmodSync(runtime, 0o700);
      const probe = [process.execPath, path.join(import.meta.dirname, 'probe.ts'), JSON.stringify({ steps, limit: options.limit, waitMs: options.waitMs })];
      const { DBUS_SESSION_BUS_ADDRESS: _real, ...env } = process.env;
      const sessionEnv = {
        ...env, HOME: home, XDG_DATA_HOME: data, XDG_CONFIG_HOME: path.join(home, 'config'), XDG_RUNTIME_DIR: runtime,
        ...(options.busAddress !== undefined && { DBUS_SESSION_BUS_ADDRESS: options.busAddress }),
      };
      const [command = '', ...args] = options.keychain === 'noBus' ? probe : ['dbus-run-session', '--', 'sh', '-c', script(options.keychain), 'sh', ...probe];
      return collect(command, args, sessionEnv);
    },
    /** Names of files below this home that hold `text`, as it is or in base64. */
    filesHolding(text: string): string[] {
      const needles = [text, Buffer.from(text).toString('base64').slice(0, -4)];
      return (readdirSync(home, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .filter((file) => needles.some((needle) => readFileSync(file, 'latin1').includes(needle)));
    },
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }),
  };
}

function script(keychain: 'unlocked' | 'locked'): string {
  const start = keychain === 'unlocked' ? 'printf %s password | gnome-keyring-daemon --unlock --components=secrets' : 'gnome-keyring-daemon --start --components=secrets';
  return `${start} >/dev/null 2>&1; exec "$@"`;
}

/**
 * Resolves when all of the session is over. The keyring's daemon outlives its bus by a moment, in which it takes its folder away;
 * it holds the fourth pipe, which nobody writes to, and so tells when it is gone. One that had not found its bus yet stays, and is not waited for.
 */
function collect(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<SessionResults> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], timeout: 20_000, killSignal: 'SIGKILL' });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const daemon = child.stdio[3] as Readable;
  daemon.resume();
  child.once('exit', () => setTimeout(() => daemon.destroy(), 5_000).unref());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      // A keychain that hangs makes the probe's end a hard one; what it printed counts.
      const answer = out === '' ? null : (JSON.parse(out) as { results: StepResult[]; longestPause: number });
      if (answer === null) reject(new Error(`The probe ended with ${code}: ${err}`));
      else resolve(Object.assign(answer.results, { longestPause: answer.longestPause }));
    });
  });
}
