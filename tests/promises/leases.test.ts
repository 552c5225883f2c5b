import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isBusy } from '#storage/sqlite/errors.ts';
import { bundle, type Bundled } from './bundled.ts';
import { openOwnShop, type OwnShop } from './ownShop.ts';
import { runToRest, services } from './disturbed.ts';
import { full } from './full.ts';
import { ledgerDifference } from './ledgerDifference.ts';
import type { FlowRunnerSettings, RunEnd } from './processes/flowRunner.ts';
import { startProcess, type OwnProcess } from './processes/ownProcess.ts';

vi.setConfig({ testTimeout: full ? 5_400_000 : 300_000 });

const processCount = 6;
const handOvers = full ? 1_000 : 50;
/** Short, so that standing still for longer costs little time. */
const leaseTtlMs = 500;
const figures = { processes: processCount, handOvers: 0, stopped: 0, killed: 0, runs: 0, overtaken: 0, records: 0, doubled: 0, lost: 0, doubledUnfenced: 0 };
let program: Bundled;
beforeAll(async () => {
  program = await bundle(path.join(import.meta.dirname, 'processes/flowRunner.ts'));
});
afterAll(async () => {
  await program?.remove();
  console.log(`leases: ${JSON.stringify(figures)}`);
});

const none = { doubled: [], lost: [], changed: [] };
type Runner = OwnProcess<{ limit?: number }, RunEnd>;
const startRunner = (shop: OwnShop, more: Partial<FlowRunnerSettings> = {}): Promise<Runner> => startProcess(program, { FLUXO_TEST_FLOW_RUNNER: JSON.stringify({ dir: shop.dir, secrets: shop.secrets, leaseTtlMs, ...more } satisfies FlowRunnerSettings) });

/** Who may write to the target, as it stands in the workspace; every run that works takes that lease. Nothing else happens here for as long as a look waits for the database. */
function watchLease(shop: OwnShop, timeout = 5_000) {
  const db = new DatabaseSync(path.join(shop.dir, '.fluxo', 'fluxo.db'), { readOnly: true, timeout });
  const select = db.prepare("SELECT number, pid, owner FROM leases WHERE name LIKE 'target:%'");
  const nobody = { number: 0, pid: 0, owner: null as string | null };
  let last = nobody;
  return {
    look() {
      try {
        last = (select.get() as typeof nobody | undefined) ?? nobody;
      } catch (thrown) {
        // Somebody who was stopped has the lock of the log; who stopped him has to be able to wake him up.
        if (!isBusy(thrown)) throw thrown;
      }
      return last;
    },
    close: () => db.close(),
  };
}

/** Lets the processes run the flow, a few records each time, and stops and kills whoever has it, until it changed hands often enough. */
async function scuffle(shop: OwnShop): Promise<void> {
  // Whoever stopped a process in the middle of its locks has to wake it up, and not to wait for it.
  const lease = watchLease(shop, 20);
  const first = lease.look().number;
  const changed = () => lease.look().number - first;
  const runners = new Map<number, Runner>();
  let over = false;
  const troubles: string[] = [];
  const keepRunning = async () => {
    while (!over) {
      // One that is killed before it is ready is replaced like any other.
      const runner = await startRunner(shop).catch((thrown: unknown) => void troubles.push(String(thrown)));
      if (!runner) continue;
      const pid = runner.child.pid!;
      runners.set(pid, runner);
      try {
        while (!over) {
          const { said, read } = await runner.ask({ limit: 3 });
          if (said === 'run.already_running' || said === 'run.target_busy') continue;
          figures.runs += 1;
          figures.records += read;
          if (said === 'lease.lost') figures.overtaken += 1;
        }
      } catch {
        // Killed; another one takes its place.
      }
      runners.delete(pid);
      await runner.end();
    }
  };
  const slots = Array.from({ length: processCount }, keepRunning);
  try {
    for (let seen = first; changed() < handOvers; await sleep(10)) {
      const { number, pid, owner } = lease.look();
      const runner = owner === null || number === seen ? undefined : runners.get(pid);
      if (!runner) continue;
      seen = number;
      // Half of them may work in peace.
      const fate = Math.random();
      if (fate < 0.5) continue;
      await sleep(Math.random() * 300);
      if (fate < 0.57) {
        runner.child.kill('SIGKILL');
        figures.killed += 1;
        continue;
      }
      runner.child.kill('SIGSTOP');
      figures.stopped += 1;
      // Usually until somebody else has it; sometimes it wakes up in time. Never longer than others wait for the database, which it may hold locked.
      const patience = fate < 0.65 ? leaseTtlMs / 3 : 2_500;
      const until = performance.now() + patience;
      while (performance.now() < until && lease.look().number === number) await sleep(20);
      await sleep(Math.random() * 60);
      runner.child.kill('SIGCONT');
    }
  } finally {
    over = true;
    figures.handOvers += changed();
    await Promise.all(slots);
    lease.close();
    expect(troubles).toEqual([]);
  }
}

test(`${processCount} processes run the same flow, are stopped and killed: nothing is doubled and nothing is lost`, async () => {
  const template = 'mplus-orders-to-quickbooks';
  const shop = { orders: Math.round(handOvers * 1.6), customers: 20, products: 20 };
  const quiet = await openOwnShop(template, { shop });
  const other = await openOwnShop(template, { shop });
  try {
    const open = (own: OwnShop) => own.openHere(async (running) => (await runToRest(running), running.host.workspace.store.openProblems()));
    const problems = await open(quiet);
    await scuffle(other);
    expect(await open(other)).toEqual(problems);
    const [wanted, found] = [await quiet.ledgers(), await other.ledgers()];
    for (const service of services) {
      const difference = ledgerDifference(service, wanted[service], found[service]);
      figures.doubled += difference.doubled.length;
      figures.lost += difference.lost.length;
      expect.soft(difference, service).toEqual(none);
    }
    expect(figures.stopped).toBeGreaterThan(handOvers / 20);
  } finally {
    await quiet.close();
    await other.close();
  }
});

/** Stops a process, at a moment in which it does not keep the database locked: its lease would beat on in another of its threads. */
async function stop(shop: OwnShop, { child }: Runner): Promise<void> {
  for (;;) {
    child.kill('SIGSTOP');
    while (!standsStill(child.pid!)) await sleep(2);
    const db = new DatabaseSync(path.join(shop.dir, '.fluxo', 'fluxo.db'), { timeout: 500 });
    try {
      db.exec('BEGIN IMMEDIATE; ROLLBACK');
      return;
    } catch {
      child.kill('SIGCONT');
      await sleep(30);
    } finally {
      db.close();
    }
  }
}

/** The signal is on its way when `kill` returns: until every thread of the process has stopped, one of them may still begin to write. */
function standsStill(pid: number): boolean {
  // Only Linux tells.
  if (process.platform !== 'linux') return true;
  const threads = `/proc/${pid}/task`;
  return readdirSync(threads).every((thread) => {
    const stat = readFileSync(`${threads}/${thread}/stat`, 'utf8');
    // Behind the name, which may hold anything, stands the state; T is stopped.
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  });
}

/**
 * A process stands still after its intent is on disk and before anything was sent, to a service that makes a second one of whatever comes twice. Another one
 * finds the intent, looks, sends it and ends the run. Then the first one wakes up.
 */
async function wakeTooLate(more: Partial<FlowRunnerSettings>) {
  const template = 'quickbooks-customers-to-mplus';
  const shop = { orders: 2, customers: 4, products: 2, invoices: 1, receipts: 1 };
  const quiet = await openOwnShop(template, { shop });
  const own = await openOwnShop(template, { shop });
  const standStill = path.join(own.dir, 'sleeper');
  const sleeper = await startRunner(own, { standStill, ...more });
  try {
    await quiet.openHere(runToRest);
    const lease = watchLease(own);
    const end = sleeper.ask({});
    // Told below; until then nobody listens.
    end.catch(() => undefined);
    while (!existsSync(`${standStill}.here`)) await sleep(10);
    await stop(own, sleeper);
    const { number } = lease.look();
    const taker = await startRunner(own);
    try {
      let took = await taker.ask({});
      while (took.said === 'run.already_running' || took.said === 'run.target_busy') took = await taker.ask({});
      expect(['succeeded', 'problems']).toContain(took.said);
    } finally {
      await taker.end();
    }
    expect(lease.look().number).toBeGreaterThan(number);
    lease.close();
    writeFileSync(`${standStill}.go`, '');
    sleeper.child.kill('SIGCONT');
    const { said } = await end;
    return { said, difference: ledgerDifference('mplus', (await quiet.ledgers()).mplus, (await own.ledgers()).mplus) };
  } finally {
    await sleeper.end();
    await quiet.close();
    await own.close();
  }
}

test('an owner that stood still between its intent and the sending, and was overtaken, sends nothing and keeps nothing when it wakes up', async () => {
  expect(await wakeTooLate({})).toEqual({ said: 'lease.lost', difference: none });
});

test('without the fence the same check sees a doubled record', async () => {
  const { difference } = await wakeTooLate({ unfenced: true });
  figures.doubledUnfenced = difference.doubled.length;
  expect(difference.doubled.length).toBeGreaterThan(0);
});
