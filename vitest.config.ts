import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longestFirst.ts';

/** Rooms whose tests leave nothing behind: neither a process, nor a file, nor a stand-in for a module. */
const plainRooms = '{shared,connectors,sandbox,renderer}';
const rooms = '{engine,storage,host,electron,cli,scripts,bench}';
const source = '**/*.test.{ts,tsx}';

/**
 * `plain` and `unit`: everything that needs Node alone; files of `plain` share their processes, which saves each of them a second of processor time.
 * `screen`: what needs a browser and the built app. `definitions`: holds what the others have sent against what the services say of themselves
 * (`scripts/test.ts` sees to all).
 */
export default defineConfig({
  test: {
    pool: 'forks',
    // By itself vitest leaves one core to itself, which of two is half of them.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: 'plain', environment: 'node', isolate: false, include: [`${plainRooms}/${source}`] },
      },
      {
        extends: true,
        // Threads of storage are started by the hundred: from a bundle, not from TypeScript (`scripts/testPrograms.ts`).
        resolve: { alias: { '#storage/thread/program.ts': path.join(import.meta.dirname, 'scripts/builtThread.ts') } },
        test: { name: 'unit', environment: 'node', globalSetup: 'scripts/testPrograms.ts', include: [`${rooms}/${source}`, 'tests/*.test.ts', 'tests/{contract,promises,templates,twoWay,featureRows}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'screen', environment: 'node', include: ['tests/{electron,e2e}/**/*.test.ts'], maxWorkers: Math.min(2, availableParallelism()), sequence: { groupOrder: 1 }, testTimeout: 180_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } },
      },
      {
        extends: true,
        test: { name: 'definitions', environment: 'node', include: ['tests/definitions/**/*.test.ts'], testTimeout: 300_000 },
      },
    ],
  },
});
