import { outcomes as allOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { makeInsertRows } from '#storage/sqlite/insertRows.ts';
import { foundBy, holdsWords, saidBy } from './searchText.ts';
import { stateOf } from './states.ts';

export interface Found {
  readonly title: string;
  readonly subtitle: string | null;
  readonly key: string;
  readonly reasonText: string;
  readonly outcome: Outcome;
  /** Row number of the node that read it. */
  readonly source: number;
}

export type FoundWithId = Found & { readonly id: number };

export interface Query {
  readonly words: readonly string[];
  readonly outcomes: readonly Outcome[] | undefined;
  readonly flowId: string | undefined;
  /** Ids between these, both left out. */
  readonly low: number;
  readonly high: number;
}

export interface Searching {
  /** Inside a write transaction, for records that have ended; in one transaction in order of id, which the index likes best. */
  add(records: readonly FoundWithId[]): void;
  /** Inside a write transaction: forgets the words of a record, given as they were added. */
  remove(id: number, record: Found): void;
  /** Ids of records that ended, in order. */
  ids(query: Query, newestFirst: boolean, limit: number): readonly number[];
  /** How many there are, counted up to `most`. */
  count(query: Query, most: number): number;
}

/** A character for private use is a letter to the index, and nobody can type it: a word that says the outcome and where the record was read. */
const mark = '\uE000';
const markOf = (state: number, source: number) => `${mark}${state}x${source}`;

/** The text under which a record stands in the index. */
export function indexedText(record: Found): string {
  return `${foundBy(record, saidBy(record.outcome, record.reasonText))}\n${markOf(stateOf[record.outcome], record.source)}`;
}

/**
 * A question in the words of FTS5: https://www.sqlite.org/fts5.html#full_text_query_syntax. Words hold letters and digits only. `begun` = the words the last
 * one may become; null = any. `sources` = those of the flow; null = any.
 */
function matchOf({ words, outcomes }: Query, sources: readonly number[] | null, begun: readonly string[] | null): string {
  const last = words.length - 1;
  const parts = words.map((word, at) => (at < last ? `"${word}"` : begun ? `(${begun.map((term) => `"${term}"`).join(' OR ')})` : `"${word}" *`));
  if (sources !== null) parts.push(`(${sources.flatMap((source) => (outcomes && outcomes.length > 0 ? outcomes : allOutcomes).map((outcome) => `"${markOf(stateOf[outcome], source)}"`)).join(' OR ')})`);
  return parts.join(' AND ');
}

/**
 * So many words of the index are asked for one by one, as lists that are read as far as they are needed. The beginning of a word as such is a list of its own that
 * FTS5 makes for the question, from every record that has such a word: half a second where all of a million have.
 */
const mostBegun = 24;
/** Rows looked through at a time for the beginning of very many words, as long as at least one of so many has it. */
const scanned = 100;
const oneOf = 5;
const afterAll = '\u{10FFFF}';

interface Scanned extends Omit<Found, 'reasonText'> {
  readonly id: number;
  readonly reasonText: string | null;
}

/** Full-text search over the records that ended. The index holds words and ids only; rows stand in `records`. */
export function makeSearching(db: Database): Searching {
  const insert = makeInsertRows(db.prepare, { into: 'record_words (rowid, words)', width: 2 });
  const remove = db.prepare("INSERT INTO record_words (record_words, rowid, words) VALUES ('delete', ?, ?)");
  const up = db.prepareRead('SELECT rowid AS id FROM record_words WHERE record_words MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid LIMIT ?');
  const down = db.prepareRead('SELECT rowid AS id FROM record_words WHERE record_words MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid DESC LIMIT ?');
  const count = db.prepareRead('SELECT count(*) AS count FROM (SELECT 1 FROM record_words WHERE record_words MATCH ? AND rowid > ? AND rowid < ? LIMIT ?)');
  const nextTerm = db.prepareRead('SELECT term FROM record_terms WHERE term >= ? AND term <= ? LIMIT 1');
  const some = (order: 'ASC' | 'DESC') => db.prepareRead(`SELECT id, title, subtitle, key, reason ->> '$.text' AS reasonText, outcome, source FROM records WHERE id > ? AND id < ? ORDER BY id ${order} LIMIT ${scanned}`);
  const ofFlow = db.prepareRead('SELECT source FROM sources WHERE flow_id = ?1 OR ?1 IS NULL');
  const someUp = some('ASC');
  const someDown = some('DESC');

  /** The words that begin so; null = more than can be asked for one by one. */
  function termsWith(begin: string): readonly string[] | null {
    const found: string[] = [];
    for (let from = begin; found.length <= mostBegun; ) {
      const row = nextTerm.get(from, `${begin}${afterAll}`) as { term: string } | undefined;
      if (!row) return found;
      found.push(row.term);
      // Words hold no control characters, so this stands right behind.
      from = `${row.term}\u0001`;
    }
    return null;
  }

  const meets = (row: Scanned, { words, outcomes }: Query, sources: readonly number[] | null): boolean =>
    row.outcome !== ('pending' as string) &&
    (!outcomes || outcomes.length === 0 || outcomes.includes(row.outcome)) &&
    (sources === null || sources.includes(row.source)) &&
    holdsWords(foundBy(row, saidBy(row.outcome, row.reasonText ?? '')), words);

  /** Where records were read that are meant; null = anywhere, and with whatever outcome. */
  function sourcesOf({ flowId, outcomes }: Query): readonly number[] | null {
    if (flowId === undefined && (!outcomes || outcomes.length === 0)) return null;
    return (ofFlow.all(flowId ?? null) as { source: number }[]).map(({ source }) => source);
  }

  /** Row by row, which is quickest where many have the words; null when too few have. */
  function scan(query: Query, sources: readonly number[] | null, newestFirst: boolean, most: number): readonly number[] | null {
    const found: number[] = [];
    let { low, high } = query;
    for (let looked = scanned; ; looked += scanned) {
      const rows = (newestFirst ? someDown : someUp).all(low, high) as unknown as readonly Scanned[];
      found.push(...rows.filter((row) => meets(row, query, sources)).map(({ id }) => id));
      if (found.length >= most || rows.length < scanned) return found.slice(0, most);
      if (found.length * oneOf < looked) return null;
      if (newestFirst) high = rows.at(-1)!.id;
      else low = rows.at(-1)!.id;
    }
  }

  const idsOf = (match: string, { low, high }: Query, newestFirst: boolean, limit: number) => ((newestFirst ? down : up).all(match, low, high, limit) as { id: number }[]).map(({ id }) => id);
  const countOf = (match: string, { low, high }: Query, most: number) => (count.get(match, low, high, most) as { count: number }).count;

  return {
    add: (records) => void insert(records.flatMap((record) => [record.id, indexedText(record)])),
    remove: (id, record) => void remove.run(id, indexedText(record)),
    ids(query, newestFirst, limit) {
      const [begun, sources] = [termsWith(query.words.at(-1)!), sourcesOf(query)];
      if (begun?.length === 0 || sources?.length === 0) return [];
      return (begun ? null : scan(query, sources, newestFirst, limit)) ?? idsOf(matchOf(query, sources, begun), query, newestFirst, limit);
    },
    count(query, most) {
      const [begun, sources] = [termsWith(query.words.at(-1)!), sourcesOf(query)];
      if (begun?.length === 0 || sources?.length === 0) return 0;
      return (begun ? null : scan(query, sources, true, most))?.length ?? countOf(matchOf(query, sources, begun), query, most);
    },
  };
}
