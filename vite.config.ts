import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';
import { nodeBundle } from './scripts/nodeBundle.ts';
import { callNames, eventNames } from './shared/ipc/contract.ts';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };

/**
 * Writes `served-files.json`: every file of the screen's build, by the path it is asked for. The app's protocol and the
 * preview serve what stands there and nothing else.
 */
const servedFiles: Plugin = {
  name: 'fluxo:served-files',
  applyToEnvironment: (environment) => environment.name === 'client',
  generateBundle(_options, bundle) {
    const paths = [...Object.keys(bundle), 'index.html'].map((file) => `/${file}`);
    this.emitFile({ type: 'asset', fileName: 'served-files.json', source: JSON.stringify([...new Set(paths)].toSorted(), null, 2) });
  },
};

/** The icon of the browser's tab, in the preview. */
const tabIcon: Plugin = {
  name: 'fluxo:tab-icon',
  apply: 'build',
  applyToEnvironment: (environment) => environment.name === 'client',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'icon.svg', source: readFileSync(path.join(root, 'resources/icons/icon.svg')) });
  },
  transformIndexHtml: () => [{ tag: 'link', attrs: { rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }, injectTo: 'head' }],
};

/**
 * Node's own modules are asked for by a call. Importing one reads each of its exports, and one of `http`'s loads all of `fetch`, which nobody here uses:
 * a tenth of what a start takes.
 */
const byCall: ReadonlySet<string> = new Set(['http', 'https', 'node:http', 'node:https']);
const builtinsByCall: Plugin = {
  name: 'fluxo:builtins-by-call',
  enforce: 'pre',
  applyToEnvironment: (environment) => environment.name === 'commandLine',
  resolveId: (id) => (byCall.has(id) ? `\0${id.replace(/^(node:)?/, 'builtin:')}.cjs` : undefined),
  load: (id) => (id.startsWith('\0builtin:') ? `module.exports = process.getBuiltinModule('node:${id.slice('\0builtin:'.length, -'.cjs'.length)}');` : undefined),
};

/** The command line, a file for each command: one that is called loads nothing of the others. It starts in a third of the time its sources take. */
const commandLine: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['@napi-rs/keyring'], conditions: ['node'] },
  build: {
    outDir: path.join(root, 'dist/cli'),
    emptyOutDir: false,
    minify: false,
    target: 'node24',
    ssr: true,
    rolldownOptions: {
      input: { fluxo: path.join(root, 'cli/main.ts') },
      external: ['@napi-rs/keyring', ...builtinModules.filter((id) => !byCall.has(id)), /^node:(?!https?$)/],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
};

/** One config builds the screen, the programs of the desktop app and the command line: `vite build --app`. */
export default defineConfig({
  root: path.join(root, 'renderer'),
  base: '/',
  plugins: [react(), tailwindcss(), tabIcon, servedFiles, builtinsByCall],
  define: {
    __FLUXO_VERSION__: JSON.stringify(version),
    // The preload is one small file: it gets the names of the contract without the contract's schemas.
    __CALL_NAMES__: JSON.stringify(callNames),
    __EVENT_NAMES__: JSON.stringify(eventNames),
  },
  server: { host: '127.0.0.1' },
  builder: {},
  environments: {
    client: {
      build: {
        outDir: path.join(root, 'dist/renderer'),
        emptyOutDir: true,
        target: 'chrome140',
        // A file of its own for every font and picture: the content security policy allows no data: in most places.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 4000,
      },
    },
    main: nodeBundle('main', 'electron/main.ts'),
    preload: nodeBundle('preload', 'electron/preload.ts'),
    engine: nodeBundle('engine', 'electron/engine.ts'),
    formulas: nodeBundle('formulas', 'host/formulas/process.ts'),
    storageThread: nodeBundle('storageThread', 'storage/thread/storageThread.ts'),
    commandLine,
    commandLineStorage: nodeBundle('storageThread', 'storage/thread/storageThread.ts', 'dist/cli'),
    commandLineFormulas: nodeBundle('formulas', 'host/formulas/process.ts', 'dist/cli'),
  },
});
