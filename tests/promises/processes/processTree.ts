import { readdirSync, readFileSync } from 'node:fs';

/** A running process as others on the machine may see it. */
export interface SeenProcess {
  readonly pid: number;
  readonly commandLine: string;
  readonly environment: string;
}

/** A process and all it started, and they started, as Linux tells of them. */
export function processTree(root: number): readonly SeenProcess[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = textOf(`/proc/${name}/stat`);
    // Behind the program's name, which may hold anything: its state, then its parent.
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const family = new Set([root]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family].map((pid) => ({ pid, commandLine: textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' '), environment: textOf(`/proc/${pid}/environ`).replaceAll('\0', '\n') }));
}

/** Empty for a process that has ended in the meantime. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
