import type { DatabaseSync } from 'node:sqlite';

/** One step from a version of the schema to the next; runs inside a transaction and is never changed once released. */
export interface Migration {
  readonly version: number;
  up(db: DatabaseSync): void;
}
