import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBorderCrossings } from '../scripts/borders.ts';

const root = path.join(import.meta.dirname, '..');
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(os.tmpdir(), 'fluxo-borders-'));
  // The folders named in the configuration are looked for beside it.
  await copyFile(path.join(root, '.oxlintrc.json'), path.join(scratch, '.oxlintrc.json'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** The linter's words on a file with one import, as if it stood in that place of the checkout. */
async function lint(file: string, specifier: string): Promise<string> {
  const place = path.join(scratch, file);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, `import * as thing from '${specifier}';\nexport const kept = thing;\n`);
  const { stdout } = spawnSync(process.execPath, [path.join(root, 'node_modules/oxlint/bin/oxlint'), file], { cwd: scratch, encoding: 'utf8' });
  return stdout;
}

test.each([
  ['shared/flow/x.ts', 'node:fs', 'shared/ is the language of the house'],
  ['shared/flow/x.ts', '#engine/ports.ts', 'shared/ is the language of the house'],
  ['engine/run/x.ts', '#storage/workspace.ts', 'engine/ports.ts'],
  ['engine/run/x.ts', '#connectors/mplus/index.ts', 'engine/ports.ts'],
  ['engine/run/x.ts', 'electron', 'engine/ports.ts'],
  ['connectors/mplus/x.ts', '#connectors/quickbooks/index.ts', 'never another service'],
  ['connectors/quickbooks/x.ts', '#engine/ports.ts', 'never another service'],
  ['storage/x.ts', '#host/host.ts', 'storage/ makes'],
  ['sandbox/mplus/x.ts', '#connectors/mplus/index.ts', 'proves nothing'],
  ['host/x.ts', '#electron/main.ts', 'knows none of them'],
  ['renderer/x.ts', '#host/host.ts', 'renderer/bridge.ts'],
  ['renderer/x.ts', 'electron', 'renderer/bridge.ts'],
  ['cli/x.ts', '#electron/main.ts', 'headless'],
])('%s may not import %s, and the message says what to do', async (file, specifier, words) => {
  expect(await lint(file, specifier)).toContain(words);
});

test.each([
  ['shared/flow/x.ts', '#shared/errors.ts'],
  ['engine/run/x.ts', '#connectors/sdk/connector.ts'],
  ['connectors/mplus/x.ts', '#connectors/sdk/http.ts'],
  ['storage/x.ts', '#engine/ports.ts'],
  ['host/x.ts', '#sandbox/index.ts'],
  ['renderer/x.ts', '#shared/ipc/contract.ts'],
])('%s may import %s', async (file, specifier) => {
  expect(await lint(file, specifier)).not.toContain('no-restricted-imports');
});

test('a relative import that leaves its room is found', async () => {
  const own = await mkdtemp(path.join(scratch, 'relative-'));
  await mkdir(path.join(own, 'engine/run'), { recursive: true });
  await writeFile(path.join(own, 'engine/run/x.ts'), "import { a } from '../../storage/a.ts';\nimport { b } from '../plan/b.ts';\nexport { a, b };\n");
  expect(await findBorderCrossings(own)).toEqual(['engine/run/x.ts: ../../storage/a.ts leaves engine/; import it as #storage/…']);
});

test('no file of the project crosses a border by a relative import', async () => {
  expect(await findBorderCrossings(root)).toEqual([]);
});
