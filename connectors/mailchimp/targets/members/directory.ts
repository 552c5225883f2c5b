import type { CallContext } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { pathOf } from '../../client.ts';
import type { MailchimpClient } from '../../client.ts';
import { largestPage, pagesOf, textOf } from '../../pages.ts';

/** Who is in an audience, as the target has to know it: asked for one by one, or all at once when many are wanted. */
export interface Directory {
  /** Reads everybody, if that takes less time than asking for so many one by one. */
  ahead(wanted: number, call: CallContext): Promise<void>;
  /** Id, status and merge fields of a contact; null when he is not in the audience. */
  find(hash: string, call: CallContext): Promise<SourceRecord | null>;
  /** Not as it was read any more. */
  forget(hash: string): void;
}

const fields = 'id,status,merge_fields';
/** Below this many it is not worth it. */
const fewest = 25;
/** A page of a thousand contacts takes about as long as so many single ones, eight at a time. */
const pageCost = 10;

export function makeDirectory(client: MailchimpClient, audience: string): Directory {
  const path = pathOf('lists', audience, 'members');
  const known = new Map<string, SourceRecord>();
  const stale = new Set<string>();
  let hasAll = false;
  let reading: Promise<void> | undefined;

  async function readAll(wanted: number, call: CallContext): Promise<void> {
    let pages = 0;
    // Archived contacts only come when they are asked for, and to take one for new would bring him back.
    for (const query of [{}, { status: 'archived' }]) {
      const answer = await client.get(path, { ...query, count: '1', fields: 'total_items' }, call);
      pages += Math.ceil(Number(textOf(answer['total_items']) || 0) / largestPage);
    }
    if (pages * pageCost > wanted) return;
    for (const query of [{}, { status: 'archived' }]) {
      const collection = { path, name: 'members', identity: (row: SourceRecord) => textOf(row['id']), query };
      for await (const { rows } of pagesOf(client, collection, { pageSize: largestPage }, call)) for (const { id, status, merge_fields: merged } of rows) known.set(textOf(id), { id: id!, status: status!, merge_fields: merged! });
    }
    hasAll = true;
  }

  return {
    async ahead(wanted, call) {
      if (hasAll || wanted < fewest) return;
      reading ??= readAll(wanted, call).finally(() => (reading = undefined));
      return reading;
    },
    find: async (hash, call) => (hasAll && !stale.has(hash) ? (known.get(hash) ?? null) : client.find(`${path}/${encodeURIComponent(hash)}`, { fields }, call)),
    forget: (hash) => void stale.add(hash),
  };
}
