import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import type { Host } from '#host/host.ts';
import type { FaultRule } from '#sandbox/server/lookAlike.ts';
import { demoFlowId } from '#host/demo.ts';
import { fates, isWrite, openSmallHouse, runToRest, services } from './disturbed.ts';
import { full } from './full.ts';
import { ledgerDifference } from './ledgerDifference.ts';
import { openOwnShop, runOnce, type OwnShop } from './ownShop.ts';

vi.setConfig({ testTimeout: full ? 600_000 : 120_000 });

const template = 'mplus-orders-to-quickbooks';
const none = { doubled: [], lost: [], changed: [] };
const figures = { refused: 0, replayed: 0, kills: 0, doubled: 0, lost: 0, sentAsNew: 0 };
afterAll(() => console.log(`replay: ${JSON.stringify(figures)}`));

const documents = ['POST salesreceipt', 'POST invoice'];
/** The books refuse so many documents of each kind, all for the same reason. */
const refusals = (times: number): readonly FaultRule[] => documents.map((operation) => ({ operation, times, fault: { kind: 'answer', status: 400, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ Fault: { Error: [{ Message: 'Business Validation Error', Detail: 'The period is closed for now', code: '6000' }], type: 'ValidationFault' } }) } }));

const writesIn = (shop: OwnShop): number => services.reduce((sum, service) => sum + shop.sandbox.services[service].journal().filter(({ operation }) => isWrite[service](operation)).length, 0);
const refusedBy = async ({ workspace }: Host) => (await workspace.store.problems({ state: 'open', limit: 100 })).filter(({ outcome }) => outcome === 'rejected');

async function expectLike(shop: OwnShop, quiet: OwnShop): Promise<void> {
  const [found, wanted] = [await shop.ledgers(), await quiet.ledgers()];
  for (const service of services) {
    const difference = ledgerDifference(service, wanted[service], found[service]);
    figures.doubled += difference.doubled.length;
    figures.lost += difference.lost.length;
    expect.soft(difference, service).toEqual(none);
  }
}

test('what the books refused is brought over by its cause: each once, and replaying what was made writes nothing', async () => {
  const [quiet, shop] = [await openOwnShop(template), await openOwnShop(template)];
  try {
    const ended = await quiet.openHere(async (running) => (await runToRest(running), fates(running)));
    shop.sandbox.services.quickbooks.setFaults(refusals(3));
    await shop.openHere(async ({ host }) => {
      const first = await runOnce(host);
      const refused = await refusedBy(host);
      figures.refused += refused.length;
      expect(refused.length).toBeGreaterThanOrEqual(3);
      shop.sandbox.services.quickbooks.setFaults([]);
      const causes = [...new Set(refused.map(({ cause }) => cause))];
      expect(causes).toHaveLength(1);
      const again = await runOnce(host, { records: { problems: { causes } } });
      figures.replayed += again.read;
      expect(again).toMatchObject({ read: refused.length, outcomes: { created: refused.length } });
      expect(await refusedBy(host)).toEqual([]);

      const before = writesIn(shop);
      const made = await runOnce(host, { records: { runId: first.runId, filter: { outcomes: ['created'] } } });
      expect(made.outcomes).toMatchObject({ skipped: first.outcomes.created, created: 0 });
      // The books find by number and mark what they have, so "as new" doubles nothing there either.
      const asNew = await runOnce(host, { records: { runId: first.runId, filter: { outcomes: ['created'] } }, way: 'new' });
      expect(asNew.outcomes).toMatchObject({ skipped: first.outcomes.created, created: 0 });
      expect(writesIn(shop)).toBe(before);
      expect(await fates({ host, run: () => runOnce(host) }).then((all) => all.length)).toBe(ended.length);
    });
    await expectLike(shop, quiet);
  } finally {
    await Promise.all([quiet.close(), shop.close()]);
  }
});

// At its full size at every write of the replay, else at one in the middle.
test('killed in the middle of a replay, wherever that is, the rest goes on: nothing lost, nothing made twice', async () => {
  const quiet = await openOwnShop(template);
  await quiet.openHere((running) => runToRest(running));
  let places = 1;
  try {
    for (let place = 0; place < places; place += 1) {
      const shop = await openOwnShop(template);
      try {
        shop.sandbox.services.quickbooks.setFaults(refusals(50));
        const refused = await shop.openHere(async ({ host }) => (await runOnce(host), refusedBy(host)));
        places = full ? refused.length : 1;
        const after = full ? place : Math.floor(refused.length / 4);
        shop.sandbox.services.quickbooks.setFaults(documents.map((operation) => ({ operation, after, fault: { kind: 'slowBody', ms: 30_000 } })));
        const child = shop.runElsewhere({ records: { problems: {} } });
        const gone = once(child, 'exit');
        while (!shop.sandbox.services.quickbooks.journal().some(({ fault }) => fault === 'slowBody') && child.exitCode === null) await sleep(1);
        child.kill('SIGKILL');
        const [, signal] = await gone;
        if (signal === 'SIGKILL') figures.kills += 1;
        else expect(full && place > 0, 'the replay was over before it could be killed').toBe(true);
        shop.sandbox.services.quickbooks.setFaults([]);
        await shop.openHere(async ({ host, run }) => {
          // Asked for once more, it goes on with what was left open and takes the others as well.
          await runOnce(host, { records: { problems: {} } });
          await runToRest({ host, run });
          expect(await refusedBy(host)).toEqual([]);
        });
        await expectLike(shop, quiet);
      } finally {
        await shop.close();
      }
    }
  } finally {
    await quiet.close();
  }
});

test('sent as new, a row somebody took out of a file is written once more, and rows that are there are not (the control: the same count sees a row put in twice)', async () => {
  const house = await openSmallHouse('mplus-orders-to-file');
  try {
    const flowId = demoFlowId('mplus-orders-to-file');
    const run = async (wish: Parameters<typeof runOnce>[1]) => (await house.host.runs.start({ flowId, dryRun: false, trigger: 'cli', ...wish })).finished;
    const { runId } = await run({});
    const { rows } = await house.host.workspace.store.records({ runId, outcomes: ['created'], limit: 50 });
    const file = path.join(house.dir, 'demo-files', rows[0]!.target!.label!);
    const lines = (await readFile(file, 'utf8')).split('\r\n').length > 1 ? '\r\n' : '\n';
    const whole = (await readFile(file, 'utf8')).split(lines);
    const rowsOf = (text: readonly string[], key: string) => text.filter((line) => line.split(';').includes(key)).length;
    const key = rows[0]!.key;
    const each = rowsOf(whole, key);
    expect(each).toBeGreaterThan(0);

    await writeFile(file, whole.filter((line) => !line.split(';').includes(key)).join(lines));
    expect(await run({ records: { runId, filter: { outcomes: ['created'] } } })).toMatchObject({ outcomes: { created: 0 } });
    const asNew = await run({ records: { runId, filter: { outcomes: ['created'] } }, way: 'new' });
    figures.sentAsNew += asNew.outcomes.created;
    expect(asNew).toMatchObject({ outcomes: { created: 1, unchanged: rows.length - 1 } });
    const after = (await readFile(file, 'utf8')).split(lines);
    for (const row of rows) expect.soft(rowsOf(after, row.key), row.title).toBe(rowsOf(whole, row.key));
    expect(rowsOf([...after, ...whole.filter((line) => line.split(';').includes(key))], key)).toBe(each * 2);
  } finally {
    await house.close();
  }
});
