import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = path.join(import.meta.dirname, '..', '..');

export interface Bundled {
  readonly file: string;
  /** Keeps compiled code between one process and the next. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/**
 * A program of ours in one file, as the packaged app has it: it loads in a third of the time, which counts where it is started hundreds of times.
 * Modules still think they lie where they are written, so that they find their neighbours; none but the entry is what was started.
 */
export async function bundle(entry: string): Promise<Bundled> {
  const outDir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-bundle-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    root,
    plugins: [
      {
        name: 'fluxo:own-places',
        transform: (code, id) => (id.startsWith(root) && code.includes('import.meta.') ? code.replaceAll('import.meta.dirname', JSON.stringify(path.dirname(id))).replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)).replaceAll('import.meta.main', 'false') : null),
      },
    ],
    ssr: { noExternal: true, external: ['@napi-rs/keyring'] },
    build: { ssr: entry, outDir, emptyOutDir: true, minify: false, target: 'node24', rolldownOptions: { output: { codeSplitting: false, entryFileNames: 'program.mjs' } } },
  });
  return { file: path.join(outDir, 'program.mjs'), env: { NODE_COMPILE_CACHE: path.join(outDir, 'compiled') }, remove: () => rm(outDir, { recursive: true, force: true }) };
}
