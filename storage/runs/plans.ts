import type { PlannedRecord } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Decision } from '#shared/records/plan.ts';
import type { StoryStep } from '#shared/records/story.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { recordId, runOf } from '#storage/sqlite/recordIds.ts';
import type { Blocks } from './blocks.ts';
import type { Sources } from './sources.ts';

export interface Plans {
  /** Inside a write transaction: a dry run begins to read where its sources stand now. */
  begin(run: number, flowMark: string | undefined, sources: Iterable<number>): void;
  /** Inside a write transaction: a dry run has read so far. */
  reached(run: number, source: number, cursor: string): void;
  /** Inside a write transaction: writes a record of a dry run plans. */
  note(run: number, steps: readonly StoryStep[]): void;
  /** Inside a write transaction: makes the records of a dry run those of a run that is to do them; returns how many. Throws when the plan does not hold any more. */
  carryOut(planRunId: string, by: CarriedBy, take: (count: number) => number, at: number): number;
  /** What was decided for a record of a dry run. */
  planned(record: number): PlannedRecord;
  isPlanned(planRunId: string, mark: string): boolean;
  made(planRunId: string): readonly string[];
}

/** The run that carries a plan out. */
export interface CarriedBy {
  readonly run: number;
  readonly runId: string;
  readonly flowId: string;
  readonly flowMark: string | undefined;
  /** Only a part of the flow, so what it reads does not count as read. */
  readonly partial: boolean;
}

interface PlanRow {
  readonly run: number;
  readonly flow_id: string;
  readonly flow_mark: string | null;
  readonly dry_run: number;
  readonly status: string;
  readonly carried_out_by: string | null;
}

/** The plans of dry runs: what is kept of them, and how one is carried out. */
export function makePlans(db: Database, sources: Sources, blocks: Blocks, hide: (key: string) => string): Plans {
  const setMark = db.prepare('UPDATE runs SET flow_mark = ? WHERE run = ?');
  const begin = db.prepare('INSERT INTO plan_sources (run, source, begun_at, ended_at) SELECT ?1, source, cursor, cursor FROM sources WHERE source = ?2');
  const reach = db.prepare('UPDATE plan_sources SET ended_at = ? WHERE run = ? AND source = ?');
  const noteMark = db.prepare('INSERT INTO plan_writes (run, mark) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const find = db.prepare('SELECT run, flow_id, flow_mark, dry_run, status, carried_out_by FROM runs WHERE id = ?');
  const moved = db.prepare('SELECT count(*) AS count FROM plan_sources JOIN sources USING (source) WHERE plan_sources.run = ? AND sources.cursor IS NOT plan_sources.begun_at');
  const move = db.prepare('UPDATE sources SET cursor = plan_sources.ended_at FROM plan_sources WHERE plan_sources.source = sources.source AND plan_sources.run = ?');
  // As old as what was read of it: a record that was run again from the log may be older than what its source has sent since.
  const readThen = db.prepare('SELECT records.source, records.key, records.version, coalesce(blocks.at, records.at) AS at FROM records LEFT JOIN blocks ON blocks.block = records.source_block WHERE records.id BETWEEN ? AND ? ORDER BY records.id');
  const see = db.prepare('INSERT INTO seen (source, key, version, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, at = excluded.at WHERE excluded.at >= seen.at');
  // What goes on later as it was read earlier would undo what the plan does.
  const leftBefore = db.prepare(`SELECT count(*) AS count FROM records JOIN runs ON runs.run = records.id / ${recordId(1, 0)} WHERE records.state = 0 AND runs.flow_id = ?1 AND runs.dry_run = 0 AND (records.source, records.key) IN (SELECT source, key FROM kept_records WHERE id BETWEEN ?2 AND ?3)`);
  const lost = db.prepare('SELECT count(*) AS count FROM records WHERE id BETWEEN ?1 AND ?2 AND (source_block NOT IN (SELECT block FROM blocks) OR story_block NOT IN (SELECT block FROM blocks))');
  const count = db.prepare("SELECT count(*) AS count FROM records WHERE id BETWEEN ? AND ? AND state <> 0");
  const copy = db.prepare(`
    INSERT INTO kept_records (id, source, origin, again, key, version, title, subtitle, amount, state, at, ms, source_block, source_line, planned)
    SELECT ?3 + place, source, origin, again, key, version, title, subtitle, amount, 0, ?4, 0, source_block, source_line, id
    FROM (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM kept_records WHERE id BETWEEN ?1 AND ?2 AND state <> 0)`);
  const left = db.prepare("SELECT id FROM records WHERE planned BETWEEN ? AND ? AND state = 0 ORDER BY id");
  const moveRecord = db.prepare("UPDATE kept_records SET id = ?, lineage = coalesce(lineage, id), origin = 'resumed', at = ? WHERE id = ?");
  const giveBack = db.prepare('UPDATE runs SET taken = taken - 1 WHERE run = ?');
  const setDone = db.prepare('UPDATE runs SET carried_out_by = ? WHERE run = ?');
  const setCarries = db.prepare('UPDATE runs SET carries_out = ? WHERE run = ?');
  const story = db.prepareRead('SELECT story_block, story_line FROM records WHERE id = ?');
  const runId = db.prepareRead('SELECT id FROM runs WHERE run = ?');
  const findRead = db.prepareRead('SELECT run FROM runs WHERE id = ?');
  const mark = db.prepareRead('SELECT 1 FROM plan_writes WHERE run = ? AND mark = ?');
  const made = db.prepareRead("SELECT intents.result ->> '$.id' AS id FROM records JOIN intents ON intents.lineage = records.lineage AND intents.state = 'done' WHERE records.planned BETWEEN ? AND ?");
  const range = (run: number) => [recordId(run, 0), recordId(run + 1, 0) - 1] as const;

  function demandHolds(plan: PlanRow | undefined, planRunId: string, { flowId, flowMark, partial }: Pick<CarriedBy, 'flowId' | 'flowMark' | 'partial'>): asserts plan is PlanRow {
    const again = 'Make a new dry run of the flow and look at its plan.';
    if (!plan || plan.flow_id !== flowId || plan.dry_run === 0) throw new FluxoError({ code: 'plan.no_such_plan', kind: 'setup', what: `There is no dry run ${planRunId} of this flow.`, where: { flow: flowId }, params: { run: planRunId }, fix: '`fluxo runs FLOW` lists the runs of a flow; dry runs are marked.' });
    if (plan.status !== 'succeeded' && plan.status !== 'problems') throw new FluxoError({ code: 'plan.unfinished', kind: 'setup', what: 'The dry run did not come to its end, so its plan is not whole.', where: { flow: flowId }, fix: again });
    if (plan.flow_mark !== flowMark) throw new FluxoError({ code: 'plan.stale_flow', kind: 'setup', what: 'The flow, or where one of its connections leads, was changed since this plan was made.', where: { flow: flowId }, fix: again });
    if (plan.carried_out_by !== null) return;
    if ((moved.get(plan.run) as { count: number }).count > 0) throw new FluxoError({ code: 'plan.stale', kind: 'setup', what: 'Another run has read on since this plan was made, so its records may be done already.', where: { flow: flowId }, fix: again });
    if (!partial && (leftBefore.get(flowId, ...range(plan.run)) as { count: number }).count > 0) throw new FluxoError({ code: 'plan.left_open', kind: 'setup', what: 'An earlier run was stopped before records of this plan, and left them open as they were read then.', where: { flow: flowId }, fix: 'Run the flow, so that they go on. Then make a new dry run and look at its plan.' });
    if ((lost.get(...range(plan.run)) as { count: number }).count > 0) throw new FluxoError({ code: 'plan.gone', kind: 'setup', what: 'What this plan was made of is no longer kept: it is too old.', where: { flow: flowId }, fix: again });
  }

  /** What an interrupted run left of a plan goes on in this one. */
  function goOn(plan: PlanRow, run: number, take: (count: number) => number, at: number): number {
    const open = left.all(...range(plan.run)) as { id: number }[];
    if (open.length === 0) throw new FluxoError({ code: 'plan.done', kind: 'setup', what: 'This plan was carried out already.', where: { flow: plan.flow_id }, fix: 'Make a new dry run of the flow for what is new since then.' });
    const first = take(open.length);
    open.forEach(({ id }, index) => {
      moveRecord.run(recordId(run, first + index), at, id);
      giveBack.run(runOf(id));
    });
    return open.length;
  }

  return {
    begin(run, flowMark, ids) {
      setMark.run(flowMark ?? null, run);
      for (const source of ids) begin.run(run, source);
    },
    reached: (run, source, cursor) => void reach.run(cursor, run, source),
    note(run, steps) {
      for (const step of steps) if (step.kind === 'plan') for (const write of step.decision.writes) noteMark.run(run, write.mark);
    },
    carryOut(planRunId, by, take, at) {
      const plan = find.get(planRunId) as unknown as PlanRow | undefined;
      demandHolds(plan, planRunId, by);
      setCarries.run(planRunId, by.run);
      if (plan.carried_out_by !== null) return goOn(plan, by.run, take, at);
      const { count: records } = count.get(...range(plan.run)) as { count: number };
      setDone.run(by.runId, plan.run);
      if (records > 0) copy.run(...range(plan.run), recordId(by.run, take(records)), at);
      if (by.partial) return records;
      move.run(plan.run);
      for (const row of readThen.iterate(...range(plan.run)) as Iterable<unknown>) {
        const { source, key, version, at: readAt } = row as { readonly source: number; readonly key: string; readonly version: string; readonly at: number };
        see.run(source, hide(key), version, readAt);
      }
      return records;
    },
    planned(record) {
      const decisions: Record<string, Decision> = {};
      const row = story.get(record) as { story_block: number | null; story_line: number | null } | undefined;
      const text = row?.story_block == null ? undefined : blocks.lines(row.story_block)?.[row.story_line!];
      const { steps = [] } = text === undefined ? {} : (JSON.parse(text) as { readonly steps?: readonly StoryStep[] });
      for (const step of steps) if (step.kind === 'plan') decisions[step.node] = step.decision;
      return { runId: (runId.get(runOf(record)) as { id: string }).id, decisions };
    },
    isPlanned(planRunId, wanted) {
      const plan = findRead.get(planRunId) as { run: number } | undefined;
      return plan !== undefined && mark.get(plan.run, wanted) !== undefined;
    },
    made(planRunId) {
      const plan = findRead.get(planRunId) as { run: number } | undefined;
      return plan ? (made.all(...range(plan.run)) as { id: string }[]).map(({ id }) => id) : [];
    },
  };
}
