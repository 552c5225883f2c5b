import type { HeartbeatStore } from '#engine/ports.ts';
import type { Database } from './sqlite/database.ts';
import { recordId } from './sqlite/recordIds.ts';

const watchedAt = 'schedule watched at';

/** Signs of life of the flows, and of whoever looks after them. */
export function makeHeartbeatStore(db: Database): HeartbeatStore {
  const whole = "flow_id = ? AND dry_run = 0 AND part IS NULL";
  const ran = db.prepareRead(`SELECT finished_at AS at FROM runs WHERE ${whole} AND status IN ('succeeded', 'problems') ORDER BY run DESC LIMIT 1`);
  const per = recordId(1, 0);
  const read = db.prepareRead(`SELECT started_at AS at FROM runs WHERE ${whole} AND taken > 0 AND (EXISTS (SELECT 1 FROM taken_pages WHERE first BETWEEN runs.run * ${per} AND (runs.run + 1) * ${per}) OR EXISTS (SELECT 1 FROM records WHERE id > runs.run * ${per} AND id < (runs.run + 1) * ${per} AND records.origin <> 'problem')) ORDER BY run DESC LIMIT 1`);
  const expectation = db.prepareRead('SELECT since FROM expectations WHERE flow_id = ? AND rule = ?');
  const expect = db.prepare('INSERT INTO expectations (flow_id, rule, since) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET rule = ?2, since = ?3');
  const setting = db.prepareRead('SELECT value FROM settings WHERE name = ?');
  const set = db.prepare('INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2');
  const at = (row: unknown) => (row as { at: number } | undefined)?.at ?? null;
  return {
    signsOf: async (flowId) => ({ ranAt: at(ran.get(flowId)), readAt: at(read.get(flowId)) }),
    expectedSince: async (flowId, rule, now) => {
      const known = expectation.get(flowId, rule) as { since: number } | undefined;
      // Noted by a clock that was ahead, it counts from now on.
      const isKnown = known !== undefined && known.since <= now;
      if (!isKnown) await db.write(() => void expect.run(flowId, rule, now));
      return isKnown ? known.since : now;
    },
    watchedUntil: async () => {
      const row = setting.get(watchedAt) as { value: string } | undefined;
      return row ? Number(row.value) : null;
    },
    noteWatched: (now) => db.write(() => void set.run(watchedAt, String(now))),
  };
}
