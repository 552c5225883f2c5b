import path from 'node:path';
import type { ThreadProgram } from '#storage/thread/program.ts';

/** Where `testPrograms.ts` puts the bundle of the storage thread. */
export const builtThread = path.join(import.meta.dirname, '../dist/tests/storageThread.cjs');

/** Stands in for `storage/thread/program.ts` in unit tests. */
export const threadProgram = (): ThreadProgram => ({ code: builtThread, options: {} });
