import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeRandom } from '#sandbox/shop/random.ts';
import { openDatabase } from '#storage/sqlite/database.ts';
import { bundle, type Bundled } from './bundled.ts';
import { Disk, imageKinds, type Image } from './diskImages.ts';
import { readRecord, recording, type DiskStep } from './diskRecord.ts';
import { underStrace, whyNoStrace } from './strace.ts';

const full = process.env['FLUXO_FULL'] === '1';
const seed = Number(process.env['FLUXO_SEED'] ?? 20_261_122);
vi.setConfig({ testTimeout: full ? 3_600_000 : 600_000, hookTimeout: 300_000 });
const pages = 8;

interface Figures {
  steps: number;
  flushes: number;
  images: number;
  /** Images in which something is missing that was said to be kept. */
  lost: number;
  corrupt: number;
}
const figures: Record<string, Figures> = {};
let program: Bundled;
let folder: string;
/** Pictures of disks are many and short-lived: in memory where there is room for them. */
let images: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fluxo-power-'));
  images = await mkdtemp(path.join(existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'fluxo-images-'));
  if (whyNoStrace() === null) program = await bundle(path.join(import.meta.dirname, 'heldWorkload.ts'));
});
afterAll(async () => {
  await program?.remove();
  for (const one of [folder, images]) await rm(one, { recursive: true, force: true });
  console.log(`power loss (${full ? 'full' : 'quick'}, seed ${seed}): ${JSON.stringify(figures)}`);
});

/** A workspace's database before the work, and everything the work did to it. */
async function record(synchronous: string): Promise<{ readonly before: Image; readonly steps: readonly DiskStep[] }> {
  const home = path.join(folder, synchronous);
  const file = path.join(home, 'fluxo.db');
  await mkdir(home);
  await (await openDatabase(file)).close();
  const before = new Map(await Promise.all((await readdir(home)).filter((name) => name.startsWith('fluxo.db') && !name.endsWith('-shm')).map(async (name) => [name, await readFile(path.join(home, name))] as const)));
  const trace = path.join(home, 'trace');
  const { code, stderr } = await underStrace({ args: [program.file, file, String(pages), synchronous], env: program.env }, { trace, ...recording });
  if (code !== 0) throw new Error(stderr);
  return { before, steps: readRecord(trace, 'fluxo.db').filter((step) => !('file' in step) || !step.file.endsWith('-shm')) };
}

type Said = Readonly<Record<string, number>>;

/** What is missing in a database of what was said to be kept; `null` when nothing is. */
function missing(file: string, said: Said): string | null {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const count = (sql: string) => (db.prepare(sql).get() as { count: number }).count;
    const found: Record<string, number> = {
      runs: count('SELECT count(*) AS count FROM runs'),
      records: count('SELECT (SELECT count(*) FROM records) + (SELECT coalesce(sum(open), 0) FROM taken_pages) AS count'),
      intents: count('SELECT count(*) AS count FROM intents'),
      ledger: count("SELECT count(*) AS count FROM ledger JOIN intents ON intents.source_key = ledger.source_key AND intents.state = 'done'"),
      finished: count("SELECT count(*) AS count FROM records WHERE outcome = 'created'"),
      ended: count("SELECT count(*) AS count FROM runs WHERE status = 'succeeded'"),
    };
    const less = Object.entries(said).filter(([kind, least]) => found[kind]! < least).map(([kind, least]) => `${kind}: ${found[kind]} of ${least}`);
    // A cursor never stands alone: the page, what is known as read and the cursor come together or not at all.
    const cursor = count("SELECT coalesce(max(cursor ->> '$.after'), 0) AS count FROM sources");
    if (cursor !== found['records'] || cursor !== count('SELECT count(*) AS count FROM seen')) less.push(`the cursor says ${cursor}, there are ${found['records']}`);
    return less.length > 0 ? less.join(', ') : null;
  } finally {
    db.close();
  }
}

/** Cuts the power at random points and opens what the disk may hold then, as the next start would. */
async function cutPower(synchronous: string, count: number): Promise<readonly string[]> {
  const { before, steps } = await record(synchronous);
  const sums: Figures = (figures[synchronous] = { steps: steps.length, flushes: steps.filter((step) => step.do === 'sync').length, images: 0, lost: 0, corrupt: 0 });
  const random = makeRandom(seed);
  const points = Array.from({ length: count }, () => random.int(1, steps.length)).sort((one, other) => one - other);
  const disk = new Disk(before);
  const said: Record<string, number> = {};
  const wrong: string[] = [];
  let at = 0;
  for (const [index, point] of points.entries()) {
    for (; at < point; at += 1) {
      const step = steps[at]!;
      disk.take(step);
      if (step.do === 'say') said[step.kind] = step.count;
    }
    const kind = imageKinds[index % imageKinds.length]!;
    const home = path.join(images, 'image');
    const file = path.join(home, 'fluxo.db');
    await rm(home, { recursive: true, force: true });
    await mkdir(home);
    for (const [name, content] of disk.image(kind, random)) await writeFile(path.join(home, name), content);
    sums.images += 1;
    let what: string | null;
    try {
      await (await openDatabase(file)).close();
      const raw = new DatabaseSync(file, { readOnly: true });
      const verdict = Object.values(raw.prepare('PRAGMA integrity_check(1)').get() as Record<string, string>)[0];
      raw.close();
      if (verdict !== 'ok') throw new Error(verdict);
      what = missing(file, said);
      if (what) sums.lost += 1;
    } catch (thrown) {
      sums.corrupt += 1;
      what = thrown instanceof Error ? thrown.message : String(thrown);
    }
    if (what) wrong.push(`${kind} at step ${point} of ${steps.length}: ${what}`);
  }
  return wrong;
}

describe.skipIf(whyNoStrace() !== null)(`when the power goes${whyNoStrace() === null ? '' : ` (skipped: ${whyNoStrace()})`}`, () => {
  test('the database is whole and holds everything that was said to be kept, whatever the disk had not yet written', async () => {
    expect(await cutPower('FULL', full ? 5_000 : 500)).toEqual([]);
    expect(figures['FULL']!.flushes).toBeGreaterThan(100);
  });

  test('it would not with a weaker setting, and that is seen', async () => {
    await cutPower('NORMAL', full ? 1_000 : 100);
    expect(figures['NORMAL']!.lost).toBeGreaterThan(0);
    await cutPower('OFF', full ? 1_000 : 100);
    expect(figures['OFF']!.lost + figures['OFF']!.corrupt).toBeGreaterThan(figures['NORMAL']!.lost / 2);
    // Damage needs a checkpoint under way, which few images catch.
    if (full) expect(figures['OFF']!.corrupt).toBeGreaterThan(0);
  });
});
