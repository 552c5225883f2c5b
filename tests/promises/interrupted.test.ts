import { once } from 'node:events';
import { setImmediate as soon, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { demoFlowId } from '#host/demo.ts';
import type { Sandbox } from '#sandbox/index.ts';
import { bundle, type Bundled } from './bundled.ts';
import { callsOf, fates, holdings, isWrite, openSmallHouse, runToRest, services } from './disturbed.ts';
import { ledgerDifference } from './ledgerDifference.ts';
import { oneRun, openOwnShop } from './ownShop.ts';

vi.setConfig({ testTimeout: 120_000 });

const none = { doubled: [], lost: [], changed: [] };
const figures = { stops: 0, stoppedHalfway: 0, kills: 0, killedInAWrite: 0, runs: 0, calls: 0 };
let program: Bundled;
beforeAll(async () => void (program = await bundle(oneRun)));
afterAll(async () => {
  await program.remove();
  console.log(`interrupted: ${JSON.stringify(figures)}`);
});

/** One per target and service, where what is written once must not be written twice. */
const templates = ['mplus-products-to-quickbooks', 'mplus-customers-to-quickbooks', 'mplus-invoices-to-quickbooks', 'mplus-products-to-mailchimp', 'mailchimp-products-to-mplus', 'quickbooks-customers-to-mplus', 'mailchimp-orders-to-mplus'];

test.each(templates)('%s: stopped by its owner, wherever it is, it goes on in the next run and ends as if nothing had been', async (template) => {
  const quiet = await openSmallHouse(template);
  try {
    const before = callsOf(quiet);
    const [first] = await runToRest(quiet, 2);
    const wanted = await holdings(quiet);
    const ended = await fates(quiet);
    const calls = callsOf(quiet) - before;
    let halfway = 0;
    for (const part of [0.15, 0.4, 0.65, 0.9]) {
      const house = await openSmallHouse(template);
      try {
        const handle = await house.host.runs.start({ flowId: demoFlowId(template), dryRun: false, trigger: 'cli' });
        let over = false;
        void handle.finished.then(() => (over = true));
        while (!over && callsOf(house) < calls * part) await soon();
        handle.stop();
        const stopped = await handle.finished;
        if (stopped.status === 'stopped' && stopped.read < first!.read) halfway += 1;
        const runs = await runToRest(house);
        figures.stops += 1;
        figures.runs += runs.length + 1;
        figures.calls += callsOf(house);
        const found = await holdings(house);
        for (const service of services) expect.soft(ledgerDifference(service, wanted.ledgers[service], found.ledgers[service]), `stopped at ${part}: ${service}`).toEqual(none);
        expect.soft(await fates(house), `stopped at ${part}`).toEqual(ended);
      } finally {
        await house.close();
      }
    }
    figures.stoppedHalfway += halfway;
    expect(halfway).toBeGreaterThan(0);
  } finally {
    await quiet.close();
  }
});

const callsIn = (sandbox: Sandbox) => services.reduce((sum, service) => sum + sandbox.services[service].calls(), 0);

test.each(['mplus-products-to-quickbooks', 'mplus-products-to-mailchimp', 'mailchimp-orders-to-mplus'])('%s: killed with SIGKILL, wherever it is, the next process ends it as if nothing had been', async (template) => {
  const quiet = await openOwnShop(template);
  try {
    const ended = await quiet.openHere(async (running) => (await runToRest(running), fates(running)));
    const wanted = await quiet.ledgers();
    const calls = callsIn(quiet.sandbox);
    const writes = services.flatMap((service) => quiet.sandbox.services[service].journal().filter(({ operation }) => isWrite[service](operation)).map(({ operation }) => ({ service, operation })));
    const middle = writes[Math.floor(writes.length / 2)]!;
    const nth = writes.slice(0, Math.floor(writes.length / 2)).filter(({ operation }) => operation === middle.operation).length;
    for (const place of ['at the first write', 'in the middle of the writes', 'anywhere'] as const) {
      const shop = await openOwnShop(template);
      try {
        // The write happens, and before its answer is there the process that asked for it is gone.
        const held = place === 'at the first write' ? { ...writes[0]!, after: 0 } : { ...middle, after: nth };
        if (place !== 'anywhere') shop.sandbox.services[held.service].setFaults([{ operation: held.operation, after: held.after, fault: { kind: 'slowBody', ms: 30_000 } }]);
        const process = shop.runElsewhere({}, program);
        const gone = once(process, 'exit');
        const isTime = () => (place === 'anywhere' ? callsIn(shop.sandbox) >= calls * 0.4 : shop.sandbox.services[held.service].journal().some(({ fault }) => fault === 'slowBody'));
        while (!isTime() && process.exitCode === null) await sleep(1);
        process.kill('SIGKILL');
        expect((await gone)[1], place).toBe('SIGKILL');
        figures.kills += 1;
        if (place !== 'anywhere') figures.killedInAWrite += 1;
        shop.sandbox.services[held.service].setFaults([]);
        const found = await shop.openHere(async (running) => {
          figures.runs += 1 + (await runToRest(running)).length;
          return fates(running);
        });
        figures.calls += callsIn(shop.sandbox);
        const ledgers = await shop.ledgers();
        for (const service of services) expect.soft(ledgerDifference(service, wanted[service], ledgers[service]), `killed ${place}: ${service}`).toEqual(none);
        expect.soft(found, `killed ${place}`).toEqual(ended);
      } finally {
        await shop.close();
      }
    }
  } finally {
    await quiet.close();
  }
});
