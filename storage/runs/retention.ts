import type { Database } from '#storage/sqlite/database.ts';
import type { Blocks } from './blocks.ts';

export interface RetentionLimits {
  /** Payloads older than this many milliseconds go. */
  readonly keepMs: number;
  /** Packed payloads of all runs together may take this many bytes; the oldest go first. */
  readonly mostBytes: number;
}

/** Thirty days or a gigabyte, whichever comes first. */
const defaultRetention: RetentionLimits = { keepMs: 30 * 24 * 60 * 60_000, mostBytes: 1_000_000_000 };

/** Blocks removed in one transaction, so that a run that writes at the same time never waits long. */
const perTurn = 200;

/**
 * Removes what records, requests and answers held; rows with keys, outcomes and reasons stay, so that a record is never forgotten, only its
 * content. What an open problem or an unfinished record needs is kept until it is solved. Returns how many blocks went.
 */
export async function sweepPayloads(db: Database, blocks: Blocks, now: number, limits: RetentionLimits = defaultRetention): Promise<number> {
  const needed = `
    SELECT source_block FROM records WHERE state = 0
    UNION SELECT block FROM taken_pages
    UNION SELECT plan.story_block FROM records JOIN records AS plan ON plan.id = records.planned WHERE records.planned IS NOT NULL AND records.state = 0 AND plan.story_block IS NOT NULL
    UNION SELECT source_block FROM problems JOIN records ON records.id = problems.record WHERE problems.state = 'open'
    UNION SELECT story_block FROM problems JOIN records ON records.id = problems.record WHERE problems.state = 'open' AND story_block IS NOT NULL`;
  const removable = db.prepare(`SELECT block, at, length(data) AS bytes FROM blocks WHERE block NOT IN (${needed}) ORDER BY at, block`);
  // What a run has taken again since we looked is needed again.
  const stillUnneeded = db.prepare(`SELECT block FROM blocks WHERE block IN (SELECT value FROM json_each(?)) AND block NOT IN (${needed})`);
  const total = db.prepare('SELECT coalesce(sum(length(data)), 0) AS bytes FROM blocks');

  let over = (total.get() as { bytes: number }).bytes - limits.mostBytes;
  const going: number[] = [];
  for (const { block, at, bytes } of removable.all() as { block: number; at: number; bytes: number }[]) {
    if (at >= now - limits.keepMs && over <= 0) break;
    going.push(block);
    over -= bytes;
  }
  let gone = 0;
  for (let from = 0; from < going.length; from += perTurn) {
    await db.write(() => {
      for (const { block } of stillUnneeded.all(JSON.stringify(going.slice(from, from + perTurn))) as { block: number }[]) {
        blocks.remove(block);
        gone += 1;
      }
    });
  }
  return gone;
}
