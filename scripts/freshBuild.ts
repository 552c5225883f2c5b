import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.join(import.meta.dirname, '..');
const sources = ['vite.config.ts', 'scripts/nodeBundle.ts', 'package.json', '{cli,connectors,electron,engine,host,renderer,sandbox,shared,storage}/**/*.{ts,tsx,css,html}', 'resources/translations/**/*.json'];
const outputs = ['dist/electron/main.cjs', 'dist/electron/preload.cjs', 'dist/electron/engine.cjs', 'dist/electron/storageThread.cjs', 'dist/electron/formulas.cjs', 'dist/cli/fluxo.mjs', 'dist/cli/storageThread.cjs', 'dist/cli/formulas.cjs', 'dist/renderer/served-files.json'];
const lock = path.join(root, 'node_modules/.fluxo-build');
const staleLockMs = 120_000;

/**
 * Builds the app when a source is newer than the last build, and only then. Several processes may ask at once; one builds
 * and the others wait. Throws with the build's own words when it fails.
 */
export async function ensureBuilt(): Promise<void> {
  while (!(await isFresh())) {
    if (!takeLock()) {
      await sleep(200);
      continue;
    }
    try {
      build();
      return;
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

async function isFresh(): Promise<boolean> {
  const built = outputs.map((file) => modifiedAt(path.join(root, file)));
  const oldest = Math.min(...built);
  if (oldest === 0) return false;
  for await (const file of glob(sources, { cwd: root, exclude: (name) => name.includes('.test.') })) {
    if (modifiedAt(path.join(root, file)) > oldest) return false;
  }
  return true;
}

function build(): void {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The app could not be built:\n${stdout}${stderr}`);
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    if (Date.now() - modifiedAt(lock) > staleLockMs) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

/** In milliseconds; 0 for what is not there. */
function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
