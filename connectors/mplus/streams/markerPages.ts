import * as z from 'zod';
import type { Cursor, ReadContext } from '#connectors/sdk/connector.ts';
import { readCursor } from '#connectors/sdk/readCursor.ts';
import { startChoice } from '#connectors/sdk/startPoint.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import type { MplusClient } from '../client.ts';

/** Where a stream begins and how much it asks for at a time; the same for every kind that has sync markers. */
export const markerSettings: readonly SettingField[] = [
  startChoice('Everything the till has', { value: 'marker', label: 'A sync marker', help: 'The till numbers every change; reading begins with this number.' }),
  { key: 'startMarker', label: 'Sync marker', type: 'number', group: 'Start point', default: 1, min: 0, integer: true, required: true, when: { key: 'startFrom', is: ['marker'] } },
  { key: 'pageSize', label: 'Records per page', type: 'number', group: 'Reading', default: 200, min: 1, max: 250, integer: true, help: 'How many the till is asked for at a time. Smaller pages help a slow till.' },
];

const CursorSchema = z.strictObject({ marker: z.string().regex(/^\d{1,18}$/) });

export interface MarkerPage {
  /** Sorted by sync marker: the service promises no order inside a page. */
  readonly items: readonly SourceRecord[];
  readonly cursor: Cursor;
}

export interface MarkerKind {
  /** Element of `getCurrentSyncMarkers` that counts this kind. */
  readonly counter: string;
  /** Asks for items whose marker is at least `from`, at most `limit` of them. */
  ask(from: string, limit: string): Promise<readonly SourceRecord[]>;
  /** The marker an item is read by; `from` is the bound it was asked with. */
  markerOf(item: SourceRecord, from: bigint): unknown;
  /** False for items the user does not want; reading goes past them all the same. */
  readonly keep?: ((item: SourceRecord) => boolean) | undefined;
}

/**
 * Reads by sync marker: the bound is inclusive, so it is always the highest marker seen plus one, and a page is the lowest markers from there
 * on. Ends at an empty page. Throws `setup` for a cursor that is malformed or beyond what the till has counted (another till, or one restored
 * from a backup): reading on from there would silently skip records.
 */
export async function* markerPages(context: ReadContext<MplusClient>, kind: MarkerKind): AsyncGenerator<MarkerPage> {
  const isNew = context.cursor === null;
  const newest = await newestMarker(context, kind.counter);
  let from = isNew ? startMarker(context.settings, newest) : parseCursor(context.cursor);
  if (!isNew) demandReached(from, newest);
  // Kept at once: if nothing changes before the next run, "now" must not move on to that run.
  if (isNew && context.settings['startFrom'] === 'now') yield { items: [], cursor: { marker: String(from) } };

  const pageSize = Number(context.settings['pageSize'] ?? 200);
  let wanted = context.limit ?? Number.POSITIVE_INFINITY;
  while (wanted > 0) {
    context.signal.throwIfAborted();
    const items = await kind.ask(String(from), String(Math.min(pageSize, wanted)));
    if (items.length === 0) return;
    const bound = from;
    const marked = items.map((item) => ({ item, marker: asMarker(kind.markerOf(item, bound)) }));
    const highest = marked.reduce((most, { marker }) => (marker > most ? marker : most), -1n);
    if (highest < from) throw noProgress(from);
    marked.sort((a, b) => (a.marker < b.marker ? -1 : a.marker > b.marker ? 1 : 0));
    from = highest + 1n;
    const kept = marked.map(({ item }) => item).filter((item) => kind.keep?.(item) ?? true);
    yield { items: kept, cursor: { marker: String(from) } };
    wanted -= kept.length;
  }
}

/** The bound a cursor stands for. Throws `setup` for a damaged one. */
export const parseCursor = (cursor: Cursor | null): bigint => BigInt(readCursor(CursorSchema, cursor).marker);

/** Throws `setup` for a bound that lies beyond what the till has counted; `newest` is null where it does not tell. */
export function demandReached(from: bigint, newest: bigint | null): void {
  if (newest === null || from <= newest + 1n) return;
  throw new FluxoError({ code: 'mplus.cursor_from_future', kind: 'setup', what: `Fluxo has read up to change ${from - 1n}, but this till has only counted to ${newest}.`, params: { read: String(from - 1n), newest: String(newest) }, fix: 'The connection may lead to another till, or the till was restored from a backup. Check it, then set the start point of the source anew.' });
}

/** Where the first run begins, by the settings. Throws `setup` where the till cannot tell its newest change and "now" is wanted. */
export function startMarker(settings: Settings, newest: bigint | null): bigint {
  switch (settings['startFrom'] ?? 'all') {
    case 'now':
      if (newest !== null) return newest + 1n;
      throw new FluxoError({ code: 'mplus.no_markers', kind: 'setup', what: 'This till cannot say what its newest change is.', where: { field: 'startFrom' }, fix: 'Start with everything, or with a sync marker.' });
    case 'marker':
      return BigInt(Math.trunc(Number(settings['startMarker'] ?? 1)));
    default:
      return 0n;
  }
}

/** The till's own count; null on installations that do not tell. */
export async function newestMarker(context: ReadContext<MplusClient>, counter: string): Promise<bigint | null> {
  try {
    const markers = await context.client.call('getCurrentSyncMarkers', {}, context);
    return asMarker(markers[counter]);
  } catch (thrown) {
    if (thrown instanceof FluxoError && thrown.code === 'mplus.not_supported') return null;
    throw thrown;
  }
}

export const noProgress = (from: bigint) => new FluxoError({ code: 'mplus.no_progress', kind: 'remote', what: `The till was asked for changes from ${from} on and answered older ones.`, fix: 'Ask Mplus whether sync markers work on this installation.', params: { from: String(from) } });

/** A sync marker as a number. Throws `remote` for what is none. */
export function asMarker(value: unknown): bigint {
  if (typeof value === 'string' && /^\d{1,18}$/.test(value)) return BigInt(value);
  throw new FluxoError({ code: 'mplus.no_marker', kind: 'remote', what: 'The till sent a record without its sync marker, so Fluxo could not tell how far it has read.', fix: 'Ask Mplus whether sync markers work on this installation.' });
}
