/**
 * One run in a process of its own that kills itself at a given place, as hard as a power switch for a process:
 * `killedRun.ts FOLDER BOOKS SALES KILL_AT`. Prints the places it passed and its summary when it gets through.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunStore } from '#engine/ports.ts';
import { startRun } from '#engine/run/startRun.ts';
import { openWorkspace } from '#storage/workspace.ts';
import { makeSales, makeService, type Booked, type Books } from './fakeService.ts';
import { makePorts, plainFlow } from './world.ts';

const [folder = '', booksFile = '', sales = '0', killAt = '0'] = process.argv.slice(2);

/** The books' own file: what stands there has really happened, whatever becomes of this process. */
const books: Books = {
  all: () => (existsSync(booksFile) ? readFileSync(booksFile, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Booked) : []),
  add: (booked) => appendFileSync(booksFile, `${JSON.stringify(booked)}\n`),
};

let places = 0;
const place = () => {
  places += 1;
  if (places === Number(killAt)) process.kill(process.pid, 'SIGKILL');
};

const service = makeService(makeSales(Number(sales)), { books, pageSize: 4, applied: place, sendFault: () => (place(), undefined) });
const workspace = await openWorkspace(folder);
const store = new Proxy(workspace.store, {
  get: (target, name: keyof RunStore) => {
    const method = target[name] as (...args: never[]) => Promise<unknown>;
    return async (...args: never[]) => {
      place();
      const value = await method(...args);
      place();
      return value;
    };
  },
});
const clock = { now: () => Date.now(), sleep: async (ms: number) => void (await sleep(ms)) };
const ports = makePorts(workspace, service, () => plainFlow, clock, store, []);
const { finished } = await startRun(ports, { flowId: 'sales', dryRun: false, trigger: 'cli' });
const { status, read, outcomes } = await finished;
await workspace.close();
process.stdout.write(JSON.stringify({ places, status, read, outcomes }));
