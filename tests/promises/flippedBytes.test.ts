import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeRandom } from '#sandbox/shop/random.ts';
import { FluxoError } from '#shared/errors.ts';
import { storageError } from '#storage/sqlite/errors.ts';
import { openWorkspace } from '#storage/workspace.ts';
import { runToRest } from './disturbed.ts';
import { openOwnShop } from './ownShop.ts';

const full = process.env['FLUXO_FULL'] === '1';
const seed = Number(process.env['FLUXO_SEED'] ?? 20_261_122);
// A hang would end here.
vi.setConfig({ testTimeout: full ? 3_600_000 : 600_000, hookTimeout: 300_000 });

/** `told`: refused as damaged, in words. `unclear`: refused, but not as what it is. `silent`: read as if nothing were wrong, with another content; `older`: the end of the log fell away, a whole commit with it. */
const figures = { seed, flips: 0, harmless: 0, told: 0, unclear: 0, older: 0, silentRows: 0, silentPayloads: 0 };
const unclear = new Map<string, number>();
afterAll(() => console.log(`flipped bytes (${full ? 'full' : 'quick'}): ${JSON.stringify(figures)} ${JSON.stringify(Object.fromEntries(unclear))}`));

let folder: string;
/** A workspace that was closed, and one whose process died with everything still in the log. */
const places = ['closed', 'died'] as const;
let wanted: Record<(typeof places)[number], Contents>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fluxo-flip-'));
  const shop = await openOwnShop('mplus-orders-to-quickbooks');
  const take = (place: string) => cp(path.join(shop.dir, '.fluxo'), path.join(folder, place, '.fluxo'), { recursive: true, filter: (file) => !file.endsWith('-shm') });
  await shop.openHere(async (running) => {
    await runToRest(running);
    await take('died');
  });
  await take('closed');
  await shop.close();
  wanted = { closed: await readAll(await fresh('closed')), died: await readAll(await fresh('died')) };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Contents {
  /** Runs, rows, ledger, cursors. */
  readonly rows: string;
  /** What was read, mapped and said. */
  readonly payloads: string;
}

async function fresh(place: string): Promise<string> {
  const copy = path.join(folder, 'flipped');
  await rm(copy, { recursive: true, force: true });
  await cp(path.join(folder, place), copy, { recursive: true });
  return copy;
}

/** Everything a run or a screen would read from a workspace. Throws what they would be told. */
async function readAll(workspace: string): Promise<Contents> {
  const { store, close } = await openWorkspace(workspace, { inThisThread: true });
  try {
    const rows: unknown[] = [];
    const payloads: unknown[] = [];
    for (const run of await store.runs({ limit: 100 })) {
      const { rows: records } = await store.records({ runId: run.runId, limit: 1_000 });
      rows.push({ ...run, durationMs: 0 }, records);
      for (const { seq } of records) payloads.push(await store.story(run.runId, seq));
    }
    rows.push(await store.problems({ limit: 100 }));
    rows.push(await store.cursor({ flowId: 'flow', nodeId: 'orders', connectionId: 'till', stream: 'mplus.orders' }));
    const db = new DatabaseSync(path.join(workspace, '.fluxo', 'fluxo.db'), { readOnly: true });
    try {
      for (const table of ['ledger', 'intents', 'seen', 'sources']) rows.push(db.prepare(`SELECT * FROM ${table}`).all());
    } finally {
      db.close();
    }
    return { rows: JSON.stringify(rows), payloads: JSON.stringify(payloads) };
  } finally {
    await close();
  }
}

/** What becomes of one damaged byte. */
async function flip(place: (typeof places)[number], file: string, at: number, bit: number): Promise<void> {
  const workspace = await fresh(place);
  const bytes = await readFile(path.join(workspace, '.fluxo', file));
  bytes[at]! ^= 1 << bit;
  await writeFile(path.join(workspace, '.fluxo', file), bytes);
  figures.flips += 1;
  try {
    const found = await readAll(workspace);
    if (found.payloads !== wanted[place].payloads && found.rows === wanted[place].rows) figures.silentPayloads += 1;
    else if (found.rows === wanted[place].rows) figures.harmless += 1;
    // Each frame of the log has a checksum: from a bad one on it is as if it had never been written.
    else if (file.endsWith('-wal')) figures.older += 1;
    else figures.silentRows += 1;
  } catch (thrown) {
    // In these words the thread of the database says it.
    const said = storageError(thrown, file);
    const code = said instanceof FluxoError ? said.code : String(said);
    if (code.startsWith('storage.')) figures.told += 1;
    else {
      figures.unclear += 1;
      unclear.set(code, (unclear.get(code) ?? 0) + 1);
    }
  }
}

test('a byte that fell over is found or does no harm: never a hang, and never a payload that is not what was read', async () => {
  const random = makeRandom(seed);
  await mkdir(path.join(folder, 'flipped'), { recursive: true });
  const files = [
    { place: 'closed', file: 'fluxo.db' },
    { place: 'died', file: 'fluxo.db-wal' },
    { place: 'died', file: 'fluxo.db' },
  ] as const;
  const sizes = await Promise.all(files.map(async ({ place, file }) => (await readFile(path.join(folder, place, '.fluxo', file))).length));
  for (let at = 0; at < (full ? 2_000 : 100); at += 1) {
    const which = at % 4 === 3 ? 1 : at % 8 === 6 ? 2 : 0;
    const { place, file } = files[which]!;
    await flip(place, file, random.int(0, sizes[which]! - 1), random.int(0, 7));
  }
  expect(figures.told).toBeGreaterThan(0);
  expect(figures.harmless).toBeGreaterThan(0);
  expect(figures.silentPayloads).toBe(0);
});

test('without the checksum that each block carries, payloads would be read wrong, and that is seen', () => {
  const text = Buffer.from(Array.from({ length: 200 }, (_one, at) => JSON.stringify({ id: `s${at}`, total: `${at * 7}.50`, name: `Klant ${at * 31}` })).join('\n'));
  const random = makeRandom(seed);
  const silent = (checksum: 0 | 1) => {
    const packed = zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: checksum } });
    let count = 0;
    for (let at = 0; at < 500; at += 1) {
      const bytes = Buffer.from(packed);
      bytes[random.int(0, bytes.length - 1)]! ^= 1 << random.int(0, 7);
      try {
        if (!zstdDecompressSync(bytes).equals(text)) count += 1;
      } catch {
        // Found.
      }
    }
    return count;
  };
  expect(silent(0)).toBeGreaterThan(50);
  expect(silent(1)).toBe(0);
});
