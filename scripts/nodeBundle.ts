import { builtinModules } from 'node:module';
import path from 'node:path';
import type { EnvironmentOptions } from 'vite';

const root = path.join(import.meta.dirname, '..');

/** A bundle for Electron's own Node: one CommonJS file, with only what cannot be bundled left outside. */
export function nodeBundle(name: string, input: string, folder = 'dist/electron'): EnvironmentOptions {
  const external = ['electron', '@napi-rs/keyring', ...builtinModules, /^node:/];
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: ['electron', '@napi-rs/keyring'], conditions: ['node'] },
    build: {
      outDir: path.join(root, folder),
      emptyOutDir: false,
      minify: false,
      target: 'node24',
      ssr: true,
      rolldownOptions: {
        input: { [name]: path.join(root, input) },
        external,
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  };
}
