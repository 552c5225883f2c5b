import type { ProblemFilter } from '#engine/ports.ts';
import type { Problem, ProblemCause, ProblemChoice, ProblemState } from '#shared/records/problems.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { Outcome } from '#shared/records/outcomes.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { runOf, seqOf } from '#storage/sqlite/recordIds.ts';

export interface RecordEnd {
  readonly outcome: Outcome;
  readonly at: number;
  /** With an outcome that needs a person. */
  readonly problem: { readonly error: ErrorData; readonly cause: string } | undefined;
}

export interface Problems {
  /** Inside a write transaction: opens, repeats or closes the problem of a record. */
  note(record: { readonly flowId: string; readonly nodeId: string; readonly key: string; readonly title: string; readonly id: number }, end: RecordEnd): void;
  /** Which records of a flow have an open problem, by node and key; null = too many to say. */
  openKeys(flowId: string): Set<string> | null;
  list(filter: ProblemFilter): readonly Problem[];
  causes(filter: { readonly flowId?: string; readonly state: ProblemState }): readonly ProblemCause[];
  /** Inside a write transaction. */
  dismiss(choice: ProblemChoice, reason: string, at: number): number;
  /** Inside a write transaction. */
  reopen(choice: ProblemChoice): number;
  countOpen(): Readonly<Record<string, number>>;
}

/** A record by its place in the list of problems. */
export const nameInList = (nodeId: string, key: string): string => `${nodeId} ${key}`;

/** Open problems looked through at once; where there are more each is sought. */
const mostKeys = 1000;

export function makeProblems(db: Database): Problems {
  const open = db.prepare(`
    INSERT INTO problems (flow_id, node_id, key, title, outcome, error, cause, state, first_at, last_at, times, record)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'open', ?8, ?8, 1, ?9)
    ON CONFLICT (flow_id, node_id, key) WHERE state = 'open'
    DO UPDATE SET title = ?4, outcome = ?5, error = ?6, cause = ?7, last_at = ?8, times = times + 1, record = ?9`);
  const solve = db.prepare("UPDATE problems SET state = 'solved', last_at = ? WHERE flow_id = ? AND node_id = ? AND key = ? AND state = 'open'");
  const openKeys = db.prepare(`SELECT node_id, key FROM problems WHERE flow_id = ? AND state = 'open' LIMIT ${mostKeys + 1}`);
  const runId = db.prepareRead('SELECT id FROM runs WHERE run = ?');
  const narrowed = '(?2 IS NULL OR flow_id = ?2) AND (?3 IS NULL OR node_id = ?3) AND (?4 IS NULL OR outcome = ?4) AND (?5 IS NULL OR cause = ?5)';
  const list = db.prepareRead(`SELECT * FROM problems WHERE state = ?1 AND dismissed IS NULL AND ${narrowed} ORDER BY last_at DESC, problem DESC LIMIT ?6`);
  const listDismissed = db.prepareRead(`SELECT * FROM problems WHERE state = ?1 AND dismissed IS NOT NULL AND ${narrowed} ORDER BY last_at DESC, problem DESC LIMIT ?6`);
  // With a bare column beside max() SQLite takes it from the row that has the maximum: https://www.sqlite.org/lang_select.html#bareagg
  const causesSql = (where: string) => `SELECT flow_id, node_id, outcome, cause, error, dismissed, count(*) AS count, min(first_at) AS first_at, max(last_at) AS last_at FROM problems WHERE state = ?1 AND ${where} AND (?2 IS NULL OR flow_id = ?2) GROUP BY flow_id, node_id, outcome, cause, dismissed ORDER BY count DESC, last_at DESC LIMIT 500`;
  const causes = db.prepareRead(causesSql('dismissed IS NULL'));
  const causesDismissed = db.prepareRead(causesSql('dismissed IS NOT NULL'));
  const chosen = "flow_id = ?1 AND (?2 IS NULL OR node_id = ?2) AND (?3 IS NULL OR cause = ?3) AND (?4 IS NULL OR problem IN (SELECT CAST(value AS INTEGER) FROM json_each(?4)))";
  const dismiss = db.prepare(`UPDATE problems SET state = 'solved', dismissed = ?5, last_at = ?6 WHERE state = 'open' AND ${chosen}`);
  const reopen = db.prepare(`
    UPDATE problems SET state = 'open', dismissed = NULL WHERE state = 'solved' AND dismissed IS NOT NULL AND ${chosen}
      AND NOT EXISTS (SELECT 1 FROM problems AS other WHERE other.state = 'open' AND other.flow_id = problems.flow_id AND other.node_id = problems.node_id AND other.key = problems.key)
      AND problem = (SELECT max(same.problem) FROM problems AS same WHERE same.dismissed IS NOT NULL AND same.flow_id = problems.flow_id AND same.node_id = problems.node_id AND same.key = problems.key)`);
  const choiceArgs = ({ flowId, nodeId, cause, ids }: ProblemChoice) => [flowId, nodeId ?? null, cause ?? null, ids ? JSON.stringify(ids) : null] as const;
  const countOpen = db.prepareRead("SELECT flow_id, count(*) AS count FROM problems WHERE state = 'open' GROUP BY flow_id");

  const asRow = (row: Record<string, unknown>): Problem => ({
    id: String(row['problem']),
    flowId: row['flow_id'] as string,
    nodeId: row['node_id'] as string,
    key: row['key'] as string,
    title: row['title'] as string,
    outcome: row['outcome'] as Problem['outcome'],
    error: JSON.parse(row['error'] as string) as ErrorData,
    cause: row['cause'] as string,
    state: row['dismissed'] === null ? (row['state'] as ProblemState) : 'dismissed',
    ...(row['dismissed'] !== null && { dismissed: row['dismissed'] as string }),
    firstAt: row['first_at'] as number,
    lastAt: row['last_at'] as number,
    times: row['times'] as number,
    lastRunId: (runId.get(runOf(row['record'] as number)) as { id: string } | undefined)?.id ?? '',
    lastSeq: seqOf(row['record'] as number),
  });

  return {
    note(record, end) {
      if (end.problem) open.run(record.flowId, record.nodeId, record.key, record.title, end.outcome, JSON.stringify(end.problem.error), end.problem.cause, end.at, record.id);
      else solve.run(end.at, record.flowId, record.nodeId, record.key);
    },
    openKeys(flowId) {
      const rows = openKeys.all(flowId) as { node_id: string; key: string }[];
      return rows.length > mostKeys ? null : new Set(rows.map((row) => nameInList(row.node_id, row.key)));
    },
    list({ flowId, state, nodeId, outcome, cause, limit }) {
      const states = state ? [state] : (['open', 'solved'] as const);
      const of = (wanted: ProblemState) => (wanted === 'dismissed' ? listDismissed : list).all(wanted === 'open' ? 'open' : 'solved', flowId ?? null, nodeId ?? null, outcome ?? null, cause ?? null, limit);
      return states.flatMap(of).slice(0, limit).map((row) => asRow(row));
    },
    causes: ({ flowId, state }) =>
      (state === 'dismissed' ? causesDismissed : causes).all(state === 'open' ? 'open' : 'solved', flowId ?? null).map((row) => ({
        flowId: row['flow_id'] as string,
        nodeId: row['node_id'] as string,
        outcome: row['outcome'] as Problem['outcome'],
        cause: row['cause'] as string,
        error: JSON.parse(row['error'] as string) as ErrorData,
        count: row['count'] as number,
        firstAt: row['first_at'] as number,
        lastAt: row['last_at'] as number,
        ...(row['dismissed'] !== null && { dismissed: row['dismissed'] as string }),
      })),
    dismiss: (choice, reason, at) => Number(dismiss.run(...choiceArgs(choice), reason, at).changes),
    reopen: (choice) => Number(reopen.run(...choiceArgs(choice)).changes),
    countOpen: () => Object.fromEntries((countOpen.all() as { flow_id: string; count: number }[]).map((row) => [row.flow_id, row.count])),
  };
}
