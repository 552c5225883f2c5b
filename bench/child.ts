import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..');
/** The command line as it is shipped; `npm run bench` sees to it that it is that of the sources. */
export const shippedCommandLine = path.join(root, 'dist/cli/fluxo.mjs');

/** What a whole process used, its start included. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Null where the system does not tell. */
  readonly peakRssMb: number | null;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly usage: Usage;
}

/** Processes that have to end with this one, whatever happens. */
const running = new Set<number>();

export function endWithUs(pid: number): () => void {
  running.add(pid);
  return () => void running.delete(pid);
}

process.on('exit', () => {
  for (const pid of running) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
});

/** Removes a folder when asked, or when this process ends without. */
export function cleanAtTheEnd(folder: string): () => void {
  const clean = () => {
    process.off('exit', clean);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', clean);
  return clean;
}

/** Runs a script of the checkout in a process of its own, to its end, and tells what it used. Throws when it cannot be started. */
export async function runMeasured(args: readonly string[], options: { readonly env?: Readonly<Record<string, string>>; readonly nodeArgs?: readonly string[] } = {}): Promise<Ended> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fluxo-bench-usage-'));
  const file = path.join(folder, 'usage.json');
  const clean = cleanAtTheEnd(folder);
  try {
    const ended = await new Promise<Omit<Ended, 'usage'>>((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', path.join(import.meta.dirname, 'measureSelf.ts'), ...(options.nodeArgs ?? []), ...args], {
        cwd: root,
        env: { ...process.env, ...options.env, FLUXO_BENCH_USAGE: file },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ends = child.pid === undefined ? () => undefined : endWithUs(child.pid);
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        ends();
        resolve({ code, stdout, stderr });
      });
    });
    const usage = JSON.parse(await readFile(file, 'utf8').catch(() => '{"cpuSeconds":null,"peakRssMb":null}')) as Usage;
    return { ...ended, usage };
  } finally {
    clean();
  }
}
