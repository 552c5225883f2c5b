import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longestFirst.ts';

/** What leaves nothing behind when it is over, neither a process, nor a variable of the environment, nor a stand-in for a module: its files can share a process. */
const plain = ['{shared,connectors,sandbox,renderer}/**/*.test.{ts,tsx}', 'tests/{contract,templates,twoWay,featureRows}/**/*.test.ts'];
const alone = ['{engine,storage,host,electron,cli,scripts,bench}/**/*.test.ts', 'tests/*.test.ts', 'tests/promises/**/*.test.ts'];
// Threads of storage are started by the hundred: from a bundle, not from TypeScript.
const builtThread = { resolve: { alias: { '#storage/thread/program.ts': path.join(import.meta.dirname, 'scripts/builtThread.ts') } } };
const globalSetup = 'scripts/testPrograms.ts';

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
        ...builtThread,
        test: { name: 'plain', environment: 'node', isolate: false, globalSetup, include: plain },
      },
      {
        extends: true,
        ...builtThread,
        test: { name: 'unit', environment: 'node', globalSetup, include: alone },
      },
      {
        extends: true,
        test: { name: 'screen', environment: 'node', globalSetup: 'scripts/builtApp.ts', include: ['tests/{electron,e2e}/**/*.test.ts'], maxWorkers: Math.min(2, availableParallelism()), sequence: { groupOrder: 1 }, testTimeout: 180_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } },
      },
      {
        extends: true,
        test: { name: 'definitions', environment: 'node', include: ['tests/definitions/**/*.test.ts'], testTimeout: 300_000 },
      },
    ],
  },
});
