import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { demandSameBooks } from './books.ts';
import type { BenchResult } from './bench.ts';
import { root, runMeasured } from './child.ts';
import type { Row } from './report.ts';
import { runLogSuite } from './log/suite.ts';
import { median } from './report.ts';
import { runPaceSuite } from './pace/suite.ts';
import { demandSameRecords, runFluxo, runHand } from './throughput/contestants.ts';
import { verdictOf } from './throughput/rows.ts';
import { startService } from './throughput/service.ts';

test('the bench runs through on a small shop: both contestants leave the same books with the same calls, and each figure has its row', { timeout: 180_000 }, async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fluxo-bench-test-'));
  try {
    const file = path.join(folder, 'bench.json');
    const { code, stdout, stderr } = await runMeasured([path.join(root, 'bench', 'main.ts'), '--orders', '200', '--rounds', '1', '--json', file]);
    expect(code, stderr).toBe(0);
    const result = JSON.parse(await readFile(file, 'utf8')) as BenchResult & { readonly rows: readonly Row[] };

    const [round] = result.rounds;
    expect(round).toBeDefined();
    expect(round!.fluxo.read).toBe(200);
    expect(round!.hand.read).toBe(200);
    expect(round!.fluxo.books).toEqual(round!.hand.books);
    expect(round!.fluxo.books.documents).toBe(180);
    // Nothing is new in the second run: no order is sent again.
    expect(round!.again.books.documents).toBe(180);
    expect(round!.again.books.calls.books).toBeLessThan(20);

    const figures = new Map(result.rows.map((row) => [row.name, row.median]));
    for (const name of ['hand: throughput', 'fluxo: throughput', 'fluxo / hand: throughput', 'second run, nothing new: duration', 'log: database per record', 'log: page of 100 by outcome, p95', 'log: page of 100 by search, p95']) {
      expect(figures.get(name), name).toBeGreaterThan(0);
      expect(stdout).toContain(name);
    }
    expect(result.node).toBe(process.version);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the bench of the log runs through on a small one: every question is answered rightly, at rest and while a run writes, and a record takes little room', { timeout: 120_000 }, async () => {
  const { built, share, payloadShare, rows } = await runLogSuite({ rows: 10_000, say: () => undefined });
  expect(built.rows).toBe(10_000);
  expect(rows.length).toBeGreaterThan(10);
  expect(payloadShare).toBeLessThan(0.25);
  expect(share).toBeGreaterThan(payloadShare);
});

test('books that differ by one cent stop the bench', () => {
  const kept = { documents: 3, total: '10.00', calls: { till: 1, books: 9 } };
  expect(() => demandSameBooks('a', kept, 'b', { ...kept, calls: { till: 1, books: 10 } })).not.toThrow();
  expect(() => demandSameBooks('a', kept, 'b', { ...kept, total: '10.01' })).toThrow('The books differ: a made 3 documents of 10.00 in all, b 3 of 10.01.');
  expect(() => demandSameBooks('a', kept, 'b', { ...kept, documents: 4 })).toThrow('The books differ');
});

test('a figure the system does not tell is left out of the median', () => {
  expect(median([3, null, 1, 2])).toBe(2);
  expect(median([1, 2])).toBe(1.5);
  expect(median([null])).toBeNull();
});

test('over http both contestants deliver the same records, field by field, in lists and one by one, and the log keeps every one of them', { timeout: 180_000 }, async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fluxo-bench-test-'));
  const service = await startService();
  try {
    for (const batch of [500, 1]) {
      const job = { orders: batch === 1 ? 300 : 3000, batch, latencyMs: 0 };
      const hand = await runHand(service, job, { verify: true });
      const fluxo = await runFluxo(service, job, path.join(folder, 'workspace'), { verify: true });
      expect(hand.records).toBe(job.orders * 0.95);
      expect(hand.digest).not.toBe('0');
      expect(() => demandSameRecords('fluxo', fluxo, 'hand', hand)).not.toThrow();
      expect(fluxo.largest).toBe(batch);
      // A record that differs in one field is seen.
      expect(() => demandSameRecords('fluxo', { ...fluxo, digest: '1' }, 'hand', hand)).toThrow('The records differ');
    }
  } finally {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

test('the bench of slow and limited services runs through on a small one: both read the same pages, and the books are never called faster than they allow', { timeout: 120_000 }, async () => {
  const { rows } = await runPaceSuite({ rounds: 1, say: () => undefined, size: { pages: 5, orders: 40 } });
  const [added, used] = rows.map(({ rounds }) => rounds[0]!);
  expect(added).toBeGreaterThan(-1);
  // So many calls may begin in the first second, before any has to wait.
  expect(used).toBeGreaterThan(0);
  expect(used).toBeLessThan(1 + 10 / 40);
});

test('a gate fails only when the median and the second-best round are both behind it', () => {
  const row = { id: 'P1', what: '', sense: '>=', target: 0.7, gate: 0.5 } as const;
  expect(verdictOf({ ...row, rounds: [0.8, 0.71, 0.3] })).toBe('reached');
  expect(verdictOf({ ...row, rounds: [0.8, 0.6, 0.3] })).toBe('short');
  expect(verdictOf({ ...row, rounds: [0.8, 0.4, 0.3, 0.2, 0.6] })).toBe('short');
  expect(verdictOf({ ...row, rounds: [0.6, 0.4, 0.3] })).toBe('FAILED');
  expect(verdictOf({ ...row, sense: '<=', target: 2, gate: 2.5, rounds: [2.6, 2.7, 2.4] })).toBe('FAILED');
  expect(verdictOf({ ...row, rounds: [] })).toBe('n/a');
});
