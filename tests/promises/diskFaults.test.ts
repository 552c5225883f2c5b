import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdir, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeRandom } from '#sandbox/shop/random.ts';
import { comesToRest, integrityOf, undisturbed, type Undisturbed } from './asIfNothing.ts';
import { bundle, type Bundled } from './bundled.ts';
import { openOwnShop, type OwnShop } from './ownShop.ts';
import { countCalls, underStrace, whyNoStrace, type Injection, type Traced } from './strace.ts';

const full = process.env['FLUXO_FULL'] === '1';
const seed = Number(process.env['FLUXO_SEED'] ?? 20_261_122);
vi.setConfig({ testTimeout: full ? 3_600_000 : 600_000, hookTimeout: 300_000 });
const template = 'mplus-customers-to-mailchimp';

/** Why there can be no disk of our own size here, or null when there can. */
function whyNoDisk(): string | null {
  if (process.platform !== 'linux') return `no tmpfs on ${process.platform}`;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fluxo-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'fluxo-test', folder], { encoding: 'utf8' });
  if (mounted.status === 0) spawnSync('umount', [folder]);
  rmdirSync(folder);
  return mounted.status === 0 ? null : `only root may mount a disk of 600 KB (${(mounted.stderr ?? '').trim()})`;
}
const noDisk = whyNoDisk();

const figures = { seed, faults: 0, stopped: 0, wentOn: 0, fullDisks: 0, damaged: 0, lost: 0, doubled: 0 };
const said = new Map<string, number>();
let program: Bundled;
let wanted: Undisturbed;
beforeAll(async () => {
  if (whyNoStrace() !== null && noDisk !== null) return;
  program = await bundle(path.join(import.meta.dirname, 'heldCommand.ts'));
  const quiet = await openOwnShop(template);
  wanted = await undisturbed(quiet);
  await quiet.close();
});
afterAll(async () => {
  await program?.remove();
  console.log(`disk faults (${full ? 'full' : 'quick'}): ${JSON.stringify(figures)}; said: ${JSON.stringify(Object.fromEntries(said))}`);
});

/** What a person gets to read when the disk is at fault: that it is the disk, and what to do about it. */
const namesTheDisk = (text: string) => /disk/i.test(text) && /\n\s*→ \S/.test(text);

/** What is wrong with how a disturbed run ended; nothing = it went on regardless, or it stopped with a clear word about the disk. */
function judge({ code, signal, stdout, stderr }: Traced): readonly string[] {
  const text = stdout + stderr;
  if (signal !== null) return [`ended by ${signal}: ${text}`];
  if (code === 0 || (code === 1 && !text.includes('failed'))) {
    figures.wentOn += 1;
    return [];
  }
  figures.stopped += 1;
  const sentence = /[^\n]*disk[^\n]*/i.exec(text)?.[0].trim() ?? text;
  said.set(sentence, (said.get(sentence) ?? 0) + 1);
  return namesTheDisk(text) ? [] : [`ended with ${code}, and said: ${text}`];
}

async function recovered(shop: OwnShop): Promise<readonly string[]> {
  const verdict = await integrityOf(shop.dir);
  if (verdict !== 'ok') figures.damaged += 1;
  const rest = await comesToRest(shop, wanted);
  figures.lost += rest.lost;
  figures.doubled += rest.doubled;
  return [...(verdict === 'ok' ? [] : [`the file: ${verdict}`]), ...rest.wrong];
}

describe.skipIf(whyNoStrace() !== null)(`a disk that fails${whyNoStrace() === null ? '' : ` (skipped: ${whyNoStrace()})`}`, () => {
  test('at the Nth write or flush stops the flow with a clear word, leaves the file whole, and the flow goes on afterwards', async () => {
    const counted = await openOwnShop(template);
    const counts = await countCalls(counted.commandLine(program));
    await counted.close();
    const random = makeRandom(seed);
    const wrong: string[] = [];
    for (let at = 0; at < (full ? 200 : 20); at += 1) {
      const call = (['pwrite64', 'fsync', 'pwrite64', 'ftruncate'] as const)[at % 4]!;
      const fault: Injection = { call, nth: random.int(1, counts.get(call)!), what: random.pick(['EIO', 'ENOSPC'] as const), onwards: random.chance(0.4) };
      const shop = await openOwnShop(template);
      try {
        figures.faults += 1;
        const ended = await underStrace(shop.commandLine(program), { inject: [fault] });
        wrong.push(...[...judge(ended), ...(await recovered(shop))].map((line) => `${fault.what} at ${fault.call} ${fault.nth}${fault.onwards ? ' and all that follow' : ''}: ${line}`));
      } finally {
        await shop.close();
      }
    }
    expect(wrong).toEqual([]);
    expect(figures.stopped).toBeGreaterThan(figures.faults / 3);
  });
});

describe.skipIf(noDisk !== null || whyNoStrace() !== null)(`a disk of 600 KB${noDisk === null ? '' : ` (skipped: ${noDisk})`}`, () => {
  async function onDisk(work: (folder: string) => Promise<void>): Promise<void> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'fluxo-disk-'));
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'fluxo-test', folder]);
    try {
      await work(folder);
    } finally {
      spawnSync('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    }
  }

  test('that runs full stops the flow with a clear word; with room again it goes on', async () => {
    const wrong: string[] = [];
    for (const freeKb of full ? [0, 4, 12, 20, 32, 48, 64, 96, 128, 160, 200] : [0, 24, 64]) {
      await onDisk(async (folder) => {
        const shop = await openOwnShop(template, { dir: path.join(folder, 'shop') });
        try {
          const { bavail, bsize } = await statfs(folder);
          const filler = path.join(folder, 'holiday-pictures');
          await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - freeKb * 1024)));
          figures.fullDisks += 1;
          const ended = await underStrace(shop.commandLine(program), { calls: ['ftruncate'] });
          wrong.push(...judge(ended).map((line) => `${freeKb} KB free: ${line}`));
          await rm(filler);
          spawnSync('mount', ['-o', 'remount,size=20m', folder]);
          wrong.push(...(await recovered(shop)).map((line) => `${freeKb} KB free, then room: ${line}`));
        } finally {
          await shop.close();
        }
      });
    }
    expect(wrong).toEqual([]);
    expect(figures.fullDisks).toBeGreaterThan(2);
  });

  test('that may only be read says so', async () => {
    await onDisk(async (folder) => {
      const dir = path.join(folder, 'shop');
      await mkdir(dir);
      spawnSync('mount', ['-o', 'remount,size=20m', folder]);
      const shop = await openOwnShop(template, { dir });
      try {
        spawnSync('mount', ['-o', 'remount,ro', folder]);
        const ended = await underStrace(shop.commandLine(program), { calls: ['ftruncate'] });
        expect(judge(ended)).toEqual([]);
        expect(ended.stderr).toMatch(/read-only/);
      } finally {
        spawnSync('mount', ['-o', 'remount,rw', folder]);
        expect(await recovered(shop)).toEqual([]);
        await shop.close();
      }
    });
  });
});

test('a file that did not stay whole, and a person who is told nothing of the disk, would be seen', async () => {
  const shop = await openOwnShop(template);
  try {
    await shop.openHere(({ run }) => run());
    await truncate(path.join(shop.dir, '.fluxo', 'fluxo.db'), 40_960);
    expect(await integrityOf(shop.dir).catch(String)).not.toBe('ok');
  } finally {
    await shop.close();
  }
  expect(judge({ code: 3, signal: null, stdout: '', stderr: 'Something went wrong inside Fluxo (Error).\n  → Please report it with the log of this run.\n' })).not.toEqual([]);
});
