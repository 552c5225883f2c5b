import { copyFile, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { damagedMark } from '#storage/sqlite/backups.ts';
import { logState } from '#storage/sqlite/logState.ts';
import { tear } from '#storage/testing/tear.ts';
import { accessibilityFaults } from './support/axe.ts';
import { runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo({ folder: 'Dropbox/workspace' });
const own = path.join(fluxo.workspace, '.fluxo');
const database = path.join(own, 'fluxo.db');
const yesterday = new Date(Date.now() - 24 * 3_600_000);

function say(sql: string, ...values: (string | number)[]): void {
  const db = new DatabaseSync(database);
  db.prepare(sql).run(...values);
  db.close();
}

/** A whole copy of yesterday, a newer one that is none, and a database with a torn page that another Fluxo (this process) seems to have open. */
async function damage(): Promise<void> {
  const copies = path.join(own, 'backups');
  await mkdir(copies, { recursive: true });
  for (const old of await readdir(copies)) await writeFile(path.join(copies, old), Buffer.alloc(9000));
  await copyFile(database, path.join(copies, 'daily-2026-01-01.db'));
  await utimes(path.join(copies, 'daily-2026-01-01.db'), yesterday, yesterday);
  await writeFile(path.join(copies, 'daily-2026-01-02.db'), Buffer.alloc(9000));
  say('INSERT INTO sessions (host, pid, opened_at) VALUES (?, ?, ?)', hostname(), process.pid, Date.now());
  await tear(database, 'leases');
  await writeFile(path.join(own, damagedMark), '');
}

test('a workspace in a folder that is synchronised says so on the home page until that is closed', async () => {
  const page = fluxo.page();
  const place = page.getByRole('region', { name: 'Place of the workspace' });
  await place.getByText('lies in a folder that is synchronised with a cloud').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await place.getByRole('button', { name: 'Do not show again' }).click();
  await place.waitFor({ state: 'hidden' });
});

test('a damaged database: the app shows the backups, brings the newest whole one back by keyboard, and rests until somebody has looked', async () => {
  await startDemo(fluxo.page());
  await runNow(fluxo.page());
  const page = await fluxo.restart(damage);
  const recovery = page.getByRole('main', { name: 'Bring back a backup' });
  await recovery.getByRole('heading', { name: 'The database of this workspace is damaged.' }).waitFor();
  const whole = recovery.getByRole('radio', { name: /Can be read whole/ });
  await whole.waitFor();
  expect(await whole.isChecked()).toBe(true);
  expect(await recovery.getByText(/^1 run · \d\d+ records$/).count()).toBe(1);
  for (const torn of await recovery.getByRole('radio', { name: /Damaged as well/ }).all()) expect(await torn.isDisabled()).toBe(true);
  expect(await accessibilityFaults(page)).toEqual([]);
  if (fluxo.app().mode === 'double') {
    await recovery.getByRole('button', { name: 'Show the folder' }).click();
    await expect.poll(async () => (await fluxo.app().journal('shell.openPath')).length).toBe(1);
  }

  const restore = recovery.getByRole('button', { name: 'Bring this backup back…' });
  const dialog = page.getByRole('dialog');
  const confirm = async () => {
    await restore.press('Enter');
    await dialog.getByRole('button', { name: 'Cancel' }).press('Tab');
    await page.keyboard.press('Enter');
  };
  await restore.press('Enter');
  await dialog.waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await confirm();
  await recovery.getByText('A Fluxo still works on this workspace').waitFor();
  expect(logState(database)).toEqual({ state: 'damaged' });

  say('DELETE FROM sessions');
  await confirm();
  const resting = page.getByRole('region', { name: 'Restored log' });
  await resting.getByText('Nothing runs by itself yet.').waitFor();
  await page.getByRole('table').getByText('Kassa orders').first().waitFor();
  expect(logState(database)).toMatchObject({ state: 'restored' });
  expect(await page.getByRole('region', { name: 'Place of the workspace' }).count()).toBe(0);
  expect((await readdir(own)).filter((name) => /^fluxo\.db\.damaged-[\dT-]+$/.test(name))).toHaveLength(1);
  expect(await accessibilityFaults(page)).toEqual([]);

  await resting.getByRole('button', { name: 'Let flows run again' }).click();
  await dialog.getByRole('button', { name: 'Let flows run again' }).click();
  await resting.waitFor({ state: 'hidden' });
  expect(logState(database)).toEqual({ state: 'trusted' });
});
