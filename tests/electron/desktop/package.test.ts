import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../../../scripts/freshBuild.ts';
import { version } from '../double/version.ts';

const root = path.join(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'fluxo-package-'));
/** What stands before the fuses in Electron's program: https://www.electronjs.org/docs/latest/tutorial/fuses */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const packaged = path.join(folder, 'release/linux-unpacked');

beforeAll(() => ensureBuilt());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform !== 'linux')('the package holds the built programs and the keychain library, nothing else, and its fuses are set', { timeout: 120_000 }, () => {
  makeSyntheticElectron(path.join(folder, 'electron'));
  const builder = path.join(root, 'node_modules/.bin/electron-builder');
  const options = [`-c.electronDist=${path.join(folder, 'electron')}`, `-c.directories.output=${path.join(folder, 'release')}`];
  const { status, stdout, stderr } = spawnSync(builder, ['--linux', 'dir', '--x64', ...options], { cwd: root, encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);

  const asar = createRequire(createRequire(path.join(root, 'package.json')).resolve('app-builder-lib'))('@electron/asar') as { listPackage(archive: string, options: object): string[] };
  const files = asar.listPackage(path.join(packaged, 'resources/app.asar'), {}).filter((file) => path.extname(file) !== '');
  const allowed = [/^\/dist\/electron\/(main|preload|engine|storageThread|formulas)\.cjs$/, /^\/dist\/renderer\//, /^\/resources\/(templates|translations|icons)\//, /^\/node_modules\/@napi-rs\/keyring/, /^\/package\.json$/];
  expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
  for (const needed of ['/dist/electron/main.cjs', '/dist/electron/preload.cjs', '/dist/electron/engine.cjs', '/dist/electron/storageThread.cjs', '/dist/electron/formulas.cjs', '/dist/renderer/index.html', '/node_modules/@napi-rs/keyring/index.js']) expect(files).toContain(needed);

  const program = readFileSync(path.join(packaged, 'fluxo'), 'latin1');
  const wire = program.slice(program.indexOf(sentinel) + sentinel.length).slice(2, 10);
  // runAsNode, cookieEncryption, nodeOptions, nodeCliInspect, asarIntegrity, onlyLoadAppFromAsar, v8Snapshot, fileProtocolPrivileges
  expect(wire).toBe('01001100');
});

/** Enough of Electron for the packager: a program with fuses in it, all on, and the files it copies. */
function makeSyntheticElectron(dist: string): void {
  for (const inner of ['resources', 'locales']) mkdirSync(path.join(dist, inner), { recursive: true });
  const fuses = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 9]), Buffer.from('111111111')]);
  writeFileSync(path.join(dist, 'electron'), Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(512, 'x'), fuses, Buffer.alloc(512, 'y')]), { mode: 0o755 });
  writeFileSync(path.join(dist, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) writeFileSync(path.join(dist, name), '');
}
