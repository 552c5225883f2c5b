import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { version } from '#cli/version.ts';
import { root } from './child.ts';

/** When and on what a bench ran. */
export function describeMachine() {
  const [cpu] = os.cpus();
  return { at: new Date().toISOString(), fluxo: version, commit: commit(), node: process.version, system: `${os.type()} ${os.release()} ${os.arch()}`, processors: `${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown'}` };
}

/** Of the checkout, when it is one. */
function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
  } catch {
    return null;
  }
}
