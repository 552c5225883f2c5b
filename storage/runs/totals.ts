import { addTotals, addUp, otherKeys, type Total, type TotalDimension, type TotalPart } from '#shared/records/totals.ts';
import type { Database } from '#storage/sqlite/database.ts';

export interface Totals {
  /** Inside a write transaction. */
  add(run: number, parts: readonly TotalPart[]): void;
  of(run: number): readonly Total[];
}

/** Keys told apart in one dimension of a run; what comes later is added up as the rest. */
const mostKeys = 200;

interface Row {
  readonly dimension: TotalDimension;
  readonly key: string;
  readonly within: string;
  readonly count: number;
  readonly net: string | null;
  readonly tax: string | null;
  readonly total: string | null;
}

const asTotal = ({ dimension, key, within, count, net, tax, total }: Row): Total => ({ by: dimension, key, ...(within !== '' && { within }), count, ...(net !== null && { net }), ...(tax !== null && { tax }), ...(total !== null && { total }) });

/** What the runs add up to, in exact decimals, kept with every batch of records that ends. */
export function makeTotals(db: Database): Totals {
  const one = db.prepare('SELECT * FROM run_totals WHERE run = ? AND dimension = ? AND key = ? AND within = ?');
  const keys = db.prepare('SELECT count(*) AS count FROM run_totals WHERE run = ? AND dimension = ?');
  const put = db.prepare('INSERT INTO run_totals (run, dimension, key, within, count, net, tax, total) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET count = ?5, net = ?6, tax = ?7, total = ?8');
  const all = db.prepareRead('SELECT * FROM run_totals WHERE run = ?');
  const find = (run: number, { by, key, within = '' }: TotalPart) => one.get(run, by, key, within) as unknown as Row | undefined;

  return {
    add(run, parts) {
      for (const part of addUp(parts)) {
        let sum: Total = part;
        let before = find(run, part);
        if (!before && (keys.get(run, part.by) as { count: number }).count >= mostKeys) {
          const { within: _rest, ...others } = part;
          sum = { ...others, key: otherKeys };
          before = find(run, sum);
        }
        if (before) sum = addTotals(asTotal(before), sum);
        put.run(run, sum.by, sum.key, sum.within ?? '', sum.count, sum.net ?? null, sum.tax ?? null, sum.total ?? null);
      }
    },
    of: (run) => (all.all(run) as unknown as Row[]).map(asTotal),
  };
}
