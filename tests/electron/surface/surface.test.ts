import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

/** Type-checks the host with the double in the place of `electron`; gives back the complaints about `electron/` or the stranger. */
function check(project: string): string[] {
  const tsc = path.join(root, 'node_modules/.bin/tsc');
  const { stdout } = spawnSync(tsc, ['--noEmit', '--pretty', 'false', '-p', path.join(import.meta.dirname, project)], { cwd: root, encoding: 'utf8' });
  return stdout.split('\n').filter((line) => /^(electron|tests\/electron\/surface)\//.test(line));
}

test('the double has every member, option and event of Electron that the host uses', () => {
  expect(check('tsconfig.json')).toEqual([]);
});

test('a member, an option, an event or a module the double lacks does not pass the gate', () => {
  const found = check('tsconfig.stranger.json').join('\n');
  for (const name of ['desktopCapturer', 'getGPUInfo', 'gpu-info-update', 'kiosk', 'setKiosk']) expect(found).toContain(name);
});
