import { defineConfig } from 'vitest/config';

const rooms = '{shared,connectors,engine,storage,host,electron,cli,sandbox,renderer,scripts,bench}';

/** `unit`: everything that needs Node alone. `screen`: what needs a browser and the built app (`scripts/test.ts` sees to both). */
export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', environment: 'node', include: [`${rooms}/**/*.test.{ts,tsx}`, 'tests/*.test.ts', 'tests/contract/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'screen', environment: 'node', include: ['tests/{electron,e2e}/**/*.test.ts'], fileParallelism: false, testTimeout: 90_000, hookTimeout: 120_000, expect: { poll: { timeout: 10_000 } } },
      },
    ],
  },
});
