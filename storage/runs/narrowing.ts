import type { RecordFilter } from '#engine/ports.ts';
import { outcomes as allOutcomes, problemOutcomes, type Outcome, type Reason } from '#shared/records/outcomes.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { rowColumns } from './rowColumns.ts';
import type { Sources } from './sources.ts';
import { stateOf } from './states.ts';

/** What a row must be, beside where it stands. */
export type Narrow = Pick<RecordFilter, 'outcomes' | 'reasons' | 'nodes' | 'from' | 'until' | 'flowId'>;

/** A stretch of the log: ids between `low` and `high`, both left out. */
export interface Stretch {
  readonly low: number;
  readonly high: number;
  readonly newestFirst: boolean;
}

interface Row {
  readonly outcome: string;
  readonly reason: string | null;
  readonly at: number;
}

export interface Narrowing {
  /** The first rows of a stretch that meet a filter, in order. */
  list(stretch: Stretch, narrow: Narrow, limit: number): readonly Record<string, unknown>[];
  /** How many there are, counted up to `most`. */
  count(stretch: Stretch, narrow: Narrow, most: number): number;
  /** Whether a row that was found otherwise meets it too. */
  meets(row: Row & { readonly source: number }, narrow: Narrow): boolean;
}

export const chosen = <T>(list: readonly T[] | undefined): readonly T[] | null => (list && list.length > 0 ? list : null);

/** True when a filter asks for more than outcomes, so that running totals do not tell how many rows meet it. */
export const isNarrow = ({ reasons, nodes, from, until }: Narrow): boolean => chosen(reasons) !== null || chosen(nodes) !== null || from !== undefined || until !== undefined;

/** Whether a row that was read by the node `readBy` meets a filter. */
export function meets({ outcome, reason: told, at }: Row, readBy: string, { outcomes, reasons, nodes, from, until }: Narrow): boolean {
  const reason = told === null ? null : (JSON.parse(told) as Reason);
  return (
    (chosen(outcomes)?.includes(outcome as Outcome) ?? true) &&
    (chosen(reasons)?.includes(reason?.code ?? '') ?? true) &&
    (chosen(nodes)?.some((node) => node === readBy || node === reason?.node) ?? true) &&
    (from === undefined || at >= from) &&
    (until === undefined || at < until)
  );
}

// As the index says it, else it is not used.
export const isProblem = 'state >= 6';

/**
 * Filters of the log as seeks: every one begins at an index that holds the ids in order (all rows, those of an outcome, or problems of an error), and
 * looks through no more rows than it has to for the rest of the filter.
 */
export function makeNarrowing(db: Database, sources: Sources): Narrowing {
  const bySource = db.prepareRead('SELECT source FROM sources WHERE node_id IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR flow_id = ?2)');
  const statements = new Map<string, ReturnType<Database['prepareRead']>>();
  const statement = (sql: string) => {
    let known = statements.get(sql);
    if (!known) statements.set(sql, (known = db.prepareRead(sql)));
    return known;
  };

  interface Seek {
    readonly where: string;
    readonly args: readonly (string | number)[];
  }

  /** One seek for each outcome or error: in each of them the index holds the ids in order. */
  function seeks({ outcomes, reasons }: Narrow): readonly Seek[] {
    const wanted = chosen(outcomes);
    const codes = chosen(reasons);
    if (!codes) return wanted ? wanted.map((outcome) => ({ where: 'state = ?', args: [stateOf[outcome]] })) : [{ where: '', args: [] }];
    const found: Seek[] = [];
    const failed = (wanted ?? allOutcomes).filter((outcome) => problemOutcomes.has(outcome));
    for (const code of failed.length > 0 ? codes : []) {
      // Said in the words of the index, else it is not used: https://www.sqlite.org/partialindex.html
      const all = failed.length === problemOutcomes.size;
      found.push({ where: `${isProblem} AND own_reason ->> '$.code' = ?${all ? '' : ' AND state IN (SELECT value FROM json_each(?))'}`, args: all ? [code] : [code, JSON.stringify(failed.map((outcome) => stateOf[outcome]))] });
    }
    for (const outcome of (wanted ?? allOutcomes).filter((one) => !problemOutcomes.has(one))) {
      found.push({ where: "state = ? AND told ->> '$.code' IN (SELECT value FROM json_each(?))", args: [stateOf[outcome], JSON.stringify(codes)] });
    }
    return found;
  }

  function rest({ nodes, from, until, flowId }: Narrow): Seek {
    const parts: string[] = [];
    const args: (string | number)[] = [];
    const add = (part: string, ...values: (string | number)[]) => {
      parts.push(part);
      args.push(...values);
    };
    const wanted = chosen(nodes);
    if (wanted) {
      const own = (bySource.all(JSON.stringify(wanted), flowId ?? null) as { source: number }[]).map(({ source }) => source);
      add("(source IN (SELECT value FROM json_each(?)) OR told ->> '$.node' IN (SELECT value FROM json_each(?)))", JSON.stringify(own), JSON.stringify(wanted));
    }
    if (from !== undefined) add('at >= ?', from);
    if (until !== undefined) add('at < ?', until);
    return { where: parts.join(' AND '), args };
  }

  const whereOf = (...parts: readonly string[]) => ['id > ? AND id < ?', ...parts.filter((part) => part !== '')].join(' AND ');

  return {
    list({ low, high, newestFirst }, narrow, limit) {
      const order = newestFirst ? 'DESC' : 'ASC';
      const others = rest(narrow);
      const each = seeks(narrow);
      const rows = each.flatMap((seek) => statement(`SELECT ${rowColumns} FROM records WHERE ${whereOf(seek.where, others.where)} ORDER BY id ${order} LIMIT ?`).all(low, high, ...seek.args, ...others.args, limit));
      if (each.length === 1) return rows;
      return rows.toSorted((a, b) => (newestFirst ? 1 : -1) * ((b['id'] as number) - (a['id'] as number))).slice(0, limit);
    },
    count({ low, high }, narrow, most) {
      const others = rest(narrow);
      let total = 0;
      for (const seek of seeks(narrow)) {
        if (total >= most) break;
        const row = statement(`SELECT count(*) AS count FROM (SELECT 1 FROM records WHERE ${whereOf(seek.where, others.where)} LIMIT ?)`).get(low, high, ...seek.args, ...others.args, most - total);
        total += (row as { count: number }).count;
      }
      return total;
    },
    meets: (row, narrow) => meets(row, sources.ref(row.source).nodeId, narrow),
  };
}
