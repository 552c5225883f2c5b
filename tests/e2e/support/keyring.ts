import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Keyring {
  /** What a program needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A D-Bus session with an unlocked gnome-keyring, in a home of its own; nothing of this machine's user is touched. */
export async function startKeyring(): Promise<Keyring> {
  const home = mkdtempSync(path.join(tmpdir(), 'fluxo-e2e-keyring-'));
  const runtime = path.join(home, 'run');
  for (const folder of ['run', 'data', 'config']) mkdirSync(path.join(home, folder));
  chmodSync(runtime, 0o700);
  const own = { HOME: home, XDG_DATA_HOME: path.join(home, 'data'), XDG_CONFIG_HOME: path.join(home, 'config'), XDG_RUNTIME_DIR: runtime };

  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], { env: { ...process.env, ...own }, stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await firstLine(bus);
  const env = { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: runtime };
  // Leaves a daemon behind once it is unlocked; that one goes away with its bus.
  const keyring = spawn('gnome-keyring-daemon', ['--unlock', '--components=secrets'], { env: { ...process.env, ...own, ...env }, stdio: ['pipe', 'ignore', 'ignore'] });
  const unlocked = new Promise((resolve) => keyring.once('exit', resolve));
  keyring.stdin.end('password');
  await unlocked;

  return {
    env,
    stop: async () => {
      await end(bus);
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} left with ${code}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const line = text.slice(0, Math.max(0, text.indexOf('\n')));
      if (line !== '') resolve(line.trim());
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  return gone;
}
