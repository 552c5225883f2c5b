import type { ParkedGroup } from '#engine/ports.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { Database } from '#storage/sqlite/database.ts';

/** What open records wait for, one line for each flow and cause (and node, where two have the same), however many records there are. */
export function makeParked(db: Database): (flowId?: string) => readonly ParkedGroup[] {
  const sql = (where: string) => `
    SELECT flow_id, node_id, cause, error ->> '$.where.node' AS node, error, count(*) AS count, min(first_at) AS first_at, max(last_at) AS last_at
    FROM problems WHERE state = 'open' AND outcome = 'parked'${where} GROUP BY flow_id, node_id, cause, node`;
  const all = db.prepareRead(sql(''));
  const ofFlow = db.prepareRead(sql(' AND flow_id = ?'));
  return (flowId) =>
    (flowId === undefined ? all.all() : ofFlow.all(flowId)).map((row) => ({
      flowId: row['flow_id'] as string,
      sourceNode: row['node_id'] as string,
      cause: row['cause'] as string,
      error: JSON.parse(row['error'] as string) as ErrorData,
      count: row['count'] as number,
      firstAt: row['first_at'] as number,
      lastAt: row['last_at'] as number,
    }));
}
