import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A D-Bus session with an unlocked gnome-keyring that lasts until `stop`; `env` leads a program into it. */
export async function startKeyring(): Promise<{ readonly env: Readonly<Record<string, string>>; stop(): void }> {
  const home = mkdtempSync(path.join(tmpdir(), 'fluxo-keyring-'));
  chmodSync(home, 0o700);
  const folders = { HOME: home, XDG_DATA_HOME: path.join(home, 'data'), XDG_CONFIG_HOME: path.join(home, 'config'), XDG_RUNTIME_DIR: home };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], { env: { ...process.env, ...folders }, stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise<string>((resolve, reject) => {
    bus.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()));
    bus.once('error', reject);
  });
  const env = { ...folders, DBUS_SESSION_BUS_ADDRESS: address };
  spawnSync('gnome-keyring-daemon', ['--unlock', '--components=secrets'], { env: { ...process.env, ...env }, input: 'password', stdio: ['pipe', 'ignore', 'ignore'] });
  return {
    env,
    // The keyring leaves with its bus.
    stop: () => {
      bus.kill('SIGTERM');
      rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
