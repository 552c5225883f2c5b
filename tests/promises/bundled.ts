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
 * Modules still think they lie where they are written, so that they find their neighbours, but for who starts the storage thread; none but the entry is
 * what was started.
 */
export async function bundle(entry: string): Promise<Bundled> {
  const outDir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-bundle-'));
  await intoOneFile(entry, outDir, { format: 'es', entryFileNames: 'program.mjs' });
  await intoOneFile(storageThread, outDir, { format: 'cjs', entryFileNames: 'storageThread.cjs' });
  return { file: path.join(outDir, 'program.mjs'), env: { NODE_COMPILE_CACHE: path.join(outDir, 'compiled') }, remove: () => rm(outDir, { recursive: true, force: true }) };
}

const storageThread = path.join(root, 'storage/thread/storageThread.ts');
const placesOf = (code: string, id: string) =>
  code.replaceAll('import.meta.dirname', JSON.stringify(path.dirname(id))).replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href));

async function intoOneFile(entry: string, outDir: string, output: { readonly format: 'es' | 'cjs'; readonly entryFileNames: string }): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root,
    plugins: [
      {
        name: 'fluxo:own-places',
        transform(code, id) {
          if (!id.startsWith(root) || !code.includes('import.meta.') || path.dirname(id) === path.dirname(storageThread)) return null;
          return placesOf(id === entry ? code : code.replaceAll('import.meta.main', 'false'), id);
        },
      },
    ],
    ssr: { noExternal: true, external: ['@napi-rs/keyring'] },
    build: { ssr: entry, outDir, emptyOutDir: false, minify: false, target: 'node24', rolldownOptions: { output: { ...output, codeSplitting: false } } },
  });
}
