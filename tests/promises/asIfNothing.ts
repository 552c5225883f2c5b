import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RunStore } from '#engine/ports.ts';
import { countAll } from '#shared/records/outcomes.ts';
import type { Ledger } from '#tests/support/house.ts';
import { fates, runToRest, services } from './disturbed.ts';
import { ledgerDifference, type Service } from './ledgerDifference.ts';
import type { OwnShop } from './ownShop.ts';

/** How a shop ends when nothing goes wrong: what the services hold, and what became of each record. */
export interface Undisturbed {
  readonly ledgers: Readonly<Record<Service, Ledger>>;
  readonly fates: readonly string[];
  readonly web: readonly string[];
}

export async function undisturbed(shop: OwnShop): Promise<Undisturbed> {
  const ended = await shop.openHere(async (running) => (await runToRest(running), fates(running)));
  return { ledgers: await shop.ledgers(), fates: ended, web: shop.web?.held() ?? [] };
}

export interface Rest {
  /** Each thing that is not as if nothing had been, in words; empty is what is promised. */
  readonly wrong: readonly string[];
  readonly lost: number;
  readonly doubled: number;
  /** Runs it took to come to rest. */
  readonly runs: number;
  /** Runs that somebody died in, or was stopped by, halfway. */
  readonly interrupted: number;
}

/**
 * Opens a disturbed workspace again, runs until nothing is left to do and holds everything against the undisturbed shop: the services' ledgers
 * thing by thing with every amount, the fate of every record, the sum of every run there ever was, and the file itself.
 */
export async function comesToRest(shop: OwnShop, wanted: Undisturbed, broken?: (store: RunStore) => Partial<RunStore>): Promise<Rest> {
  const wrong: string[] = [];
  let runs = 0;
  let interrupted = 0;
  let lost = 0;
  let doubled = 0;
  try {
    await shop.openHere(async (running) => {
      runs = (await runToRest(running)).length;
      const found = await fates(running);
      wrong.push(...found.filter((fate) => !wanted.fates.includes(fate)).map((fate) => `fate: ${fate}`), ...wanted.fates.filter((fate) => !found.includes(fate)).map((fate) => `not: ${fate}`));
      const { store } = running.host.workspace;
      for (const run of await store.runs({ limit: 500 })) {
        if (run.status === 'interrupted') interrupted += 1;
        const { rows } = await store.records({ runId: run.runId, limit: 5_000 });
        const left = rows.filter(({ outcome }) => outcome === 'pending').length;
        if (run.status === 'running' || left > 0 || rows.length !== run.read || countAll(run.outcomes) !== run.read) wrong.push(`run ${run.runId} (${run.status}) does not add up: read ${run.read}, ${rows.length} rows, ${left} open, ${JSON.stringify(run.outcomes)}`);
      }
    }, broken);
  } catch (thrown) {
    wrong.push(`never came to rest: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  const verdict = await integrityOf(shop.dir);
  if (verdict !== 'ok') wrong.push(`the file: ${verdict}`);
  const ledgers = await shop.ledgers();
  for (const service of services) {
    const difference = ledgerDifference(service, wanted.ledgers[service], ledgers[service]);
    lost += difference.lost.length;
    doubled += difference.doubled.length;
    for (const [kind, things] of Object.entries(difference) as [string, readonly string[]][]) wrong.push(...things.map((thing) => `${service} ${kind}: ${thing}`));
  }
  const held = shop.web?.held() ?? [];
  const gone = wanted.web.filter((thing) => !held.includes(thing));
  const twice = held.filter((thing, at) => held.indexOf(thing) !== at);
  lost += gone.length;
  doubled += twice.length;
  wrong.push(...gone.map((thing) => `web lost: ${thing}`), ...twice.map((thing) => `web doubled: ${thing}`), ...held.filter((thing) => !wanted.web.includes(thing)).map((thing) => `web changed: ${thing}`));
  return { wrong, lost, doubled, runs, interrupted };
}

/** What SQLite says of the database as it lies there. A copy is asked, so that the next process finds exactly what the last one left. */
export async function integrityOf(dir: string): Promise<string> {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'fluxo-copy-'));
  try {
    await cp(path.join(dir, '.fluxo'), copy, { recursive: true, filter: (file) => !path.basename(file).endsWith('-shm') });
    const db = new DatabaseSync(path.join(copy, 'fluxo.db'));
    try {
      return (db.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[]).map((row) => row.integrity_check).join('; ');
    } finally {
      db.close();
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
