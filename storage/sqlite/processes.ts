import { hostname, uptime } from 'node:os';

/** True while a process with this id runs on this machine, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

/** The machine's clock may be put right a moment after it started. */
const slackMs = 60_000;

/** True while whoever opened the database then may still have it open: a process with its id runs here, and the machine has not been started since, which gives ids out anew. */
export function isStillOpen({ host, pid, openedAt }: { readonly host: string; readonly pid: number; readonly openedAt: number }): boolean {
  return host === hostname() && isAlive(pid) && openedAt > Date.now() - uptime() * 1000 - slackMs;
}
