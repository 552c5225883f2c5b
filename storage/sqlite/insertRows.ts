import type { SQLInputValue, StatementSync } from 'node:sqlite';

/** Rows put in by one call: what a call itself costs is half of a single short row. */
const atOnce = 25;

/** Inside a write transaction: puts rows in, given one behind the other as one list of values; returns how many rows that changed. */
export type InsertRows = (values: readonly SQLInputValue[]) => number;

/** `into` says table and columns, `onConflict` what to do where a row is there already (`ON CONFLICT …`). */
export function makeInsertRows(prepare: (sql: string) => StatementSync, { into, width, onConflict = '' }: { readonly into: string; readonly width: number; readonly onConflict?: string }): InsertRows {
  const row = `(${Array.from({ length: width }, () => '?').join(', ')})`;
  const of = (count: number) => prepare(`INSERT INTO ${into} VALUES ${Array.from({ length: count }, () => row).join(', ')} ${onConflict}`);
  const one = of(1);
  // As big a statement is made when it is first needed: most workspaces are opened to be looked at.
  let many: StatementSync | null = null;
  return (values) => {
    let changed = 0;
    let from = 0;
    for (const step = atOnce * width; from + step <= values.length; from += step) changed += Number((many ??= of(atOnce)).run(...values.slice(from, from + step)).changes);
    for (; from < values.length; from += width) changed += Number(one.run(...values.slice(from, from + width)).changes);
    return changed;
  };
}
