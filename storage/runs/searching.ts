import type { Outcome } from '#shared/records/outcomes.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { foundBy, holdsWords } from './searchText.ts';

export interface Found {
  readonly title: string;
  readonly subtitle: string | null;
  readonly key: string;
  readonly reasonText: string;
  readonly outcome: Outcome;
  readonly flowId: string;
}

export interface Query {
  readonly words: readonly string[];
  readonly outcomes: readonly Outcome[] | undefined;
  readonly flowId: string | undefined;
  /** Ids between these, both left out. */
  readonly low: number;
  readonly high: number;
}

export interface Searching {
  /** Inside a write transaction, for a record that has ended; in one transaction in order of id, which the index likes best. */
  add(id: number, record: Found): void;
  /** Inside a write transaction: forgets the words of a record, given as they were added. */
  remove(id: number, record: Found): void;
  /** Ids of records that ended, in order. */
  ids(query: Query, newestFirst: boolean, limit: number): readonly number[];
  /** How many there are, counted up to `most`. */
  count(query: Query, most: number): number;
}

/** Characters for private use are letters to the index, and nobody can type them: words that mark outcome and flow. */
const outcomeMark = '\uE000';
const flowMark = '\uE001';
const oddMark = '\uE002';

const flowMarks = new Map<string, string>();
function markOfFlow(flowId: string): string {
  let mark = flowMarks.get(flowId);
  if (mark === undefined) flowMarks.set(flowId, (mark = `${flowMark}${flowId.replace(/[^a-z0-9]/g, (odd) => `${oddMark}${odd.charCodeAt(0)}${oddMark}`)}`));
  return mark;
}

/** The text under which a record stands in the index. */
export function indexedText(record: Found): string {
  return `${foundBy(record, record.reasonText)}\n${outcomeMark}${record.outcome} ${markOfFlow(record.flowId)}`;
}

/**
 * A question in the words of FTS5: https://www.sqlite.org/fts5.html#full_text_query_syntax. Words hold letters and digits only. `begun` = the words the last
 * one may become; null = any.
 */
function matchOf({ words, outcomes, flowId }: Query, begun: readonly string[] | null): string {
  const last = words.length - 1;
  const parts = words.map((word, at) => (at < last ? `"${word}"` : begun ? `(${begun.map((term) => `"${term}"`).join(' OR ')})` : `"${word}" *`));
  if (flowId !== undefined) parts.push(`"${markOfFlow(flowId)}"`);
  if (outcomes && outcomes.length > 0) parts.push(`(${outcomes.map((outcome) => `"${outcomeMark}${outcome}"`).join(' OR ')})`);
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
  readonly reason: string | null;
}

/** Full-text search over the records that ended. The index holds words and ids only; rows stand in `records`. */
export function makeSearching(db: Database): Searching {
  const insert = db.prepare('INSERT INTO record_words (rowid, words) VALUES (?, ?)');
  const remove = db.prepare("INSERT INTO record_words (record_words, rowid, words) VALUES ('delete', ?, ?)");
  const up = db.prepareRead('SELECT rowid AS id FROM record_words WHERE record_words MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid LIMIT ?');
  const down = db.prepareRead('SELECT rowid AS id FROM record_words WHERE record_words MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid DESC LIMIT ?');
  const count = db.prepareRead('SELECT count(*) AS count FROM (SELECT 1 FROM record_words WHERE record_words MATCH ? AND rowid > ? AND rowid < ? LIMIT ?)');
  const nextTerm = db.prepareRead('SELECT term FROM record_terms WHERE term >= ? AND term <= ? LIMIT 1');
  const some = (order: 'ASC' | 'DESC') => db.prepareRead(`SELECT id, title, subtitle, key, reason, outcome, (SELECT flow_id FROM sources WHERE sources.source = records.source) AS flowId FROM records WHERE id > ? AND id < ? ORDER BY id ${order} LIMIT ${scanned}`);
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

  const meets = ({ reason, ...row }: Scanned, { words, outcomes, flowId }: Query): boolean =>
    row.outcome !== ('pending' as string) &&
    (!outcomes || outcomes.length === 0 || outcomes.includes(row.outcome)) &&
    (flowId === undefined || row.flowId === flowId) &&
    holdsWords(foundBy(row, reason === null ? '' : (JSON.parse(reason) as { readonly text: string }).text), words);

  /** Row by row, which is quickest where many have the words; null when too few have. */
  function scan(query: Query, newestFirst: boolean, most: number): readonly number[] | null {
    const found: number[] = [];
    let { low, high } = query;
    for (let looked = scanned; ; looked += scanned) {
      const rows = (newestFirst ? someDown : someUp).all(low, high) as unknown as readonly Scanned[];
      found.push(...rows.filter((row) => meets(row, query)).map(({ id }) => id));
      if (found.length >= most || rows.length < scanned) return found.slice(0, most);
      if (found.length * oneOf < looked) return null;
      if (newestFirst) high = rows.at(-1)!.id;
      else low = rows.at(-1)!.id;
    }
  }

  const idsOf = (match: string, { low, high }: Query, newestFirst: boolean, limit: number) => ((newestFirst ? down : up).all(match, low, high, limit) as { id: number }[]).map(({ id }) => id);
  const countOf = (match: string, { low, high }: Query, most: number) => (count.get(match, low, high, most) as { count: number }).count;

  return {
    add: (id, record) => void insert.run(id, indexedText(record)),
    remove: (id, record) => void remove.run(id, indexedText(record)),
    ids(query, newestFirst, limit) {
      const begun = termsWith(query.words.at(-1)!);
      if (begun) return begun.length === 0 ? [] : idsOf(matchOf(query, begun), query, newestFirst, limit);
      return scan(query, newestFirst, limit) ?? idsOf(matchOf(query, null), query, newestFirst, limit);
    },
    count(query, most) {
      const begun = termsWith(query.words.at(-1)!);
      if (begun) return begun.length === 0 ? 0 : countOf(matchOf(query, begun), query, most);
      return scan(query, true, most)?.length ?? countOf(matchOf(query, null), query, most);
    },
  };
}
