import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { full } from './full.ts';
import { openWorkspaceHost } from './ownShop.ts';
import { openSlowService } from './slowService.ts';

vi.setConfig({ testTimeout: full ? 10_800_000 : 600_000 });

const size = Number(process.env['FLUXO_SOAK'] ?? (full ? 1_000_000 : 20_000));
const pageSize = 200;
/** How much the memory may have grown. A short run ends while it is still warming up: caches that fill, code that is compiled. */
const mostGrowth = full ? 1.05 : 1.1;
const figures: Record<string, unknown> = { records: size };
afterAll(() => console.log(`soak: ${JSON.stringify(figures)}`));

const processes = path.join(import.meta.dirname, 'processes');
const skipped = process.platform === 'linux' ? '' : ' (skipped: reads the memory of a process from /proc, which only Linux has)';

/** Resident memory of a process, in MB. */
const memoryOf = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
/** What a process holds on to: nearly the least of what was seen, because a busy machine collects late and a collection leaves nothing of what came meanwhile. */
const held = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 10)]!;

interface Soaked {
  readonly written: number;
  readonly strange: number;
  readonly mostUnderWay: number;
  /** Last quarter of the run against an earlier one, each by what it held on to: the second, or in a short run, which warms up for half of its time, the third. */
  readonly growth: number;
  readonly megabytes: readonly number[];
}

/** `fluxo run` in a process of its own moves `records` customers to a service that takes its time. */
async function soak(records: number, more: readonly string[] = []): Promise<Soaked> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'fluxo-soak-'));
  const memory: number[][] = [[], [], [], []];
  let pid = 0;
  const each = Math.max(1, Math.floor(records / 400));
  const service = await openSlowService({
    records,
    delayMs: 2,
    onWritten: (written) => {
      if (written % each === 0) memory[Math.min(3, Math.floor((written / records) * 4))]!.push(memoryOf(pid));
    },
  });
  try {
    const host = await openWorkspaceHost(dir, {});
    await host.connections.save({ id: 'web', connector: 'http', name: 'Web', environment: 'production', settings: { baseUrl: service.url, auth: 'none' } });
    const position = { x: 0, y: 0 };
    await host.workspace.flows.save(
      {
        fluxo: 1,
        id: 'soak',
        name: 'Soak',
        nodes: [
          { id: 'from', kind: 'source', connection: 'web', settings: { stream: 'http.customers', path: '/customers', paging: 'offset', sizeParameter: 'count', pageSize }, position },
          { id: 'map', kind: 'map', settings: {}, position },
          { id: 'to', kind: 'target', connection: 'web', settings: { target: 'http.customerService', path: '/in/{sourceId}', method: 'PUT' }, position },
        ],
        edges: [
          { from: 'from.records', to: 'map.records' },
          { from: 'map.records', to: 'to.records' },
        ],
      },
      null,
    );
    await host.close();
    const child = spawn(process.execPath, ['--expose-gc', '--import', path.join(processes, 'collect.ts'), ...more, path.join(import.meta.dirname, '../../cli/main.ts'), 'run', 'soak', '--workspace', dir], { stdio: ['ignore', 'ignore', 'pipe'] });
    pid = child.pid!;
    let said = '';
    child.stderr.on('data', (piece: Buffer) => (said = (said + piece.toString('utf8')).slice(-2_000)));
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code, said).toBe(0);
    const { written, strange, mostUnderWay } = service;
    const megabytes = memory.map((quarter) => Math.round(held(quarter)));
    return { written, strange, mostUnderWay, megabytes, growth: Math.round((held(memory[3]!) / held(memory[full ? 1 : 2]!)) * 1000) / 1000 };
  } finally {
    await service.close();
    await rm(dir, { recursive: true, force: true });
  }
}

test.skipIf(skipped !== '')(`${size} records through a slow target: each arrives once, few are under way at a time, and memory stays as it is${skipped}`, async () => {
  const soaked = await soak(size);
  Object.assign(figures, soaked);
  expect(soaked).toMatchObject({ written: size, strange: 0 });
  // Pages worked side by side (4) and those read ahead of them (4).
  expect(soaked.mostUnderWay).toBeLessThanOrEqual(8 * pageSize);
  expect(soaked.growth).toBeLessThanOrEqual(mostGrowth);
});

test.skipIf(skipped !== '')(`a target that remembers every record is seen by the same measure${skipped}`, async () => {
  const { growth } = await soak(800, ['--import', path.join(processes, 'leak.ts')]);
  figures['growthOfALeak'] = growth;
  expect(growth).toBeGreaterThan(mostGrowth);
});
