import type { Outcome } from '#shared/records/outcomes.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { foundBy } from './searchText.ts';

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

/** A question in the words of FTS5: https://www.sqlite.org/fts5.html#full_text_query_syntax. Words hold letters and digits only. */
function matchOf({ words, outcomes, flowId }: Query): string {
  const parts = words.map((word, at) => `"${word}"${at === words.length - 1 ? ' *' : ''}`);
  if (flowId !== undefined) parts.push(`"${markOfFlow(flowId)}"`);
  if (outcomes && outcomes.length > 0) parts.push(`(${outcomes.map((outcome) => `"${outcomeMark}${outcome}"`).join(' OR ')})`);
  return parts.join(' AND ');
}

/** Full-text search over the records that ended. The index holds words and ids only; rows stand in `records`. */
export function makeSearching(db: Database): Searching {
  const insert = db.prepare('INSERT INTO record_words (rowid, words) VALUES (?, ?)');
  const remove = db.prepare("INSERT INTO record_words (record_words, rowid, words) VALUES ('delete', ?, ?)");
  const up = db.prepareRead('SELECT rowid AS id FROM record_words WHERE record_words MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid LIMIT ?');
  const down = db.prepareRead('SELECT rowid AS id FROM record_words WHERE record_words MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid DESC LIMIT ?');
  const count = db.prepareRead('SELECT count(*) AS count FROM (SELECT 1 FROM record_words WHERE record_words MATCH ? AND rowid > ? AND rowid < ? LIMIT ?)');
  return {
    add: (id, record) => void insert.run(id, indexedText(record)),
    remove: (id, record) => void remove.run(id, indexedText(record)),
    ids: (query, newestFirst, limit) => ((newestFirst ? down : up).all(matchOf(query), query.low, query.high, limit) as { id: number }[]).map(({ id }) => id),
    count: (query, most) => (count.get(matchOf(query), query.low, query.high, most) as { count: number }).count,
  };
}
