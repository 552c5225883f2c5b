import * as z from 'zod';
import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { QuickBooksClient } from '../client.ts';
import type { Condition } from '../query.ts';
import { nested, textOf } from '../values.ts';
import { largestPage } from './startPoint.ts';

/** A moment with its time of day; a bare date would be taken in the service's own zone. */
export const momentText = z.string().refine((text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text)));

/** How far a pass over all rows of an entity got, in the order of their last change. */
export const PassSchema = z.strictObject({
  /** When it began, by the service's clock; absent before its first page. */
  started: momentText.optional(),
  /** Rows that changed earlier are behind us, or not wanted; absent for none. */
  from: momentText.optional(),
  /** Rows behind us among those from `from` on. */
  at: z.number().int().min(0),
  /** Id of the last of them: when it is no longer where it was, the rows moved. */
  last: z.string().optional(),
});
export type Pass = z.infer<typeof PassSchema>;

export interface PassPage {
  readonly rows: readonly SourceRecord[];
  /** How far the pass is now; null when it is done. */
  readonly pass: Pass | null;
  readonly started: string;
}

export interface EntityToRead {
  /** As the service writes it: `SalesReceipt`. */
  readonly name: string;
  readonly where?: readonly Condition[];
}

const dayMs = 86_400_000;
const lastChange = 'MetaData.LastUpdatedTime';

/**
 * Reads all rows of an entity, the one that changed longest ago first. Every page begins with the last row of the one before and with the change
 * time of that row as its bound, so a row that changes while we read (it moves to the end) or vanishes never hides another: when that row is
 * not where it was, the rows of its second are read again.
 */
export async function* readPass(client: QuickBooksClient, { name, where = [] }: EntityToRead, begun: Pass, wanted: () => number, call: CallContext): AsyncGenerator<PassPage> {
  let { started, from, at, last } = begun;
  for (;;) {
    const max = Math.min(largestPage, wanted() + (at > 0 ? 1 : 0));
    const bound = from === undefined ? [] : [{ property: lastChange, from }];
    const page = await client.pageOf({ from: name, where: [...where, ...bound], orderBy: `${lastChange}, Id` }, { start: Math.max(1, at), max }, call);
    demandPast(from, page.time);
    started ??= page.time;
    if (at > 0 && textOf(page.rows[0]?.['Id']) !== last) {
      at = 0;
      last = undefined;
      continue;
    }
    const rows = at > 0 ? page.rows.slice(1) : page.rows;
    ({ from, at, last } = behind({ from, at, last }, rows));
    const isLast = page.rows.length < max;
    yield { rows, pass: isLast ? null : passAt({ from, at, last }, started), started };
    if (isLast) return;
  }
}

type Place = { readonly from: string | undefined; readonly at: number; readonly last: string | undefined };

/** Where reading stands after further rows, which come in the order of their last change. */
export function behind(place: Place, rows: readonly SourceRecord[]): Place {
  const newest = rows.at(-1);
  if (!newest) return place;
  const from = changedAt(newest);
  const isSame = (moment: string) => Date.parse(moment) === Date.parse(from);
  const together = rows.length - 1 - rows.findLastIndex((row) => !isSame(changedAt(row)));
  return { from, at: place.from !== undefined && isSame(place.from) ? place.at + together : together, last: textOf(newest['Id']) };
}

/** A place as it stands in a cursor. */
export const passAt = ({ from, at, last }: Place, started: string): Pass => ({ started, ...(from !== undefined && { from }), at, ...(last !== undefined && { last }) });

/** A moment the service has not reached yet means another company, or a clock that was set: reading on from there would skip records. */
export function demandPast(moment: string | undefined, now: string): void {
  if (moment === undefined || Date.parse(moment) <= Date.parse(now) + dayMs) return;
  throw new FluxoError({ code: 'quickbooks.cursor_from_future', kind: 'setup', what: `Fluxo has noted that it read up to ${moment}, and at QuickBooks it is ${now} now.`, params: { read: moment, now }, fix: 'The connection may lead to another company. Check it, then set the start point of the source anew.' });
}

/** When a row was last changed, as the service wrote it. */
export function changedAt(row: SourceRecord): string {
  const moment = textOf(nested(row['MetaData'])['LastUpdatedTime']);
  if (!Number.isNaN(Date.parse(moment))) return moment;
  throw new FluxoError({ code: 'quickbooks.no_last_change', kind: 'remote', what: 'QuickBooks sent a record without the time of its last change, so Fluxo could not tell how far it has read.', fix: 'Fluxo tries again by itself.' });
}
