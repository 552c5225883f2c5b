import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { endWithUs } from '../child.ts';
import type { Usage } from '../child.ts';
import type { Job, Lap } from './contestants.ts';
import { nodeRedFlow } from './nodeRedFlows.ts';
import type { NodeRedWay } from './nodeRedFlows.ts';
import type { Service } from './service.ts';

const version = '5.0.7';
const patienceMs = 300_000;

export interface NodeRed {
  readonly folder: string;
}

/** Installs Node-RED into a folder of its own; takes a minute. */
export async function installNodeRed(folder: string, say: (line: string) => void): Promise<NodeRed> {
  say(`Installing Node-RED ${version} …`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{"private":true}');
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--omit=dev', `node-red@${version}`], { cwd: folder, maxBuffer: 1e8 });
  return { folder };
}

/** One run of a flow without its editor, ended when all records of the job have arrived. */
export async function runNodeRed({ folder }: NodeRed, service: Service, job: Job, way: NodeRedWay): Promise<Lap> {
  const user = path.join(folder, 'user');
  await rm(user, { recursive: true, force: true });
  await mkdir(user, { recursive: true });
  await writeFile(path.join(user, 'settings.js'), `module.exports = { flowFile: 'flows.json', httpAdminRoot: false, httpNodeRoot: false, uiPort: 0, uiHost: '127.0.0.1', telemetry: { enabled: false }, logging: { console: { level: 'warn' } }, httpRequestTimeout: 60000 };`);
  await writeFile(path.join(user, 'flows.json'), JSON.stringify(nodeRedFlow(way, service.baseUrl, job.orders / 1000)));
  await service.begin({ orders: job.orders, latencyMs: job.latencyMs });
  const usageFile = path.join(folder, 'usage.json');
  await rm(usageFile, { force: true });
  const began = Date.now();
  const child = spawn(process.execPath, ['--import', path.join(import.meta.dirname, '..', 'measureSelf.ts'), path.join(folder, 'node_modules', 'node-red', 'red.js'), '--userDir', user, '--settings', path.join(user, 'settings.js')], {
    cwd: folder,
    env: { ...process.env, FLUXO_BENCH_USAGE: usageFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ends = child.pid === undefined ? () => undefined : endWithUs(child.pid);
  const closed = once(child, 'close').then(ends);
  let said = '';
  for (const out of [child.stdout, child.stderr]) out.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-2000)));
  const expected = job.orders * 0.95;
  try {
    while ((await service.records()) < expected) {
      if (child.exitCode !== null || Date.now() - began > patienceMs) throw new Error(`Node-RED did not get through: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    child.kill('SIGTERM');
    await closed;
  }
  const count = await service.counted();
  const usage = JSON.parse(await readFile(usageFile, 'utf8').catch(() => '{"cpuSeconds":null,"peakRssMb":null}')) as Usage;
  return { ...count, ...usage, recordsPerSecond: job.orders / count.seconds, startSeconds: (count.first - began) / 1000 };
}
