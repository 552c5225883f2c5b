import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { MailchimpClient, Query } from './client.ts';

export interface Collection {
  readonly path: string;
  /** Name of the list in the answer, such as `members`. */
  readonly name: string;
  readonly query?: Query;
  /** Same text = same row, unchanged as far as this reading is concerned. */
  identity(row: SourceRecord): string;
}

export interface RowPage {
  /** Rows that the page before did not hold already. */
  readonly rows: readonly SourceRecord[];
  /** How many rows of the collection lie behind us. */
  readonly position: number;
  readonly isLast: boolean;
  /** Identities of the last rows up to here: with them reading can go on later, see `After`. */
  readonly tail: readonly string[];
}

/** Where to go on: so many rows are behind us, and these were the last of them. */
export interface After {
  readonly position: number;
  readonly tail: readonly string[];
}

/** Rows of the page before that are asked for again, to see whether the collection moved meanwhile. */
const overlap = 5;
/** The service gives at most 1,000 rows at once. */
export const largestPage = 1000 - overlap;

/**
 * Reads a collection by offset, the only paging there is. Rows that vanish before the offset would move the following ones to where nobody looks again, so each
 * page begins with the last rows of the one before; when none of them is there, reading goes back until one is. Rows that come in between are given twice at worst.
 */
export async function* pagesOf(client: MailchimpClient, collection: Collection, options: { readonly after?: After; readonly pageSize: number }, call: CallContext): AsyncGenerator<RowPage> {
  const count = Math.max(1, Math.min(options.pageSize, largestPage)) + overlap;
  let position = options.after?.position ?? 0;
  let before: ReadonlySet<string> = new Set(options.after?.tail);
  for (;;) {
    call.signal.throwIfAborted();
    const offset = Math.max(0, position - overlap);
    const answer = await client.get(collection.path, { ...collection.query, offset: String(offset), count: String(count), exclude_fields: `_links,${collection.name}._links` }, call);
    const rows = rowsIn(answer, collection.name);
    const identities = rows.map(collection.identity);
    if (offset > 0 && !identities.some((identity) => before.has(identity))) {
      position = Math.max(0, offset - count + overlap);
      continue;
    }
    const fresh = rows.filter((_, index) => !before.has(identities[index]!));
    position = offset + rows.length;
    const isLast = rows.length < count;
    yield { rows: fresh, position, isLast, tail: identities.slice(-overlap) };
    if (isLast) return;
    before = new Set(identities);
  }
}

/** All rows of a small collection, such as the audiences of an account. */
export async function everyRow(client: MailchimpClient, collection: Collection, call: CallContext): Promise<readonly SourceRecord[]> {
  const all = new Map<string, SourceRecord>();
  for await (const { rows } of pagesOf(client, collection, { pageSize: largestPage }, call)) for (const row of rows) all.set(collection.identity(row), row);
  return [...all.values()];
}

function rowsIn(answer: SourceRecord, name: string): readonly SourceRecord[] {
  const rows = answer[name];
  if (Array.isArray(rows) && rows.every((row: Value) => typeof row === 'object' && row !== null)) return rows as readonly SourceRecord[];
  throw new FluxoError({ code: 'mailchimp.unexpected_answer', kind: 'remote', what: `MailChimp answered without the list “${name}” that was asked for.`, fix: 'Fluxo tries again by itself. If it stays, something in the network answers in MailChimp’s place.', params: { name } });
}

export const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');
/** A record inside a record; an empty one when there is none. */
export const nested = (value: Value | undefined): SourceRecord => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SourceRecord) : {});
export const listOf = (value: Value | undefined): readonly SourceRecord[] => (Array.isArray(value) ? (value as readonly Value[]).filter((item): item is SourceRecord => typeof item === 'object' && item !== null) : []);
