import { differenceKinds, type DifferenceKind, type RecordDifference, type RunComparison } from '#shared/records/comparison.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId } from '#storage/sqlite/recordIds.ts';
import type { Reading, StoredRecord } from './reading.ts';
import { rowColumns } from './rowColumns.ts';
import type { Runs } from './runs.ts';

export type CompareRuns = (runId: string, otherId: string, choice: { readonly kinds?: readonly DifferenceKind[]; readonly after?: number; readonly limit: number }) => RunComparison;

/**
 * Two runs record by record. The last row of a record counts, as in a replay. SQLite joins them by an index it makes for the question, so that the log needs none;
 * a page is in order of the first run's rows, newest first, and then of those that only the second has.
 */
export function makeComparing(db: Database, runs: Runs, reading: Pick<Reading, 'asRow'>): CompareRuns {
  const last = (name: string, from: number) => `${name} AS MATERIALIZED (SELECT max(id) AS id, source, key, version, outcome, amount, target ->> '$.type' AS type, target ->> '$.id' AS target FROM records WHERE id > ?${from} AND id < ?${from + 1} GROUP BY source, key)`;
  const changed = 'a.version <> b.version OR a.amount IS NOT b.amount OR a.type IS NOT b.type OR a.target IS NOT b.target';
  const pairs = `
    WITH ${last('a', 1)}, ${last('b', 3)}, pairs AS (
      SELECT a.id AS first, b.id AS second, CASE WHEN b.id IS NULL THEN 'onlyFirst' WHEN a.outcome <> b.outcome THEN 'outcome' WHEN ${changed} THEN 'changed' ELSE 'same' END AS kind FROM a LEFT JOIN b USING (source, key)
      UNION ALL SELECT NULL, b.id, 'onlySecond' FROM b LEFT JOIN a USING (source, key) WHERE a.id IS NULL
    )`;
  const counts = db.prepareRead(`${pairs} SELECT kind, count(*) AS count FROM pairs GROUP BY kind`);
  const page = db.prepareRead(`${pairs} SELECT first, second, kind, ifnull(first, second - ${Number.MAX_SAFE_INTEGER}) AS place FROM pairs WHERE kind <> 'same' AND (?5 IS NULL OR kind IN (SELECT value FROM json_each(?5))) AND (?6 IS NULL OR ifnull(first, second - ${Number.MAX_SAFE_INTEGER}) < ?6) ORDER BY place DESC LIMIT ?7`);
  const byId = db.prepareRead(`SELECT ${rowColumns} FROM records WHERE id = ?`);

  return (runId, otherId, { kinds, after, limit }) => {
    const [one, other] = [runs.find(runId), runs.find(otherId)];
    const none = { onlyFirst: 0, onlySecond: 0, outcome: 0, changed: 0, same: 0 };
    if (!one || !other) return { counts: none, rows: [] };
    const stretch = [recordId(one.run, 0), recordId(one.run + 1, 0), recordId(other.run, 0), recordId(other.run + 1, 0)] as const;
    const row = (id: number | null) => (id === null ? undefined : reading.asRow(byId.get(id) as unknown as StoredRecord));
    const rows = page.all(...stretch, kinds ? JSON.stringify(kinds.filter((kind) => differenceKinds.includes(kind))) : null, after ?? null, limit) as { first: number | null; second: number | null; kind: DifferenceKind; place: number }[];
    return {
      counts: { ...none, ...Object.fromEntries((counts.all(...stretch) as { kind: string; count: number }[]).map(({ kind, count }) => [kind, count])) },
      rows: rows.map(({ first, second, kind, place }): RecordDifference => {
        const [a, b] = [row(first), row(second)];
        return { kind, place, ...(a && { first: a }), ...(b && { second: b }) };
      }),
    };
  };
}
