import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** System calls through which something of a run reaches the disk or the network, by what a fault there means. */
export const callGroups = {
  /** Bytes on their way to a file of the database. */
  writes: ['pwrite64'],
  /** What makes bytes last, and what takes them away. */
  syncs: ['fsync', 'fdatasync', 'ftruncate', 'unlink', 'unlinkat', 'rename', 'renameat2'],
  /** Requests, and everything else that is written to a pipe, a socket or a plain file. */
  sends: ['write', 'writev', 'sendto', 'sendmsg', 'sendmmsg'],
} as const;
export type CallGroup = keyof typeof callGroups;
export const groupOf = (call: string): CallGroup | undefined => (Object.keys(callGroups) as CallGroup[]).find((group) => (callGroups[group] as readonly string[]).includes(call));
const allCalls = Object.values(callGroups).flat();

let reason: string | null | undefined;
/** Why no process can be killed or disturbed at a chosen system call here, or null when it can. */
export function whyNoStrace(): string | null {
  if (reason === undefined) {
    const tried = spawnSync('strace', ['-f', '-e', 'trace=write', '-o', '/dev/null', 'true'], { encoding: 'utf8' });
    if (tried.error) reason = process.platform === 'linux' ? 'strace is not installed' : `there is no strace on ${process.platform}`;
    else reason = tried.status === 0 ? null : `ptrace is not permitted here (${tried.stderr.trim().split('\n')[0]})`;
  }
  return reason;
}

/** What is done to the process: at its `nth` call of this name, counted for each of its threads, it is killed, or the call is not made and reports an error. */
export interface Injection {
  readonly call: string;
  readonly nth: number;
  readonly what: 'KILL' | 'EIO' | 'ENOSPC';
  /** Every later call as well: a disk that stays full or broken. */
  readonly onwards?: boolean;
}

export interface Traced {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that was loaded and waits: what Node is to be given, and its environment. */
export interface Held {
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const words = ({ call, nth, what, onwards }: Injection) => `inject=${call}:${what === 'KILL' ? 'signal=KILL' : `error=${what}`}:when=${nth}${onwards ? '+' : ''}`;

/**
 * Lets a held program (one that says `ready` and waits for a byte) go under strace, all its threads. Without injections it is only watched;
 * `trace` is a file for what it did, `more` further options of strace.
 */
export async function underStrace({ args, env }: Held, options: { readonly inject?: readonly Injection[]; readonly trace?: string; readonly calls?: readonly string[]; readonly more?: readonly string[]; readonly patienceMs?: number } = {}): Promise<Traced> {
  const { inject = [], trace = '/dev/null', more = [], patienceMs = 60_000 } = options;
  const calls = options.calls ?? (inject.length > 0 ? inject.map(({ call }) => call) : allCalls);
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  // Killed before the byte reached it: the pipe breaks, which is no error here.
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await Promise.race([once(child.stdout, 'data'), closed]);
  const strace = spawn('strace', ['-f', '-o', trace, '-e', `trace=${calls.join(',')}`, ...more, ...inject.flatMap((one) => ['-e', words(one)]), '-p', String(child.pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const over = once(strace, 'close');
  const timer = setTimeout(() => child.kill('SIGTERM'), patienceMs);
  try {
    // It says that it is attached to the process with all its threads.
    const [said] = (await Promise.race([once(strace.stderr, 'data'), over])) as [Buffer | number];
    if (!String(said).includes('attached')) throw new Error(`strace: ${String(said)}`);
    child.stdin.end('!');
    const [code, signal] = await closed;
    await over;
    return { code, signal, stdout: stdout.replace(/^ready\n/, ''), stderr };
  } finally {
    clearTimeout(timer);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

/** How often an undisturbed process makes each call, in the thread that makes it most. */
export async function countCalls(held: Held): Promise<ReadonlyMap<string, number>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fluxo-trace-'));
  try {
    const trace = path.join(folder, 'trace');
    const { code, stderr } = await underStrace(held, { trace });
    // 1 says that the run has problems, which the made-up shop has on purpose.
    if (code !== 0 && code !== 1) throw new Error(`the undisturbed process ended with ${code}: ${stderr}`);
    const perThread = new Map<string, number>();
    for (const [, thread, call] of (await readFile(trace, 'utf8')).matchAll(/^(\d+)\s+(\w+)\(/gm)) perThread.set(`${call} ${thread}`, (perThread.get(`${call} ${thread}`) ?? 0) + 1);
    const most = new Map<string, number>();
    for (const [key, count] of perThread) {
      const call = key.split(' ')[0]!;
      most.set(call, Math.max(most.get(call) ?? 0, count));
    }
    return most;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
