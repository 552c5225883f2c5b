import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { queryText } from './query.ts';
import { listIn, objectIn } from './otherAnswer.ts';
import type { PageOf, Query } from './query.ts';
import type { Ask } from './reading.ts';
import { listOf, nested, textOf } from './values.ts';

/** Objects as the service sent them, with every number as the text it was written with, and the service's own time beside them. */
export interface RawPage {
  readonly rows: readonly SourceRecord[];
  /** With its offset; the moment of the answer by the service's clock. */
  readonly time: string;
}

export interface ChangedRows {
  /** By entity; those that were deleted are left out. */
  readonly rows: ReadonlyMap<string, readonly SourceRecord[]>;
  readonly time: string;
  /** True when the answer is as long as the service makes them: then more may have changed than it says. */
  readonly isFull: boolean;
}

/** Reads for streams, which pass records on whole. */
export interface RawReader {
  /** One page of a query. */
  pageOf(query: Query, page: PageOf, call: CallContext): Promise<RawPage>;
  /** Change data capture: what changed in these entities since a moment, at most 30 days back. */
  changedSince(entities: readonly string[], since: string, call: CallContext): Promise<ChangedRows>;
  /** One object; null when the service does not have it (any more). */
  readWhole(entity: string, id: string, call: CallContext): Promise<SourceRecord | null>;
}

/** Objects in one answer of change data capture; more are cut off without a word. */
const mostChanges = 1000;

export function makeRawReader(request: (ask: Ask, call: CallContext) => Promise<unknown>): RawReader {
  return {
    async pageOf(query, page, call) {
      const operation = `query ${query.from}`;
      const answer = nested((await request({ method: 'GET', resource: 'query', operation, query: { query: queryText(query, page) }, exact: true }, call)) as Value);
      return { rows: rowsOf(objectIn(answer, 'QueryResponse', operation), query.from, operation), time: timeOf(answer) };
    },

    async changedSince(entities, since, call) {
      const answer = nested((await request({ method: 'GET', resource: 'cdc', operation: 'GET cdc', query: { entities: entities.join(','), changedSince: since }, exact: true }, call)) as Value);
      const blocks = listIn(answer, 'CDCResponse', 'GET cdc').flatMap((response) => listIn(response, 'QueryResponse', 'GET cdc'));
      let count = 0;
      const rows = new Map<string, readonly SourceRecord[]>();
      for (const entity of entities) {
        const own = blocks.flatMap((block) => rowsOf(block, entity, 'GET cdc'));
        count += own.length;
        rows.set(entity, own.filter((row) => !/^deleted$/i.test(textOf(row['status']))));
      }
      return { rows, time: timeOf(answer), isFull: count >= mostChanges };
    },

    async readWhole(entity, id, call) {
      const resource = `${entity.toLowerCase()}/${encodeURIComponent(id)}`;
      try {
        const answer = nested((await request({ method: 'GET', resource, operation: `GET ${entity.toLowerCase()}`, exact: true }, call)) as Value);
        return objectIn(answer, entity, `GET ${entity.toLowerCase()}`) as SourceRecord;
      } catch (thrown) {
        if (thrown instanceof FluxoError && thrown.data.answer?.code === '610') return null;
        throw thrown;
      }
    },
  };
}

/** Without rows the service leaves their list out. */
const rowsOf = (response: unknown, entity: string, operation: string) => listOf(listIn(response, entity, operation, true) as readonly Value[]);

function timeOf(answer: SourceRecord): string {
  const time = textOf(answer['time']);
  if (!Number.isNaN(Date.parse(time))) return time;
  throw new FluxoError({ code: 'quickbooks.no_time', kind: 'remote', what: 'QuickBooks answered without saying when, so Fluxo could not tell how far it has read.', fix: 'Fluxo tries again by itself.' });
}
