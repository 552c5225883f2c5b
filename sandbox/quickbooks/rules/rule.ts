import type { Company } from '../company.ts';
import type { EntityDefinition } from '../entities/definition.ts';
import type { JsonObject } from '../json.ts';
import type { Row } from '../store.ts';

/** One write on its way in: already of the right shape, its references followed. */
export interface Change {
  readonly definition: EntityDefinition;
  /** Absent on a create. */
  readonly previous: Row | undefined;
  /** What the client sent. */
  readonly sent: JsonObject;
  /** What the record would be: `sent` over the previous record (sparse) or over its read-only part (full). */
  readonly fields: JsonObject;
  /** Values of `include=` and, in a batch, of `optionsData`. */
  readonly include: ReadonlySet<string>;
}

/** What an entity demands beyond its definition, and what a write to it moves elsewhere. */
export interface Rule {
  /** The finished fields; throws a ServiceFault when the change is not allowed. Moves nothing. */
  complete(change: Change, company: Company): JsonObject;
  /** Before a delete: throws when it is not allowed. */
  beforeDelete?(row: Row, company: Company): void;
  /** Runs after the row was stored, voided or deleted (`after` is then absent). */
  afterCommit?(before: Row | undefined, after: Row | undefined, company: Company): void;
}
