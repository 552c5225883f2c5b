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
  const { built, share, rows } = await runLogSuite({ rows: 10_000, say: () => undefined });
  expect(built.rows).toBe(10_000);
  expect(rows.length).toBeGreaterThan(10);
  expect(share).toBeLessThan(0.25);
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
