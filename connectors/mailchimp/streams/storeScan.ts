import * as z from 'zod';
import type { CallContext, Cursor, Page, ReadContext } from '#connectors/sdk/connector.ts';
import { readCursor } from '#connectors/sdk/readCursor.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { storeId } from '../choose.ts';
import { pathOf } from '../client.ts';
import type { MailchimpClient } from '../client.ts';
import { everyStore } from '../lists.ts';
import { pagesOf, textOf } from '../pages.ts';
import type { After } from '../pages.ts';
import { pageSizeField } from './startPoint.ts';

/** What every stream of an e-commerce store asks. */
export const storeSettings: readonly SettingField[] = [
  { key: 'store', label: 'Store', type: 'pick', from: { list: 'stores', of: 'own' }, required: true, group: 'What is read', help: 'A name may stand here, too, as long as only one store has it.' },
  pageSizeField,
];

const CursorSchema = z.strictObject({
  store: z.string().min(1),
  /** Rows behind us; 0 when the whole store was read and the next run begins anew. */
  position: z.number().int().min(0),
  /** Ids of the last rows read, which show whether rows moved since. */
  tail: z.array(z.string()).max(10),
});

export interface ScanKind {
  /** Last word of the path and name of the list: `orders`. */
  readonly name: string;
  /** Makes records of rows; one row may become several. */
  records(rows: readonly SourceRecord[], store: string): Promise<readonly SourceRecord[]> | readonly SourceRecord[];
}

/**
 * Reads a whole collection of a store, every run anew: the service has no filter for changes there. What changed is told by each record's version. A run that
 * was stopped goes on where it was, or further back when rows were deleted meanwhile.
 */
export async function* scanStore(context: ReadContext<MailchimpClient>, kind: ScanKind): AsyncGenerator<Page> {
  const begun = context.cursor === null ? null : readCursor(CursorSchema, context.cursor);
  const store = await storeId(context.client, String(context.settings['store'] ?? ''), context);
  const collection = { path: storePath(store, kind.name), name: kind.name, identity: (row: SourceRecord) => textOf(row['id']) };
  const cursorAt = ({ position, tail }: After): Cursor => ({ store, position, tail });
  let left = context.limit ?? Number.POSITIVE_INFINITY;
  const pageSize = Math.min(Number(context.settings['pageSize'] ?? 250), left);
  for await (const page of pagesOf(context.client, collection, { after: begun?.store === store ? begun : start, pageSize }, context)) {
    const records = await kind.records(page.rows, store);
    yield { records, cursor: cursorAt(page.isLast ? start : page) };
    left -= records.length;
    if (left <= 0) return;
  }
}

const start: After = { position: 0, tail: [] };

export const storePath = (store: string, ...rest: readonly string[]): string => pathOf('ecommerce', 'stores', store, ...rest);

/** The first store that has it; looks in the store of the settings, or in all of them when none was chosen. */
export async function findInStores(context: ReadContext<MailchimpClient>, segments: readonly string[], call: CallContext): Promise<{ readonly row: SourceRecord; readonly store: string } | null> {
  const chosen = String(context.settings['store'] ?? '');
  const stores = chosen === '' ? (await everyStore(context.client, call)).map((row) => textOf(row['id'])) : [await storeId(context.client, chosen, call)];
  for (const store of stores) {
    const row = await context.client.find(storePath(store, ...segments), { exclude_fields: '_links' }, call);
    if (row) return { row: withoutLinks(row), store };
  }
  return null;
}

/** Links to itself that the service puts into everything, parts of a record included. */
export function withoutLinks(row: SourceRecord): SourceRecord {
  return strip(row) as SourceRecord;
}

function strip(value: SourceRecord[string]): SourceRecord[string] {
  if (Array.isArray(value)) return (value as readonly SourceRecord[string][]).map(strip);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (name === '_links' ? [] : [[name, strip(inner as SourceRecord[string])]])));
}
