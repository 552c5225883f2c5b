import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { demoFlowId } from '#host/demo.ts';
import { countAll, type OutcomeCounts } from '#shared/records/outcomes.ts';
import { fluxo } from './support/cli.ts';

vi.setConfig({ testTimeout: 120_000 });

interface RunJson {
  runId: string;
  flow: string;
  status: string;
  read: number;
  outcomes: OutcomeCounts;
  durationMs: number;
}

describe('fluxo demo', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-demo-test-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test('runs every template: the first run brings something over, the second nothing, and all sums match', async () => {
    const { code, stdout } = await fluxo(['demo', '--json']);
    expect(code).toBe(0);
    const { runs } = JSON.parse(stdout) as { runs: RunJson[] };
    for (const run of runs) {
      expect(countAll(run.outcomes), run.flow).toBe(run.read);
      expect(run.status, run.flow).not.toBe('failed');
    }
    const templates = globSync(path.join(import.meta.dirname, '..', 'resources', 'templates', '*.flow.json')).map((file) => path.basename(file, '.flow.json'));
    const told = templates.map((template) => {
      const [first, again, ...more] = runs.filter(({ flow }) => flow === demoFlowId(template));
      return { template, brought: first!.outcomes.created + first!.outcomes.updated > 0, again: [again!.outcomes.created, again!.outcomes.updated], more };
    });
    expect(told).toEqual(templates.map((template) => ({ template, brought: true, again: [0, 0], more: [] })));
    expect(runs).toHaveLength(templates.length * 2);
  });

  test('a workspace that was kept remembers: a second demo on it creates nothing', async () => {
    const demo = ['demo', '--json', '--only', 'mplus-orders-to-quickbooks', '--workspace', dir];
    const created = async () => (JSON.parse((await fluxo(demo)).stdout) as { runs: RunJson[] }).runs.map(({ outcomes }) => outcomes.created);
    expect((await created())[0]).toBeGreaterThan(20);
    expect(await created()).toEqual([0, 0]);
  });

  test('a template that does not exist is answered with those that do', async () => {
    const end = await fluxo(['demo', '--only', 'nothing']);
    expect(end.code).toBe(2);
    expect(end.stderr).toContain('mplus-orders-to-quickbooks');
  });

  test('people get a table that names each record that did not simply arrive, and why', async () => {
    const end = await fluxo(['demo', '--only', 'mplus-orders-to-quickbooks']);
    expect(end.code).toBe(0);
    for (const words of ['parked', 'TIKKIE', 'invalid', 'not a number', 'skipped', 'cancelled', 'created', 'again']) expect(end.stdout).toContain(words);
    for (const round of ['first', 'again']) expect(end.stdout).toMatch(new RegExp(`^MplusKASSA orders to QuickBooks +${round} `, 'm'));
  });
});
