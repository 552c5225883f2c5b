import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeRandom } from '#sandbox/shop/random.ts';
import { comesToRest, integrityOf, undisturbed, type Undisturbed } from './asIfNothing.ts';
import { bundle, type Bundled } from './bundled.ts';
import { openOwnShop } from './ownShop.ts';
import { webToWeb } from './ownWeb.ts';
import { callGroups, countCalls, groupOf, underStrace, whyNoStrace, type CallGroup } from './strace.ts';

const full = process.env['FLUXO_FULL'] === '1';
const seed = Number(process.env['FLUXO_SEED'] ?? 20_261_122);
/** The full size takes as long as it takes, or so many minutes: then it stops and says how far it came. */
const minutes = Number(process.env['FLUXO_MINUTES'] ?? Infinity);
vi.setConfig({ testTimeout: full ? 4 * 3_600_000 : 600_000, hookTimeout: 300_000 });

/** Where the command line takes its credentials from differs, so that the file of secrets is killed in as well. */
const pairs = [
  { template: 'mplus-orders-to-quickbooks', secretsFile: true, apply: false },
  { template: 'mplus-customers-to-mailchimp', secretsFile: false, apply: false },
  { template: 'mailchimp-orders-to-mplus', secretsFile: false, apply: false },
  // Many records in one call; and a plan that is carried out ends as a plain run does.
  { template: webToWeb, secretsFile: false, apply: false },
  { template: 'mplus-orders-to-quickbooks', secretsFile: false, apply: true },
] as const;
type Pair = (typeof pairs)[number];

interface Point {
  readonly call: string;
  readonly nth: number;
}
/** One life of a workspace: killed at the first point, killed again at the second while it recovers, and so on. */
interface Life {
  readonly pair: Pair;
  readonly points: readonly Point[];
}

const figures = { seed, pairs: 0, points: 0, planned: 0, lives: 0, kills: 0, killsInRecovery: 0, plansDone: 0, interruptedRuns: 0, lost: 0, doubled: 0, wrong: 0, runs: 0, ms: 0 };
let program: Bundled;
const ends: Record<string, Undisturbed> = {};
beforeAll(async () => {
  if (whyNoStrace() === null) program = await bundle(path.join(import.meta.dirname, 'heldCommand.ts'));
});
afterAll(async () => {
  await program?.remove();
  if (figures.lives > 0) console.log(`kill points (${full ? 'full' : 'quick'}): ${JSON.stringify(figures)}`);
});

/** Ends with whatever is not as if nothing had been. */
async function live({ pair, points }: Life): Promise<readonly string[]> {
  const shop = await openOwnShop(pair.template, pair);
  const told: string[] = [];
  try {
    for (const [index, { call, nth }] of points.entries()) {
      const { signal, stderr, code } = await underStrace(shop.commandLine(program), { inject: [{ call, nth, what: 'KILL' }] });
      if (signal === 'SIGKILL') {
        figures.kills += 1;
        if (index > 0) figures.killsInRecovery += 1;
        // Killed after the last record of a plan, it has nothing left to carry out, and says so.
      } else if (pair.apply && index > 0 && code === 2 && stderr.includes('carried out already')) {
        figures.plansDone += 1;
      } else if (code !== 0 && code !== 1) told.push(`ended with ${code}: ${stderr}`);
      const verdict = await integrityOf(shop.dir).catch((thrown: unknown) => (index === 0 && /unable to open|ENOENT/.test(String(thrown)) ? 'ok' : String(thrown)));
      if (verdict !== 'ok') told.push(`the file: ${verdict}`);
    }
    const rest = await comesToRest(shop, ends[pair.template]!);
    figures.lives += 1;
    figures.lost += rest.lost;
    figures.doubled += rest.doubled;
    figures.runs += rest.runs;
    figures.interruptedRuns += rest.interrupted;
    return [...told, ...rest.wrong].map((line) => `${pair.template}${pair.apply ? ' --apply' : ''} ${points.map(({ call, nth }) => `${call} ${nth}`).join(', ')}: ${line}`);
  } finally {
    await shop.close();
  }
}

async function liveAll(lives: readonly Life[]): Promise<readonly string[]> {
  const waiting = lives.values();
  const wrong: string[] = [];
  const until = Date.now() + minutes * 60_000;
  const lane = async () => {
    for (const life of waiting) {
      wrong.push(...(await live(life)));
      if (Date.now() > until) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane));
  figures.wrong += wrong.length;
  return wrong;
}

describe.skipIf(whyNoStrace() !== null)(`a process killed at its Nth write, flush or send${whyNoStrace() === null ? '' : ` (skipped: ${whyNoStrace()})`}`, () => {
  const all = new Map<Pair, readonly Point[]>();

  test('is counted out first, undisturbed', async () => {
    for (const pair of pairs) {
      const shop = await openOwnShop(pair.template, pair);
      try {
        const counts = await countCalls(shop.commandLine(program));
        all.set(pair, [...counts].flatMap(([call, count]) => Array.from({ length: count }, (_one, at) => ({ call, nth: at + 1 }))));
      } finally {
        await shop.close();
      }
      if (!ends[pair.template]) {
        const quiet = await openOwnShop(pair.template);
        ends[pair.template] = await undisturbed(quiet);
        await quiet.close();
      }
      figures.pairs += 1;
      figures.points += all.get(pair)!.length;
      expect(all.get(pair)!.length, pair.template).toBeGreaterThan(100);
    }
  });

  test('goes on in the next one: nothing lost, nothing doubled, every amount and every sum as if nothing had been', async () => {
    const random = makeRandom(seed);
    const lives: Life[] = [];
    for (const pair of pairs) {
      const points = all.get(pair)!;
      if (full) lives.push(...points.map((point) => ({ pair, points: [point] })));
      // As many of each kind: most calls are writes to the log of the database.
      else for (const group of Object.keys(callGroups) as CallGroup[]) for (let at = 0; at < 2; at += 1) lives.push({ pair, points: [random.pick(points.filter(({ call }) => groupOf(call) === group))] });
    }
    const chances = full ? 200 : 12;
    for (let at = 0; at < chances; at += 1) {
      const pair = pairs[at % pairs.length]!;
      lives.push({ pair, points: Array.from({ length: 2 + (full ? at % 3 : 0) }, () => random.pick(all.get(pair)!)) });
    }
    // In any order, so that one that is cut short has been everywhere. A plain write is mostly one thread waking another: of these every fifth, and the rest in the end.
    const isLate = ({ points: [point, ...more] }: Life) => more.length === 0 && point!.call === 'write' && point!.nth % 5 !== 1;
    const order = lives.map((life) => ({ life, rank: random.next() + (isLate(life) ? 1 : 0) })).toSorted((one, other) => one.rank - other.rank);
    figures.planned = lives.length;
    const began = Date.now();
    const wrong = await liveAll(full ? order.map(({ life }) => life) : lives);
    figures.ms = Date.now() - began;
    expect(figures.kills).toBeGreaterThan(figures.lives * 0.8);
    // Else they died before anything or after everything, and it would say little.
    expect(figures.interruptedRuns).toBeGreaterThan(figures.lives * 0.3);
    expect(wrong).toEqual([]);
  });
});

// The same check has to see what it is there for. Nothing is doubled even so, for the till is asked first: but what was done before is not known again.
test('without the memory of what was being sent it would not know its own work again, and that is seen', async () => {
  const { template } = pairs[2];
  const quiet = await openOwnShop(template);
  const wanted = await undisturbed(quiet);
  await quiet.close();
  const shop = await openOwnShop(template);
  try {
    const till = shop.sandbox.services.mplus;
    // The till makes the order, and before its answer is there the process that asked for it is gone.
    till.setFaults([{ operation: 'createOrderV3', after: 1, fault: { kind: 'slowBody', ms: 60_000 } }]);
    const dying = shop.runElsewhere();
    const gone = once(dying, 'exit');
    while (!till.journal().some(({ fault }) => fault === 'slowBody') && dying.exitCode === null) await sleep(5);
    dying.kill('SIGKILL');
    expect((await gone)[1]).toBe('SIGKILL');
    till.setFaults([]);
    const { wrong } = await comesToRest(shop, wanted, () => ({ openIntents: async () => [], doneIntents: async () => [] }));
    expect(wrong).not.toEqual([]);
  } finally {
    await shop.close();
  }
});

test('a record that a web service took twice, or not at all, is seen', async () => {
  const shop = await openOwnShop(webToWeb);
  try {
    const wanted = await undisturbed(shop);
    expect(wanted.web.length).toBeGreaterThan(50);
    const { baseUrl } = shop.web!.settings;
    const [sourceId, ...name] = wanted.web[0]!.split(' ');
    await fetch(`${baseUrl}/in`, { method: 'POST', headers: { authorization: 'Bearer open-sesame', 'content-type': 'application/json' }, body: JSON.stringify({ sourceId, name: name.join(' ') }) });
    expect(await comesToRest(shop, { ...wanted, web: [...wanted.web, 'nobody'] })).toMatchObject({ lost: 1, doubled: 1 });
  } finally {
    await shop.close();
  }
});

test('a cursor that is kept before the page it speaks of would lose the page, and that is seen', async () => {
  const { template } = pairs[1];
  const quiet = await openOwnShop(template);
  const wanted = await undisturbed(quiet);
  await quiet.close();
  const shop = await openOwnShop(template);
  try {
    await shop.openHere(
      async (running) => expect(await running.run()).toMatchObject({ status: 'failed' }),
      (store) => ({
        takePage: async (runId, nodeId, page, fence) => {
          await store.takePage(runId, nodeId, { ...page, records: [] }, fence);
          throw new Error('dead between the cursor and the page');
        },
      }),
    );
    expect((await comesToRest(shop, wanted)).lost).toBeGreaterThan(0);
  } finally {
    await shop.close();
  }
});
