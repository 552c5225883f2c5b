import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { endWithUs, root, shippedCommandLine } from './child.ts';

/** What `fluxo sandbox --json` prints when it is ready. */
export interface Addresses {
  readonly mplus: { readonly baseUrl: string; readonly ident: string; readonly secret: string };
  readonly quickbooks: { readonly baseUrl: string; readonly authBaseUrl: string; readonly realmId: string; readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string };
}

export interface Calls {
  readonly till: number;
  readonly books: number;
}

type Document = { readonly DocNumber?: string; readonly TotalAmt?: number };

export interface LookAlikes {
  readonly addresses: Addresses;
  /** Both back to the seeded shop, with nothing called. */
  reset(): Promise<void>;
  /** How often both were called since the reset, and the documents the books hold. */
  ledger(): Promise<{ readonly calls: Calls; readonly documents: readonly Document[] }>;
  /** User and system time of the process so far; null where there is no /proc. */
  cpuSeconds(): number | null;
  stop(): Promise<void>;
}

const startPatienceMs = 120_000;
const stopPatienceMs = 5_000;
/** Linux counts processor time in hundredths everywhere it runs today. */
const ticksPerSecond = 100;

/** Starts the look-alikes in a process of their own, so that what they cost is not the contestant's. */
export async function startLookAlikes(shop: { readonly orders: number; readonly customers: number; readonly products: number }): Promise<LookAlikes> {
  const args = ['sandbox', '--port-base', '0', '--orders', shop.orders, '--customers', shop.customers, '--products', shop.products, '--json'].map(String);
  const child = spawn(process.execPath, [shippedCommandLine, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ends = child.pid === undefined ? () => undefined : endWithUs(child.pid);
  const closed = once(child, 'close').then(ends);
  closed.catch(() => undefined);

  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
    await closed.catch(() => undefined);
    clearTimeout(late);
  }

  const addresses = await new Promise<Addresses>((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    const late = setTimeout(() => reject(new Error(`The look-alikes were not ready after ${startPatienceMs / 1000} s.`)), startPatienceMs);
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (!stdout.includes('\n')) return;
      clearTimeout(late);
      resolve(JSON.parse(stdout) as Addresses);
    });
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`The look-alikes ended (${code}) before they were ready: ${stderr.trim()}`)));
  }).catch(async (thrown: unknown) => {
    await stop();
    throw thrown;
  });

  const services = [addresses.mplus.baseUrl, addresses.quickbooks.baseUrl] as const;
  const control = async (baseUrl: string, call: string, method = 'GET') => {
    const answer = await fetch(`${baseUrl}/__sandbox/${call}`, { method });
    if (!answer.ok) throw new Error(`${call}: the look-alike answers ${answer.status}.`);
    return (await answer.json()) as { readonly calls: number; readonly entities: Readonly<Record<string, readonly Document[]>> };
  };

  return {
    addresses,
    async reset() {
      for (const baseUrl of services) await control(baseUrl, 'reset', 'POST');
    },
    async ledger() {
      const [till, books] = [await control(services[0], 'ledger'), await control(services[1], 'ledger')];
      // Without those the bookkeeper made by hand.
      const documents = [...(books.entities['SalesReceipt'] ?? []), ...(books.entities['Invoice'] ?? [])].filter((document) => !String((document as { DocNumber?: unknown }).DocNumber).startsWith('KK-'));
      return { calls: { till: till.calls, books: books.calls }, documents };
    },
    cpuSeconds() {
      try {
        // Behind the name in brackets, which may hold anything: utime and stime are fields 14 and 15.
        const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
        return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
      } catch {
        return null;
      }
    },
    stop,
  };
}
