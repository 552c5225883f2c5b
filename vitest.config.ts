import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,connectors,engine,storage,electron,cli,host,sandbox,renderer,tests,scripts}/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: 'forks',
  },
});
