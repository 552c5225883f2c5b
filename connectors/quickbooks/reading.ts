import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Value } from '#shared/records/story.ts';
import { kinds } from './entities.ts';
import type { CompanyInfo, EntityKind, Preferences } from './entities.ts';
import type { Loose } from './looseObject.ts';
import { listIn, objectIn } from './otherAnswer.ts';
import { queryText } from './query.ts';
import type { Condition, Query } from './query.ts';

/** What a request asks, before address and token are put on. */
export interface Ask {
  readonly method: 'GET' | 'POST';
  /** After `/v3/company/{realmId}/`. */
  readonly resource: string;
  readonly operation?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Value;
  readonly writes?: boolean;
  /** Numbers of the answer as the text they were written with, for records that are passed on whole. */
  readonly exact?: boolean;
}

/** Rows of one kind that meet the conditions. */
export interface RowsOf<T> {
  readonly kind: EntityKind<T>;
  readonly where?: readonly Condition[];
}

export interface Reader {
  /** All rows, page by page. Lists give active rows only unless `Active` is asked for. */
  rows<T>(wanted: RowsOf<T>, call: CallContext): Promise<readonly T[]>;
  /** The first rows in the given order, one call. */
  firstRows<T>(wanted: RowsOf<T> & { readonly orderBy?: string }, most: number, call: CallContext): Promise<readonly T[]>;
  /** Several questions in as few calls as the service's batch allows. */
  rowsOfMany<const W extends readonly RowsOf<unknown>[]>(wanted: W, call: CallContext): Promise<{ readonly [K in keyof W]: W[K] extends RowsOf<infer T> ? readonly T[] : never }>;
  /** One object by its id; null when the service does not have it (any more). */
  read<T>(kind: EntityKind<T>, id: string, call: CallContext): Promise<T | null>;
  companyInfo(call: CallContext): Promise<CompanyInfo>;
  preferences(call: CallContext): Promise<Preferences>;
}

const pageSize = 1000;
/** Items in a batch the service takes. */
const batchItems = 30;
/** Objects in one answer of a batch; more are cut without a word. */
const batchObjects = 1000;


export function makeReader(realmId: string, request: (ask: Ask, call: CallContext) => Promise<unknown>, faultOf: (answer: unknown, operation: string) => FluxoError): Reader {
  async function page<T>(kind: EntityKind<T>, query: Query, start: number, max: number, call: CallContext): Promise<readonly T[]> {
    const answer = await request({ method: 'GET', resource: 'query', operation: `query ${kind.name}`, query: { query: queryText(query, { start, max }) } }, call);
    return rowsIn(answer, kind, `query ${kind.name}`);
  }

  /** Goes on after `seen`, one row of overlap per page: a row that is no longer where it was means that the list moved, and reading goes back a page. */
  async function readOn<T>(wanted: RowsOf<T>, seen: T[], max: number, call: CallContext): Promise<readonly T[]> {
    const query = { from: wanted.kind.name, ...(wanted.where && { where: wanted.where }) };
    const ids = new Set(seen.map(idOf));
    let last = seen.length > 0 ? idOf(seen.at(-1)) : null;
    let start = Math.max(1, seen.length);
    for (;;) {
      const rows = await page(wanted.kind, query, start, max, call);
      const hasMoved = last !== null && start > 1 && (rows.length === 0 || idOf(rows[0]) !== last);
      for (const row of rows) {
        if (ids.has(idOf(row))) continue;
        ids.add(idOf(row));
        seen.push(row);
      }
      if (hasMoved) {
        start = Math.max(1, start - max);
        last = null;
        continue;
      }
      if (rows.length < max) return seen;
      last = idOf(rows.at(-1));
      start += rows.length - 1;
    }
  }

  async function batch(wanted: readonly RowsOf<unknown>[], max: number, call: CallContext): Promise<(readonly unknown[])[]> {
    const items = wanted.map(({ kind, where }, index) => ({ bId: String(index + 1), Query: queryText({ from: kind.name, ...(where && { where }) }, { start: 1, max }) }));
    const operation = `batch query ${[...new Set(wanted.map(({ kind }) => kind.name))].join(', ')}`;
    const answer = await request({ method: 'POST', resource: 'batch', operation, body: { BatchItemRequest: items } }, call);
    const answers = (answer as Loose)['BatchItemResponse'];
    return Promise.all(
      wanted.map(async (one, index) => {
        const own: unknown = Array.isArray(answers) ? answers.find((candidate: Loose) => candidate['bId'] === items[index]?.bId) : undefined;
        if (typeof own !== 'object' || own === null || !('QueryResponse' in own)) throw faultOf(own, operation);
        const rows = rowsIn(own, one.kind, operation);
        return rows.length < max ? rows : readOn(one, [...rows], pageSize, call);
      }),
    );
  }

  const reader: Reader = {
    async rows(wanted, call) {
      return readOn(wanted, [], pageSize, call);
    },
    async firstRows({ kind, where, orderBy }, most, call) {
      return page(kind, { from: kind.name, ...(where && { where }), ...(orderBy && { orderBy }) }, 1, most, call);
    },
    async rowsOfMany(wanted, call) {
      type Rows = Awaited<ReturnType<typeof reader.rowsOfMany<typeof wanted>>>;
      const single = wanted.length === 1 ? wanted[0] : undefined;
      if (single) return [await reader.rows(single, call)] as unknown as Rows;
      const groups: Promise<(readonly unknown[])[]>[] = [];
      // Ten questions of a hundred rows fill an answer, so a batch holds ten at most although thirty are allowed.
      const perBatch = Math.min(batchItems, 10);
      for (let from = 0; from < wanted.length; from += perBatch) {
        const group = wanted.slice(from, from + perBatch);
        groups.push(batch(group, Math.floor(batchObjects / group.length), call));
      }
      return (await Promise.all(groups)).flat() as unknown as Rows;
    },
    async read(kind, id, call) {
      const resource = `${kind.name.toLowerCase()}/${encodeURIComponent(id)}`;
      try {
        const answer = await request({ method: 'GET', resource, operation: `GET ${kind.name.toLowerCase()}` }, call);
        return kind.parse(objectIn(answer, kind.name, `GET ${kind.name.toLowerCase()}`));
      } catch (thrown) {
        if (thrown instanceof FluxoError && thrown.data.answer?.code === '610') return null;
        throw thrown;
      }
    },
    async companyInfo(call) {
      return onlyOne(kinds.companyInfo, `companyinfo/${realmId}`, call);
    },
    async preferences(call) {
      return onlyOne(kinds.preferences, 'preferences', call);
    },
  };

  async function onlyOne<T>(kind: EntityKind<T>, resource: string, call: CallContext): Promise<T> {
    const answer = await request({ method: 'GET', resource, operation: `GET ${kind.name.toLowerCase()}` }, call);
    return kind.parse(objectIn(answer, kind.name, `GET ${kind.name.toLowerCase()}`));
  }

  return reader;
}

const idOf = (row: unknown): string => (row as { readonly Id: string }).Id;

/** The rows of a query's answer; without rows the service leaves their list out, never what it stands in. */
const rowsIn = <T>(answer: unknown, kind: EntityKind<T>, operation: string): readonly T[] => listIn(objectIn(answer, 'QueryResponse', operation), kind.name, operation, true).map((row) => kind.parse(row));
