import * as z from 'zod';
import type { Cursor, Page, ReadContext } from '#connectors/sdk/connector.ts';
import { readCursor } from '#connectors/sdk/readCursor.ts';
import { startDay } from '#connectors/sdk/startPoint.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { QuickBooksClient } from '../client.ts';
import type { ChangedRows } from '../rawReading.ts';
import { textOf } from '../values.ts';
import { behind, changedAt, demandPast, momentText, passAt, PassSchema, readPass } from './readPass.ts';
import type { EntityToRead } from './readPass.ts';

/** Per entity: its first reading, or the moment up to which its changes are known. */
const ProgressSchema = z.union([z.strictObject({ pass: PassSchema }), z.strictObject({ since: momentText })]);
const CursorSchema = z.strictObject({
  entities: z.record(z.string().regex(/^[A-Z][A-Za-z]+$/), ProgressSchema).refine((entities) => Object.keys(entities).length > 0),
  /** Nothing older is wanted: the start point that was chosen. */
  earliest: momentText.optional(),
});
type Progress = z.infer<typeof ProgressSchema>;
type State = z.infer<typeof CursorSchema>;

/** Asked for again every time: how late a change may show is not documented. */
const overlapMs = 5 * 60_000;
/** Change data capture looks 30 days back; a day less, since clocks differ. */
const lookBackMs = 29 * 86_400_000;

export interface Changes {
  readonly entities: readonly EntityToRead[];
  /** With defaults filled in: `startFrom`, `startDate`, `pageSize`. */
  readonly settings: Settings;
  /** False for rows nobody wants; reading goes past them all the same. */
  keep(row: SourceRecord, entity: string): boolean;
  /** The stream's records of rows of one entity. */
  records(rows: readonly SourceRecord[], entity: string): Promise<readonly SourceRecord[]> | readonly SourceRecord[];
}

/**
 * Reads some entities: the first time page by page, later by change data capture. When that cannot tell (longer ago than it looks back, or more changes than
 * one answer holds) what changed is queried by its time instead. Deleted rows are passed over.
 */
export async function* readChanges(context: ReadContext<QuickBooksClient>, changes: Changes): AsyncGenerator<Page> {
  const { client } = context;
  const { entities, settings } = changes;
  let left = context.limit ?? Number.POSITIVE_INFINITY;
  const size = () => Math.max(1, Math.min(Number(settings['pageSize']), left));
  let state: State = context.cursor === null ? { entities: {} } : readCursor(CursorSchema, context.cursor);
  const put = (name: string, progress: Progress) => {
    state = { ...state, entities: { ...state.entities, [name]: progress } };
  };

  const added = entities.filter(({ name }) => !state.entities[name]);
  if (added.length > 0) {
    const start = await startPoint(context, added[0]!.name, settings);
    for (const { name } of added) put(name, start.progress);
    if (start.earliest !== undefined) state = { ...state, earliest: state.earliest ?? start.earliest };
    // Kept at once: if nothing changes before the next run, "now" must not move on to that run.
    if (settings['startFrom'] === 'now') yield { records: [], cursor: asCursor(state) };
  }

  const isWanted = (row: SourceRecord, name: string) => (state.earliest === undefined || Date.parse(changedAt(row)) >= Date.parse(state.earliest)) && changes.keep(row, name);

  const read = entities.filter(({ name }) => !added.some((entity) => entity.name === name) && 'since' in state.entities[name]!);
  if (read.length > 0) {
    const since = new Map(read.map(({ name }) => [name, new Date(Date.parse((state.entities[name] as { since: string }).since) - overlapMs).toISOString()]));
    const answer = await changedSince(context, read.map(({ name }) => name), [...since.values()].toSorted()[0]!);
    if (answer === null) {
      for (const { name } of read) put(name, { pass: { from: since.get(name)!, at: 0 } });
    } else {
      for (const { name } of read) demandPast(since.get(name), answer.time);
      let kept: State | null = null;
      for (const { name } of read) {
        const rows = (answer.rows.get(name) ?? []).toSorted(byChange);
        let place: ReturnType<typeof behind> = { from: undefined, at: 0, last: undefined };
        for (let from = 0; from < rows.length; ) {
          const part = rows.slice(from, from + size());
          from += part.length;
          place = behind(place, part);
          // Whoever stops in the middle goes on with a query from the last row given.
          put(name, from < rows.length ? { pass: passAt(place, answer.time) } : { since: answer.time });
          const records = await changes.records(part.filter((row) => isWanted(row, name)), name);
          yield { records, cursor: asCursor(state) };
          kept = state;
          left -= records.length;
          if (left <= 0) return;
        }
        put(name, { since: answer.time });
      }
      // What had no changes is known up to now as well.
      if (kept !== state) yield { records: [], cursor: asCursor(state) };
    }
  }

  for (const entity of entities) {
    const progress = state.entities[entity.name]!;
    if (!('pass' in progress)) continue;
    for await (const page of readPass(client, entity, progress.pass, size, context)) {
      put(entity.name, page.pass ? { pass: page.pass } : { since: page.started });
      const records = await changes.records(page.rows.filter((row) => isWanted(row, entity.name)), entity.name);
      yield { records, cursor: asCursor(state) };
      left -= records.length;
      if (left <= 0) return;
    }
  }
}

const byChange = (a: SourceRecord, b: SourceRecord): number => Date.parse(changedAt(a)) - Date.parse(changedAt(b)) || Number(textOf(a['Id'])) - Number(textOf(b['Id']));

/** As it is stored: without the parts that are absent. */
const asCursor = (state: State): Cursor => JSON.parse(JSON.stringify(state)) as Cursor;

/** Where an entity begins that was not read before. */
async function startPoint(context: ReadContext<QuickBooksClient>, entity: string, settings: Settings): Promise<{ readonly progress: Progress; readonly earliest?: string }> {
  if (settings['startFrom'] === 'date') {
    const from = new Date(startDay(settings)).toISOString();
    return { progress: { pass: { from, at: 0 } }, earliest: from };
  }
  if (settings['startFrom'] !== 'now') return { progress: { pass: { at: 0 } } };
  // By the service's own clock, so that one of this machine that runs ahead hides nothing.
  const { time } = await context.client.pageOf({ from: entity }, { start: 1, max: 1 }, context);
  // Changes are told in whole seconds: one later in this second must not pass for an older one.
  return { progress: { since: time }, earliest: new Date(Math.floor(Date.parse(time) / 1000) * 1000).toISOString() };
}

/** Null when change data capture cannot tell all that changed since. */
async function changedSince(context: ReadContext<QuickBooksClient>, entities: readonly string[], since: string): Promise<ChangedRows | null> {
  if (context.client.now() - Date.parse(since) > lookBackMs) return null;
  try {
    const answer = await context.client.changedSince(entities, since, context);
    return answer.isFull ? null : answer;
  } catch (thrown) {
    // The service's clock counts: by it the moment may be too long ago although ours says otherwise.
    if (thrown instanceof FluxoError && thrown.kind === 'data') return null;
    throw thrown;
  }
}
