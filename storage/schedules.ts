import type { ScheduleStore } from '#engine/ports.ts';
import type { Database } from './sqlite/database.ts';

/** How far the schedule of each flow was seen to, as rows. */
export function makeScheduleStore(db: Database): ScheduleStore {
  const select = db.prepareRead('SELECT until, plan FROM schedules WHERE flow_id = ?');
  const upsert = db.prepare('INSERT INTO schedules (flow_id, until, plan) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET until = ?2, plan = ?3');
  return {
    seenTo: async (flowId) => (select.get(flowId) as { until: number; plan: string } | undefined) ?? null,
    seeTo: (flowId, { until, plan }) => db.write(() => void upsert.run(flowId, until, plan)),
  };
}
