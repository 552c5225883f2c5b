import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { endWithUs, root } from '../child.ts';

export interface Count {
  readonly requests: number;
  readonly records: number;
  readonly bytes: number;
  readonly byteSum: number;
  /** Records of the largest body. */
  readonly largest: number;
  readonly mostInFlight: number;
  /** First request to last answer, as the service saw it. */
  readonly seconds: number;
  /** Wall clock of the first request, in milliseconds. */
  readonly first: number;
  /** Sum of the records' hashes; only with `verify`. */
  readonly digest: string;
}

export interface Service {
  readonly baseUrl: string;
  /** Begins a new count. */
  begin(settings: { readonly orders: number; readonly latencyMs?: number; readonly verify?: boolean }): Promise<void>;
  /** What was counted since; a new count begins. */
  counted(): Promise<Count>;
  /** Records that have arrived in this count. */
  records(): Promise<number>;
  stop(): Promise<void>;
}

export async function startService(): Promise<Service> {
  const child = spawn(process.execPath, [path.join(root, 'bench', 'throughput', 'fixture.ts')], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ends = child.pid === undefined ? () => undefined : endWithUs(child.pid);
  const closed = once(child, 'close').then(ends);
  closed.catch(() => undefined);
  const [port] = (await Promise.race([once(child.stdout, 'data'), closed.then(() => Promise.reject(new Error('The fixture service ended before it was ready.')))])) as [Buffer];
  const baseUrl = `http://127.0.0.1:${String(port).trim()}`;
  const control = async (settings: object): Promise<Count> => (await (await fetch(`${baseUrl}/control`, { method: 'POST', body: JSON.stringify(settings) })).json()) as Count;
  return {
    baseUrl,
    begin: async ({ orders, latencyMs = 0, verify = false }) => void (await control({ orders, latencyMs, verify })),
    records: async () => Number(await (await fetch(`${baseUrl}/records`)).text()),
    counted: () => control({ orders: 0, latencyMs: 0, verify: false }),
    async stop() {
      child.kill();
      await closed.catch(() => undefined);
    },
  };
}
