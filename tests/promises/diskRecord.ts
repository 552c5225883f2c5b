import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Something a process did to a file of the database, or the moment at which it said that something is kept. */
export type DiskStep =
  | { readonly do: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly do: 'truncate'; readonly file: string; readonly size: number }
  | { readonly do: 'sync'; readonly file: string }
  | { readonly do: 'unlink'; readonly file: string }
  | { readonly do: 'say'; readonly kind: string; readonly count: number };

/** What strace has to be told so that its record can be read back to the last byte. */
export const recording = { calls: ['pwrite64', 'write', 'fsync', 'fdatasync', 'ftruncate', 'unlink', 'unlinkat'], more: ['-xx', '-y', '-s', '1000000'] } as const;

const bytesOf = (text: string) => Buffer.from(text.replaceAll('\\x', ''), 'hex');
const nameOf = (text: string) => path.basename(text.includes('\\x') ? bytesOf(text).toString() : text);

/** Reads what strace wrote: steps in the order in which the machine took them, of files whose name begins with `prefix`. */
export function readRecord(trace: string, prefix: string): readonly DiskStep[] {
  const steps: DiskStep[] = [];
  for (const line of readFileSync(trace, 'latin1').split('\n')) {
    const call = /^\d+\s+(\w+)\((.*)\)\s+= (-?\d+)/.exec(line);
    if (!call || Number(call[3]) < 0) continue;
    const [, name, args = ''] = call;
    const fd = /^(\d+)<([^>]*)>/.exec(args);
    const file = fd ? nameOf(fd[2]!) : '';
    if (name === 'write') {
      const said = fd?.[1] === '1' && /"((?:\\x[0-9a-f]{2})*)"/.exec(args);
      const words = said ? /^kept (\w+) (\d+)/.exec(bytesOf(said[1]!).toString()) : null;
      if (words) steps.push({ do: 'say', kind: words[1]!, count: Number(words[2]) });
      continue;
    }
    if (name === 'unlink' || name === 'unlinkat') {
      const gone = nameOf(/"([^"]*)"/.exec(args)?.[1] ?? '');
      if (gone.startsWith(prefix)) steps.push({ do: 'unlink', file: gone });
      continue;
    }
    if (!file.startsWith(prefix)) continue;
    if (name === 'pwrite64') {
      const written = /"((?:\\x[0-9a-f]{2})*)", \d+, (\d+)$/.exec(args);
      if (!written) throw new Error(`cannot be read back: ${line.slice(0, 120)}`);
      steps.push({ do: 'write', file, offset: Number(written[2]), bytes: bytesOf(written[1]!) });
    } else if (name === 'ftruncate') steps.push({ do: 'truncate', file, size: Number(/, (\d+)$/.exec(args)![1]) });
    else if (name === 'fsync' || name === 'fdatasync') steps.push({ do: 'sync', file });
  }
  return steps;
}
