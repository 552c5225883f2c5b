import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../../../scripts/freshBuild.ts';

const root = path.join(import.meta.dirname, '../../..');
const bundle = (name: string) => readFileSync(path.join(root, 'dist/electron', name), 'utf8');
/** What a bundle still asks Node for, one name each; not what stands in a text for generated code. */
const required = (source: string) => [...new Set([...source.matchAll(/(?<!`)\brequire\("([^"\\]+)"\)/g)].map(([, name]) => name ?? ''))].filter((name) => !name.startsWith('ajv'));
beforeAll(() => ensureBuilt());

test('the preload is one file that asks for electron alone and holds no schema', () => {
  expect(required(bundle('preload.cjs'))).toEqual(['electron']);
  expect(bundle('preload.cjs').length).toBeLessThan(5000);
});

test.each(['main.cjs', 'engine.cjs', 'storageThread.cjs', 'formulas.cjs'])('%s needs nothing of node_modules but the keychain library', (name) => {
  const known = new Set([...builtinModules, 'electron', '@napi-rs/keyring']);
  expect(required(bundle(name)).filter((module) => !module.startsWith('node:') && !known.has(module))).toEqual([]);
});

test('the engine has no way to windows, and no program has the door of the preview', () => {
  expect(required(bundle('engine.cjs'))).not.toContain('electron');
  for (const name of ['main.cjs', 'engine.cjs', 'storageThread.cjs', 'formulas.cjs']) expect(bundle(name)).not.toMatch(/__fluxo\b|WebSocketServer/);
});

test('every file of the screen is listed and there', () => {
  const listed = JSON.parse(readFileSync(path.join(root, 'dist/renderer/served-files.json'), 'utf8')) as string[];
  expect(listed).toContain('/index.html');
  expect(listed.filter((file) => !existsSync(path.join(root, 'dist/renderer', file)))).toEqual([]);
});

test('the installed program has every guard switched on', () => {
  const config = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
  const fuses = Object.fromEntries([...(/electronFuses:\n((?: {2}\w+: \w+\n)+)/.exec(config)?.[1] ?? '').matchAll(/(\w+): (\w+)/g)].map(([, name, value]) => [name, value]));
  expect(fuses).toEqual({
    runAsNode: 'false', enableNodeOptionsEnvironmentVariable: 'false', enableNodeCliInspectArguments: 'false', enableCookieEncryption: 'true',
    enableEmbeddedAsarIntegrityValidation: 'true', onlyLoadAppFromAsar: 'true', grantFileProtocolExtraPrivileges: 'false', loadBrowserProcessSpecificV8Snapshot: 'false',
  });
});
