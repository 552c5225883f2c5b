import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkerOptions } from 'node:worker_threads';

/** What a storage thread runs, as `new Worker` takes it: a file, or with `eval` the text of a program. */
export interface ThreadProgram {
  readonly code: string;
  readonly options: Pick<WorkerOptions, 'eval'>;
}

/**
 * From sources the TypeScript file; in the packaged app its bundle, as text, because a thread of Electron need not be able to read the app's archive.
 * Unit tests, which start threads by the hundred, put a bundle of today's sources in the place of this file (`vitest.config.ts`).
 */
export function threadProgram(): ThreadProgram {
  const source = path.join(import.meta.dirname, 'storageThread.ts');
  if (existsSync(source)) return { code: source, options: {} };
  return { code: readFileSync(path.join(import.meta.dirname, 'storageThread.cjs'), 'utf8'), options: { eval: true } };
}
