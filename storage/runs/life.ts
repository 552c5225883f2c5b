import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import type { FoundInside, FoundRecord, Identity, KnownAs, LifeRow, RecordLife, WriteMade } from '#shared/records/passport.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId, runOf } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import type { Places } from './places.ts';
import type { Reading, StoredRecord } from './reading.ts';
import { rowColumns } from './rowColumns.ts';
import type { Runs } from './runs.ts';
import { searchWords } from './searchText.ts';
import type { Searching } from './searching.ts';
import type { Sources } from './sources.ts';

/** Lines of a block that hold what was searched for. */
interface Hit {
  /** When the block was written; milliseconds. */
  readonly at: number;
  readonly lines: ReadonlySet<number>;
}

export interface Life {
  of(runId: string, seq: number): RecordLife | null;
  find(search: string, limit: number): readonly FoundRecord[];
  findInside(search: string, before: number | null): FoundInside;
}

/** Rows of one life; a record that is read every quarter of an hour has thousands, and nobody reads them all. */
const mostRows = 300;
/** Rows with the same words that are looked at for the same key: a short number is the word of many. */
const mostLookedAt = 4000;
/** Names of one record that are followed: a customer that a thousand orders led to is not their life. */
const mostNames = 12;
/** A look inside gives somebody else a turn after so long. */
const mostMs = 150;
const mostFound = 100;
const beyond = Number.MAX_SAFE_INTEGER;

const nameOf = ({ connectionId, stream, key }: Identity) => JSON.stringify([connectionId, stream, key]);
/** The same thing read by another stream of the connection, or by another flow. */
const thingOf = ({ connectionId, key }: Pick<Identity, 'connectionId' | 'key'>) => JSON.stringify([connectionId, key]);

/** What became of a record over all runs and flows, from the log, the ledger and the writes. */
export function makeLife(db: Database, parts: { readonly runs: Runs; readonly sources: Sources; readonly blocks: Blocks; readonly searching: Searching; readonly reading: Reading; readonly places: Places }): Life {
  const { runs, sources, blocks, searching, reading, places } = parts;
  const byId = db.prepareRead(`SELECT ${rowColumns} FROM records WHERE id = ?`);
  const isDry = db.prepareRead('SELECT dry_run FROM runs WHERE run = ?');
  const intents = db.prepareRead('SELECT run_id, connection_id, effect, state, result FROM intents WHERE lineage = ? ORDER BY intent');
  const newestBlocks = db.prepareRead('SELECT block, at FROM blocks WHERE block < ? ORDER BY block DESC LIMIT 64');
  const ofBlocks = db.prepareRead(`SELECT ${rowColumns} FROM records WHERE id > ?2 AND id < ?3 AND (source_block IN (SELECT value FROM json_each(?1)) OR story_block IN (SELECT value FROM json_each(?1)))`);
  const runsAround = db.prepareRead('SELECT run FROM runs WHERE started_at <= ? AND max(touched_at, ifnull(finished_at, 0)) >= ? AND taken > 0');

  const identityOf = (row: StoredRecord): Identity => {
    const { connectionId, stream } = sources.ref(row.source);
    return { connectionId, stream, key: row.key };
  };
  const rowsOf = (ids: readonly number[]): readonly StoredRecord[] => ids.flatMap((id) => (byId.get(id) as unknown as StoredRecord | undefined) ?? []);
  const rowsWith = (search: string, limit: number) => {
    const words = searchWords(search);
    return words.length === 0 ? [] : rowsOf(searching.ids({ words, outcomes: undefined, flowId: undefined, low: 0, high: beyond }, true, limit));
  };

  /** Rows of a thing, newest first: those that have its key as a word, and then as the whole. */
  function rowsOfThing({ connectionId, key }: Pick<Identity, 'connectionId' | 'key'>, stream?: string): readonly StoredRecord[] {
    return rowsWith(key, mostLookedAt).filter((row) => row.key === key && sources.ref(row.source).connectionId === connectionId && (stream === undefined || sources.ref(row.source).stream === stream));
  }

  const ofDryRun = (row: StoredRecord): boolean => (isDry.get(runOf(row.id)) as { dry_run: number } | undefined)?.dry_run === 1;
  const lifeRow = (row: StoredRecord): LifeRow => ({ ...reading.asRow(row), identity: identityOf(row), dryRun: ofDryRun(row) });

  function writesOf(row: StoredRecord & { readonly lineage?: number }): readonly WriteMade[] {
    const { runId, seq } = reading.asRow(row);
    return (intents.all(row.lineage ?? row.id) as { run_id: string; connection_id: string; effect: string; state: WriteMade['state']; result: string | null }[])
      .filter((intent) => intent.run_id === runId)
      .map(({ connection_id: connectionId, effect, state, result }) => {
        const told = result === null ? null : (JSON.parse(result) as { type?: string; id?: string; label?: string; adopted?: boolean });
        return { runId, seq, connectionId, effect, state, ...(told?.type !== undefined && { type: told.type }), ...(told?.id !== undefined && { id: told.id }), ...(told?.label !== undefined && { label: told.label }), ...(told?.adopted && { adopted: true }) };
      });
  }

  const became = (connectionId: string, entity: string, entry: LedgerEntry): KnownAs => ({
    connectionId,
    entity,
    type: entry.targetType,
    id: entry.targetId,
    ...(entry.targetVersion !== undefined && { version: entry.targetVersion }),
    // Without a fingerprint nothing was sent: it was only found there.
    how: entry.fingerprint === undefined ? 'found' : 'made',
  });

  /** Follows a record to what it became, and back to what it was made from, once in each direction from every name that is met. */
  function namesOf(own: Identity): readonly KnownAs[] {
    const known = new Map<string, KnownAs>([[thingOf(own), { connectionId: own.connectionId, type: own.stream, id: own.key, how: 'read' }]]);
    const waiting: Pick<Identity, 'connectionId' | 'key'>[] = [own];
    while (waiting.length > 0 && known.size < mostNames) {
      const here = waiting.shift()!;
      for (const { connectionId, entity, entry } of places.becameOf(here.connectionId, here.key)) {
        const name = thingOf({ connectionId, key: entry.targetId });
        const told = known.get(name);
        if (told && told.how !== 'read') continue;
        known.set(name, became(connectionId, entity, entry));
        if (!told) waiting.push({ connectionId, key: entry.targetId });
      }
      for (const { connectionId, key } of places.madeFrom(here.connectionId, here.key)) {
        const name = thingOf({ connectionId, key });
        if (known.has(name) || known.size >= mostNames) continue;
        known.set(name, { connectionId, type: '', id: key, how: 'read' });
        waiting.push({ connectionId, key });
      }
    }
    return [...known.values()];
  }

  /** Each record once, the last seen first. */
  function once(rows: readonly StoredRecord[], limit: number, as: ReadonlyMap<number, string> = new Map()): readonly FoundRecord[] {
    const found = new Map<string, { readonly row: StoredRecord; readonly flows: Set<string>; times: number }>();
    for (const row of rows.toSorted((a, b) => b.at - a.at || b.id - a.id)) {
      const name = nameOf(identityOf(row));
      const one = found.get(name) ?? { row, flows: new Set<string>(), times: 0 };
      one.times += 1;
      one.flows.add(sources.ref(row.source).flowId);
      found.set(name, one);
    }
    return [...found.values()].slice(0, limit).map(({ row, flows, times }) => ({ identity: identityOf(row), row: reading.asRow(row), dryRun: ofDryRun(row), times, flows: flows.size, ...(as.has(row.id) && { as: as.get(row.id)! }) }));
  }

  return {
    of(runId, seq) {
      const run = runs.find(runId);
      const row = run && reading.rowOf(recordId(run.run, seq));
      if (!row) return null;
      const own = identityOf(row);
      const knownAs = namesOf(own);
      const met = new Map<number, StoredRecord>([[row.id, row]]);
      const streams = new Map<string, string>();
      for (const name of knownAs) {
        for (const one of rowsOfThing({ connectionId: name.connectionId, key: name.id }, thingOf(own) === thingOf({ connectionId: name.connectionId, key: name.id }) ? own.stream : undefined)) {
          met.set(one.id, one);
          streams.set(thingOf({ connectionId: name.connectionId, key: name.id }), sources.ref(one.source).stream);
        }
      }
      const all = [...met.values()].toSorted((a, b) => b.at - a.at || b.id - a.id);
      const rows = all.slice(0, mostRows);
      const shown = reading.asRow(row);
      const labels = new Map(all.flatMap((one) => {
        const target = reading.asRow(one).target;
        return target?.label === undefined ? [] : [[`${target.type} ${target.id}`, target.label] as const];
      }));
      return {
        identity: own,
        title: shown.title,
        ...(shown.subtitle !== undefined && { subtitle: shown.subtitle }),
        ...(shown.amount !== undefined && { amount: shown.amount }),
        knownAs: knownAs.map((name) => {
          const label = labels.get(`${name.type} ${name.id}`);
          return { ...name, type: name.type || (streams.get(thingOf({ connectionId: name.connectionId, key: name.id })) ?? ''), ...(label !== undefined && { label }) };
        }),
        rows: rows.map(lifeRow),
        more: all.length > rows.length,
        writes: rows.slice(0, 50).flatMap(writesOf),
      };
    },

    find(search, limit) {
      const rows = [...rowsWith(search, 500)];
      const as = new Map<number, string>();
      const id = search.trim();
      if (id !== '') {
        for (const { connectionId, key } of places.anyMadeFrom(id)) {
          for (const row of rowsOfThing({ connectionId, key }).slice(0, 20)) {
            rows.push(row);
            as.set(row.id, id);
          }
        }
      }
      return once([...new Map(rows.map((row) => [row.id, row])).values()], limit, as);
    },

    findInside(search, before) {
      const needle = search.trim().toLowerCase();
      if (needle === '') return { found: [], next: null, lookedBackTo: null };
      const since = performance.now();
      const hits = new Map<number, Hit>();
      let [next, back] = [before ?? beyond, null as number | null];
      for (let isLast = false; !isLast && performance.now() - since < mostMs; ) {
        const some = newestBlocks.all(next) as { block: number; at: number }[];
        isLast = some.length === 0;
        for (const { block, at } of some) {
          [next, back] = [block, at];
          const lines = blocks.lines(block) ?? [];
          // The first line is of the whole page: that somebody else's answer names it makes nobody's record.
          const found = lines.flatMap((line, index) => (index > 0 && line.toLowerCase().includes(needle) ? [index] : []));
          if (found.length > 0) hits.set(block, { at, lines: new Set(found) });
          if (performance.now() - since >= mostMs) break;
        }
        if (isLast) return { found: once(inBlocks(hits), mostFound), next: null, lookedBackTo: back };
      }
      return { found: once(inBlocks(hits), mostFound), next, lookedBackTo: back };
    },
  };

  /** Rows whose own line is among the hits: those of the runs that were under way when the block was written, as a run knows its rows and a block does not. */
  function inBlocks(hits: ReadonlyMap<number, Hit>): readonly StoredRecord[] {
    const around = new Set([...hits.values()].flatMap(({ at }) => (runsAround.all(at, at) as { run: number }[]).map(({ run }) => run)));
    const wanted = JSON.stringify([...hits.keys()]);
    const rows = [...around].flatMap((run) => ofBlocks.all(wanted, recordId(run, 0), recordId(run + 1, 0)) as unknown as StoredRecord[]);
    const isHit = (block: number | null, line: number | null) => block !== null && line !== null && hits.get(block)?.lines.has(line) === true;
    return rows.filter((row) => isHit(row.source_block, row.source_line) || isHit(row.story_block, row.story_line));
  }
}
