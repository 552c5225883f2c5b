import type { StatementSync } from 'node:sqlite';
import type { WayAgain } from '#shared/records/recordChoice.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId } from '#storage/sqlite/recordIds.ts';
import type { OpenRun, Runs } from './runs.ts';

/** Rows of the log looked at together when records begin anew: however many they are, no more of them are in memory. */
export const rowsAtOnce = 1000;

/** What the row of a record that begins anew takes from the row of its last time. */
export interface RowBefore {
  readonly id: number;
  readonly source: number;
  readonly key: string;
  readonly version: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly amount: string | null;
  readonly source_block: number;
  readonly source_line: number;
}

/** How a record goes on: `lineage` null = one of its own. */
export interface GoesOn {
  readonly lineage: number | null;
  readonly again: WayAgain | null;
}

/** Rows in the order of their ids, `rowsAtOnce` together, from a statement that takes the last id and has that limit. */
export function* inPages<Row extends { readonly id: number }>(statement: StatementSync): Generator<readonly Row[]> {
  for (let after = 0; ; ) {
    const rows = statement.all(after) as unknown as readonly Row[];
    if (rows.length === 0) return;
    after = rows.at(-1)!.id;
    yield rows;
  }
}

/** Inside a write transaction: records of the log become open records of the run, in their order. */
export function makeBeginAnew(db: Database, runs: Pick<Runs, 'take'>) {
  const insert = db.prepare("INSERT INTO kept_records (id, lineage, source, origin, again, key, version, title, subtitle, amount, state, at, ms, source_block, source_line) VALUES (?1, nullif(?2, ?1), ?3, 'problem', ?4, ?5, ?6, nullif(?7, ?5), ?8, ?9, 0, ?10, 0, ?11, ?12)");
  return <Row extends RowBefore>(run: OpenRun, rows: readonly Row[], goesOn: (row: Row) => GoesOn, at: number): void => {
    const first = runs.take(run.run, rows.length, at);
    for (const [index, row] of rows.entries()) {
      const { lineage, again } = goesOn(row);
      insert.run(recordId(run.run, first + index), lineage, row.source, again, row.key, row.version, row.title, row.subtitle, row.amount, at, row.source_block, row.source_line);
    }
  };
}
