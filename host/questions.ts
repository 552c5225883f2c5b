import type { RunHandle } from '#engine/run/startRun.ts';
import type { Catalog } from '#shared/catalog/catalog.ts';
import { asFluxoError, FluxoError, type ErrorData } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { resolveFlow } from '#shared/flow/levels.ts';
import { answerQuestion, questionsOf, type GivenAnswer as GivenPlace, type Question, type Tables } from '#shared/flow/questions.ts';
import type { Answered, OpenQuestion } from '#shared/ipc/contract.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { tableReferences } from '#shared/tables/shared.ts';
import type { TableDocument } from '#shared/tables/table.ts';
import type { Workspace } from '#storage/workspace.ts';
import { readAboveIfThere } from './above.ts';
import type { LaterRuns } from './laterRuns.ts';

export interface Questions {
  /** What open records wait for and one row would settle; those with most records first. */
  open(flowId?: string): Promise<readonly OpenQuestion[]>;
  /**
   * Keeps the answer in each flow that waits for it (or in `flowIds` of them) and starts a run of exactly the records parked on it; while a flow is
   * running already, when that has ended. Throws `question.gone`, `question.answered`, `question.empty`.
   */
  answer(input: AnswerInput): Promise<GivenAnswer>;
}

export interface AnswerInput {
  readonly questionId: string;
  readonly values: Readonly<Record<string, string>>;
  readonly flowIds?: readonly string[] | undefined;
  /** Puts it in the place of an answer that is there already. */
  readonly replace?: boolean | undefined;
  readonly trigger: RunSummary['trigger'];
}

export interface GivenAnswer extends Answered {
  /** The runs that go on with the records, each when it could start; null when waiting was given up. */
  readonly begun: readonly Promise<RunHandle | null>[];
}

interface Parts {
  readonly workspace: Workspace;
  readonly catalog: Catalog;
  readonly later: LaterRuns;
  readonly hash: (text: string) => string;
  readonly changed: (flowId: string) => void;
  readonly tableChanged: (tableId: string) => void;
  readonly levelChanged: (level: 'connection' | 'workspace') => void;
}

/** A question as one flow asks it. */
interface Asked {
  readonly flow: FlowDocument;
  readonly sourceNode: string;
  readonly error: ErrorData;
  readonly question: Question;
  readonly cause: string;
  readonly count: number;
}

/** Somebody else saving in the same moment is rare, and twice in a row hardly ever. */
const mostSaves = 5;
const isChangedElsewhere = (code: string) => code === 'flow.changed_elsewhere' || code === 'table.changed_elsewhere';

export function makeQuestions({ workspace, catalog, later, hash, changed, tableChanged, levelChanged }: Parts): Questions {
  const idOf = (identity: string) => hash(identity).slice(0, 8);

  /** Those that flows use; one that cannot be read is told by the list of tables. */
  async function tablesOf(flow: FlowDocument, known: Map<string, TableDocument> = new Map()): Promise<Tables> {
    for (const { tableId } of tableReferences(flow)) {
      if (known.has(tableId)) continue;
      const table = await workspace.tables.get(tableId).then(({ document }) => document, () => null);
      if (table) known.set(tableId, table);
    }
    return known;
  }

  async function asked(flowId?: string): Promise<ReadonlyMap<string, readonly Asked[]>> {
    const flows = new Map<string, readonly FlowDocument[]>();
    const tables = new Map<string, TableDocument>();
    const found = new Map<string, Asked[]>();
    const above = await readAboveIfThere(workspace);
    for (const { flowId: of, sourceNode, error, cause, count } of await workspace.store.parked(flowId)) {
      // A flow that cannot be read is told by the list of flows.
      if (!flows.has(of)) flows.set(of, (await versionsOf(of)).map((flow) => resolveFlow(flow, catalog, above).flow));
      const asking = new Map<string, Asked>();
      // The version that runs and the one that is drawn ask the same; it is open while one of them lacks the answer.
      for (const flow of flows.get(of)!) for (const question of questionsOf(flow, catalog, sourceNode, error, await tablesOf(flow, tables))) if (asking.get(question.identity)?.question.answered !== undefined || !asking.has(question.identity)) asking.set(question.identity, { flow, sourceNode, error, question, cause, count });
      for (const [identity, one] of asking) found.set(idOf(identity), [...(found.get(idOf(identity)) ?? []), one]);
    }
    return found;
  }

  const versionsOf = (flowId: string) => Promise.all([workspace.flows.running(flowId), workspace.flows.get(flowId)]).then(([running, { document }]) => [running, document], () => []);

  /** The answer belongs to the version that runs as well as to the one that is drawn. */
  async function keepInBoth(one: Asked, input: Pick<AnswerInput, 'values' | 'replace'>): Promise<void> {
    const { flow, sourceNode, error, question } = one;
    const live = (await workspace.flows.live(flow.id))?.document;
    const above = await readAboveIfThere(workspace);
    const given = live && resolveFlow(live, catalog, above).flow;
    const tables = given && (await tablesOf(given));
    const asked = given && questionsOf(given, catalog, sourceNode, error, tables).find(({ identity }) => identity === question.identity);
    await keep(one, input, asked !== undefined);
    if (!live || !asked || (asked.answered && !input.replace)) return;
    if (asked.table) return keepInTable(given!, one, asked, input.values);
    const next = answerQuestion(live, catalog, sourceNode, error, asked, input.values, tables, above);
    if (next.in === 'flow') await workspace.flows.setLive(next.flow);
    if (next.in === 'level') await keepAtLevel(next);
  }

  /** The row goes on top of what the file holds now; the same row once more changes nothing. */
  async function keepInTable(flow: FlowDocument, { sourceNode, error }: Asked, question: Question, values: AnswerInput['values']): Promise<void> {
    const { document, revision } = await workspace.tables.get(question.table!.id);
    const next = answerQuestion(flow, catalog, sourceNode, error, question, values, new Map([[document.id, document]]));
    if (next.in === 'table') await workspace.tables.save(next.table, revision);
    tableChanged(document.id);
  }

  async function keepAtLevel({ level, connectionId, owner, key, value }: Extract<GivenPlace, { in: 'level' }>): Promise<void> {
    if (level === 'connection') await workspace.connections.putNodeSetting(connectionId!, owner, key, value);
    else await workspace.nodeSettings.put(owner, key, value);
    levelChanged(level);
  }

  /** Reads, changes and saves; again when somebody saved in between. */
  async function keep(one: Asked, { values, replace }: Pick<AnswerInput, 'values' | 'replace'>, isInLive: boolean): Promise<void> {
    const { flow: { id: flowId }, sourceNode, error, question: { identity } } = one;
    for (let tries = 1; ; tries += 1) {
      const { document, revision } = await workspace.flows.get(flowId);
      const above = await readAboveIfThere(workspace);
      const given = resolveFlow(document, catalog, above).flow;
      const tables = await tablesOf(given);
      const now = questionsOf(given, catalog, sourceNode, error, tables).find((question) => question.identity === identity);
      if (!now && isInLive) return;
      if (!now) throw gone();
      if (now.answered && !replace) {
        const differs = Object.entries(now.answered).some(([key, value]) => value.trim() !== (values[key] ?? '').trim());
        if (differs) throw new FluxoError({ code: 'question.answered', kind: 'data', what: `${now.label}: “${now.value}” was answered meanwhile, with “${Object.values(now.answered).join(', ')}”.`, where: { flow: flowId, node: now.nodeId, field: now.setting }, fix: 'Change that answer if it is wrong.', params: { label: now.label, value: now.value, answer: Object.values(now.answered).join(', ') } });
        return;
      }
      try {
        if (now.table) return await keepInTable(given, one, now, values);
        const next = answerQuestion(document, catalog, sourceNode, error, now, values, tables, above);
        if (next.in === 'level') return await keepAtLevel(next);
        if (next.in === 'flow') await workspace.flows.save(next.flow, revision);
        changed(flowId);
        return;
      } catch (thrown) {
        if (!isChangedElsewhere(asFluxoError(thrown).code) || tries >= mostSaves) throw thrown;
      }
    }
  }

  /** Causes of which a row is lacking still. */
  async function lacking(): Promise<ReadonlySet<string>> {
    const open = [...(await asked()).values()].flat().filter(({ question }) => !question.answered);
    return new Set(open.map(({ flow, cause }) => JSON.stringify([flow.id, cause])));
  }

  return {
    open: async (flowId) => {
      const groups = [...(await asked(flowId))].map(([id, all]): OpenQuestion => {
        const { identity: _identity, ...question } = all[0]!.question;
        return { ...question, id, count: all.reduce((sum, { count }) => sum + count, 0), waiting: waitingOf(all) };
      });
      return groups.toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
    },

    answer: async ({ questionId, flowIds, trigger, ...input }) => {
      const all = (await asked()).get(questionId)?.filter(({ flow }) => !flowIds || flowIds.includes(flow.id));
      if (!all || all.length === 0) throw gone();
      for (const one of all) await keepInBoth(one, input);
      const more = await lacking();
      const perFlow = Map.groupBy(all, ({ flow }) => flow.id);
      const answered: Answered['flows'][number][] = [];
      const begun: Promise<RunHandle | null>[] = [];
      for (const [flowId, own] of perFlow) {
        const causes = [...new Set(own.map(({ cause }) => cause))].filter((cause) => !more.has(JSON.stringify([flowId, cause])));
        if (causes.length === 0) {
          answered.push({ flowId, runId: null, more: true });
          continue;
        }
        try {
          const started = await later.start({ flowId, dryRun: false, version: 'live', records: { problems: { causes: [...causes] } }, trigger });
          begun.push(started.begun);
          answered.push({ flowId, runId: started.runId });
        } catch (thrown) {
          answered.push({ flowId, runId: null, error: asFluxoError(thrown).data });
        }
      }
      return { flows: answered, begun };
    },
  };
}

function waitingOf(all: readonly Asked[]): OpenQuestion['waiting'] {
  return [...Map.groupBy(all, ({ flow }) => flow.id).values()].map((own) => ({
    flowId: own[0]!.flow.id,
    flowName: own[0]!.flow.name,
    nodeId: own[0]!.question.nodeId,
    count: own.reduce((sum, { count }) => sum + count, 0),
    causes: [...new Set(own.map(({ cause }) => cause))],
  }));
}

function gone(): FluxoError {
  return new FluxoError({ code: 'question.gone', kind: 'data', what: 'No record waits for this answer any more.', fix: 'Look at the list of problems again.' });
}
