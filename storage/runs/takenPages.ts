import type { StatementSync } from 'node:sqlite';
import type { RecordOrigin } from '#engine/ports.ts';
import type { WayAgain } from '#shared/records/recordChoice.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { packText, unpackText } from './blocks.ts';
import { searchText } from './searchText.ts';

/** What of the records of a page stands in their rows, in the page's order. */
export interface PageColumns {
  readonly keys: readonly string[];
  readonly versions: readonly string[];
  readonly titles: readonly string[];
  readonly subtitles: readonly (string | null)[];
  readonly amounts: readonly (string | null)[];
}

/** A page that was taken and has records that are still open. */
export interface TakenPage extends PageColumns {
  /** Id of its first record; those of the others follow. */
  readonly first: number;
  readonly count: number;
  readonly source: number;
  readonly at: number;
  /** Holds what was read, the first record in line 1. */
  readonly block: number;
}

/** An open record, as its row would be. */
export interface OpenRow {
  readonly id: number;
  readonly lineage: number;
  readonly source: number;
  readonly origin: RecordOrigin;
  readonly again: WayAgain | null;
  readonly key: string;
  readonly version: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly amount: string | null;
  readonly outcome: 'pending';
  readonly reason: null;
  readonly target: null;
  readonly at: number;
  readonly ms: number;
  readonly source_block: number;
  readonly source_line: number;
  readonly story_block: null;
  readonly story_line: null;
  readonly planned: number | null;
}

/** Open records of pages, for whoever reads the log: over the connection that writes or the one that looks. */
export interface OpenRows {
  /**
   * Those with ids between `low` and `high`, both left out, in order, at most `count`; with words, those of pages in which all of them stand. Read these before
   * the rows: what ended in between then stands in both, and nowhere in neither.
   */
  between(low: number, high: number, count: number, newestFirst?: boolean, words?: readonly string[]): readonly OpenRow[];
}

export interface TakenPages extends OpenRows {
  /** Inside a write transaction. */
  add(page: TakenPage): void;
  /** After its transaction: the texts of a page are still known when its records end. */
  keepInMind(page: TakenPage): void;
  /** Inside a write transaction: the page in which a record is open, unless that has a row of its own. */
  holding(id: number): TakenPage | null;
  /** Inside a write transaction: so many records of a page have got a row now. */
  ended(first: number, count: number): void;
  /** Inside a write transaction: open records with ids from `low` to below `high` get rows of their own, `pending`, as those have that go on in another run. */
  writeOut(low: number, high: number): void;
}

interface StoredPage {
  readonly first: number;
  readonly count: number;
  readonly open: number;
  readonly source: number;
  readonly at: number;
  readonly block: number;
  readonly columns: Uint8Array;
}

/** Pages kept unpacked: a run has a few in hand. */
const mostUnpacked = 16;

const rowOf = (page: TakenPage, place: number): OpenRow => ({
  id: page.first + place,
  lineage: page.first + place,
  source: page.source,
  origin: 'page',
  again: null,
  key: page.keys[place]!,
  version: page.versions[place]!,
  title: page.titles[place]!,
  subtitle: page.subtitles[place]!,
  amount: page.amounts[place]!,
  outcome: 'pending',
  reason: null,
  target: null,
  at: page.at,
  ms: 0,
  source_block: page.block,
  source_line: place + 1,
  story_block: null,
  story_line: null,
  planned: null,
});

const texts = new WeakMap<TakenPage, string>();
/** All that can be searched for in a page, in one text: most pages have nothing of what somebody looks for. */
function textOf(page: TakenPage): string {
  let text = texts.get(page);
  if (text === undefined) texts.set(page, (text = searchText([...page.titles, ...page.subtitles, ...page.keys].join('\n'))));
  return text;
}

function makeUnpacking(file: string): (row: StoredPage) => TakenPage {
  const known = new Map<number, TakenPage>();
  return ({ first, count, source, at, block, columns }) => {
    const there = known.get(first);
    if (there?.block === block) return there;
    const [keys, versions, titles, subtitles, amounts] = JSON.parse(unpackText(columns, file)) as [string[], string[], string[], (string | null)[], (string | null)[]];
    const page = { first, count, source, at, block, keys, versions, titles, subtitles, amounts };
    known.set(first, page);
    if (known.size > mostUnpacked) known.delete(known.keys().next().value!);
    return page;
  };
}

/** Open records of pages that are being worked on or were left, over one of the connections. */
export function makeOpenRows(prepare: (sql: string) => StatementSync, file: string): OpenRows {
  const pages = (order: 'ASC' | 'DESC') => prepare(`SELECT * FROM taken_pages WHERE first < ?2 AND first + count - 1 > ?1 ORDER BY first ${order}`);
  const up = pages('ASC');
  const down = pages('DESC');
  const ended = prepare('SELECT id FROM kept_records WHERE id >= ? AND id < ?');
  const unpack = makeUnpacking(file);
  return {
    between(low, high, count, newestFirst = false, words = []) {
      const found: OpenRow[] = [];
      for (const stored of (newestFirst ? down : up).all(low, high) as unknown as StoredPage[]) {
        if (found.length >= count) break;
        const page = unpack(stored);
        if (words.length > 0 && !words.every((word) => textOf(page).includes(word))) continue;
        const done = stored.open === page.count ? new Set() : new Set((ended.all(page.first, page.first + page.count) as { id: number }[]).map(({ id }) => id));
        const last = page.count - 1;
        for (let step = 0; step <= last && found.length < count; step += 1) {
          const id = page.first + (newestFirst ? last - step : step);
          if (id > low && id < high && !done.has(id)) found.push(rowOf(page, id - page.first));
        }
      }
      return found;
    },
  };
}

export function makeTakenPages(db: Database): TakenPages {
  const insert = db.prepare('INSERT INTO taken_pages (first, count, open, source, at, block, columns) VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6)');
  const holding = db.prepare('SELECT * FROM taken_pages WHERE first <= ?1 AND first + count > ?1 ORDER BY first DESC LIMIT 1');
  const stillThere = db.prepare('SELECT 1 FROM taken_pages WHERE first = ?');
  const end = db.prepare('UPDATE taken_pages SET open = open - ? WHERE first = ?');
  const drop = db.prepare('DELETE FROM taken_pages WHERE first = ? AND open = 0');
  const within = db.prepare('SELECT * FROM taken_pages WHERE first >= ? AND first < ? ORDER BY first');
  const dropAll = db.prepare('DELETE FROM taken_pages WHERE first >= ? AND first < ?');
  const write = db.prepare("INSERT INTO kept_records (id, source, key, version, title, subtitle, amount, state, at, ms, source_block, source_line) VALUES (?1, ?2, ?3, ?4, nullif(?5, ?3), ?6, ?7, 0, ?8, 0, ?9, ?10)");
  const rows = makeOpenRows((sql) => db.prepare(sql), db.file);
  const unpack = makeUnpacking(db.file);
  const inMind = new Map<number, TakenPage>();

  return {
    ...rows,
    add: (page) => void insert.run(page.first, page.count, page.source, page.at, page.block, packText(JSON.stringify([page.keys, page.versions, page.titles, page.subtitles, page.amounts]))),
    keepInMind(page) {
      inMind.set(page.first, page);
      if (inMind.size > mostUnpacked) inMind.delete(inMind.keys().next().value!);
    },
    holding(id) {
      for (const page of inMind.values()) {
        // Somebody else may have written it out since.
        if (id >= page.first && id < page.first + page.count && stillThere.get(page.first)) return page;
      }
      const stored = holding.get(id) as unknown as StoredPage | undefined;
      return stored ? unpack(stored) : null;
    },
    ended(first, count) {
      end.run(count, first);
      if (drop.run(first).changes === 1) inMind.delete(first);
    },
    writeOut(low, high) {
      const pages = within.all(low, high) as unknown as StoredPage[];
      if (pages.length === 0) return;
      for (const row of rows.between(low - 1, high, Infinity)) write.run(row.id, row.source, row.key, row.version, row.title, row.subtitle, row.amount, row.at, row.source_block, row.source_line);
      dropAll.run(low, high);
      for (const { first } of pages) inMind.delete(first);
    },
  };
}
