import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { openWorkspace } from '#storage/workspace.ts';
import { makeSales, type Booked } from '#tests/engine/fakeService.ts';
import { bundle, type Bundled } from '#tests/promises/bundled.ts';

let program: Bundled;
beforeAll(async () => void (program = await bundle(path.join(import.meta.dirname, '../../tests/engine/killedRun.ts'))));
afterAll(() => program.remove());

const sales = 9;
let folder: string;
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'fluxo-kill-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

type Told = Pick<RunSummary, 'status' | 'read' | 'outcomes'> & { readonly places: number };

function runAndKill(at: number): Promise<{ readonly signal: NodeJS.Signals | null; readonly told: Told | null }> {
  const child = spawn(process.execPath, [program.file, folder, path.join(folder, 'books.jsonl'), String(sales), String(at)], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...program.env } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, signal) => resolve({ signal, told: output === '' ? null : (JSON.parse(output) as Told) }));
  });
}

async function booked(kind: Booked['kind']): Promise<readonly string[]> {
  const text = await readFile(path.join(folder, 'books.jsonl'), 'utf8');
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Booked).filter((line) => line.kind === kind).map((line) => line.name).sort();
}

async function expectWhole(): Promise<void> {
  expect(await booked('sale')).toEqual(makeSales(sales).map((sale) => sale.id).sort());
  const customers = await booked('customer');
  expect(customers).toEqual([...new Set(customers)]);
  const workspace = await openWorkspace(folder);
  const { rows } = await workspace.store.records({ limit: 100 });
  expect(rows.map((row) => `${row.key} ${row.outcome}`).sort()).toEqual(makeSales(sales).map((sale) => `${sale.id} created`).sort());
  for (const run of await workspace.store.runs({ limit: 50 })) expect(run.read).toBe(countAll(run.outcomes));
  await workspace.close();
}

test('a process killed with SIGKILL at places all over a run goes on in the next one: nothing lost, nothing booked twice', async () => {
  const { told } = await runAndKill(0);
  expect(told).toMatchObject({ status: 'succeeded', read: sales });
  const places = told!.places;
  await expectWhole();
  for (let part = 1; part <= 5; part += 1) {
    await rm(folder, { recursive: true, force: true });
    const at = Math.round((places * part) / 6);
    expect((await runAndKill(at)).signal, `place ${at} of ${places}`).toBe('SIGKILL');
    expect((await runAndKill(0)).told, `after place ${at} of ${places}`).toMatchObject({ status: 'succeeded' });
    await expectWhole();
  }
}, 180_000);

test('killed several times in a row, each time while it recovers, it still ends whole', async () => {
  for (const at of [30, 22, 25]) expect((await runAndKill(at)).signal).toBe('SIGKILL');
  expect((await runAndKill(0)).told).toMatchObject({ status: 'succeeded' });
  await expectWhole();
}, 120_000);
