import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longestFirst.ts';

const rooms = '{shared,connectors,engine,storage,host,electron,cli,sandbox,renderer,scripts,bench}';

/**
 * `unit`: everything that needs Node alone. `screen`: what needs a browser and the built app. `definitions`: holds what the other two have
 * sent against what the services say of themselves (`scripts/test.ts` sees to all).
 */
export default defineConfig({
  test: {
    pool: 'forks',
    // By itself vitest leaves one core to itself, which of two is half of them.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        // Threads of storage are started by the hundred: from a bundle, not from TypeScript (`scripts/testPrograms.ts`).
        resolve: { alias: { '#storage/thread/program.ts': path.join(import.meta.dirname, 'scripts/builtThread.ts') } },
        test: { name: 'unit', environment: 'node', globalSetup: 'scripts/testPrograms.ts', include: [`${rooms}/**/*.test.{ts,tsx}`, 'tests/*.test.ts', 'tests/{contract,promises,templates,twoWay,featureRows}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'screen', environment: 'node', include: ['tests/{electron,e2e}/**/*.test.ts'], fileParallelism: false, testTimeout: 180_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } },
      },
      {
        extends: true,
        test: { name: 'definitions', environment: 'node', include: ['tests/definitions/**/*.test.ts'], testTimeout: 300_000 },
      },
    ],
  },
});
