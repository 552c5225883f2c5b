import type { NodeWork } from '#engine/nodes/executor.ts';
import { executors } from '#engine/nodes/index.ts';
import type { PendingRecord, SourceRef } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import { countAll, hasProblems, type RunStatus } from '#shared/records/outcomes.ts';
import type { RecordChoice } from '#shared/records/recordChoice.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { endingOf } from './outcome.ts';
import { makeSourceWork, type SourceWork } from './readSource.ts';
import { endAll } from './record.ts';
import type { Run } from './run.ts';

/** Open records worked off at once. */
const pieceSize = 200;

/**
 * Works a started run off to its end: first what earlier runs left open, then the open problems, then what is new at the sources.
 * Never throws; what went wrong stands in the summary.
 */
export async function runFlow(run: Run, resumed: number): Promise<RunSummary> {
  const works = new Map<string, NodeWork>();
  try {
    for (const node of run.plan.order) works.set(node.id, executors[node.node.kind](node, run));
    await workAll(run, works, resumed);
  } catch (thrown) {
    run.halt(thrown);
  }
  for (const work of works.values()) await work.finish?.().catch((thrown: unknown) => run.halt(thrown));
  return finish(run);
}

async function workAll(run: Run, works: ReadonlyMap<string, NodeWork>, resumed: number): Promise<void> {
  const { input, plan, ports, runId } = run;
  const mostOfRun = Math.min(input.limit ?? Infinity, plan.policy.maxRecords);
  let again = 0;
  const sources = new Map(plan.sources.map((node) => [node.id, makeSourceWork(run, node, works, () => mostOfRun - (run.tally.read - again))]));
  const nodes = [...sources.keys()];

  if (input.carryOut !== undefined) await workOpen(run, sources);
  else if (input.records) await workAgain(run, sources, input.records);
  else if (input.onlyKey !== undefined) await workOne(run, sources, input.onlyKey, resumed);
  else {
    const problems = input.dryRun || plan.partial ? 0 : await ports.store.takeProblems(runId, { nodes, ...(input.trigger === 'schedule' && { dueOnly: true }) }, run.fence);
    if (resumed + problems > 0) await workOpen(run, sources);
    again = run.tally.read;
    for (const source of sources.values()) {
      if (run.stopping.aborted) break;
      await source.readAll();
    }
  }
  if (!run.stopping.aborted) for (const work of works.values()) work.atEnd?.();
}

/** Records of the log, instead of what is new at the sources. */
async function workAgain(run: Run, sources: ReadonlyMap<string, SourceWork>, choice: RecordChoice): Promise<void> {
  const taken = await run.ports.store.takeRecorded(run.runId, { nodes: [...sources.keys()], choice, way: run.input.way ?? 'recorded' }, run.fence);
  if (taken > 0) return workOpen(run, sources);
  if ('runId' in choice && choice.seqs) throw new FluxoError({ code: 'run.no_such_records', kind: 'setup', what: 'The run has none of these records, or they come from a source that takes no part now.', where: { flow: run.plan.flow.id }, fix: 'Choose records as the log shows them.' });
}

/** One record: where an earlier run left it, else as the service has it now, else as it stands in the list of problems. */
async function workOne(run: Run, sources: ReadonlyMap<string, SourceWork>, key: string, resumed: number): Promise<void> {
  if (resumed > 0) return workOpen(run, sources);
  for (const source of sources.values()) if (await source.readOne(key)) return;
  if ((await run.ports.store.takeProblems(run.runId, { nodes: [...sources.keys()], key }, run.fence)) > 0) return workOpen(run, sources);
  throw new FluxoError({ code: 'run.no_such_record', kind: 'setup', what: `No source of this flow has a record “${key}”, and it is not in the list of problems.`, where: { flow: run.plan.flow.id, record: key }, fix: 'Check the key: it is the id of the record in its service, as the log shows it.', params: { key } });
}

async function workOpen(run: Run, sources: ReadonlyMap<string, SourceWork>): Promise<void> {
  for (let after = 0; !run.stopping.aborted; ) {
    const records = await run.ports.store.pending(run.runId, after, pieceSize);
    const last = records.at(-1);
    if (!last) return;
    after = last.seq;
    for (const [from, own] of bySource(records)) {
      if (run.stopping.aborted) return;
      const source = sources.get(from.nodeId);
      if (source?.stream === from.stream) await source.goOn(own, from.connectionId);
      else await endAll(run, own, () => endingOf(homeless(run, from.nodeId), from.nodeId));
    }
  }
}

/** A node that was given another connection may have left records of the old one. */
function bySource(records: readonly PendingRecord[]): ReadonlyMap<SourceRef, readonly PendingRecord[]> {
  const groups = new Map<string, PendingRecord[]>();
  for (const record of records) {
    const name = JSON.stringify([record.from.nodeId, record.from.connectionId, record.from.stream]);
    const group = groups.get(name);
    if (group) group.push(record);
    else groups.set(name, [record]);
  }
  return new Map([...groups.values()].map((group) => [group[0]!.from, group]));
}

/** Left open by an earlier run, but their source has been deleted or reads something else since: a person has to know. */
const homeless = (run: Run, nodeId: string) =>
  new FluxoError({ code: 'flow.source_gone', kind: 'data', what: 'The source this record came from is no longer in the flow, or reads something else now.', where: { flow: run.plan.flow.id, node: nodeId }, fix: 'Bring the source back (undo, or an earlier version of the flow file), or see to the record by hand.' });

async function finish(run: Run): Promise<RunSummary> {
  const { ports, tally } = run;
  await run.finisher.keepAll().catch((thrown: unknown) => run.halt(thrown));
  const status = statusOf(run);
  const at = ports.clock.now();
  const left = tally.read - countAll(tally.outcomes);
  let summary: RunSummary;
  try {
    const error = run.error()?.data;
    summary = await ports.store.finishRun(run.runId, { status, at, nodes: tally.nodes(), ...(error && { error }) }, run.fence);
    if (summary.read !== tally.read - left && !error) throw new FluxoError({ code: 'run.sum_mismatch', kind: 'bug', what: `This run worked off ${tally.read - left} records, but ${summary.read} are kept.`, fix: 'Please report it with the log of this run.' });
  } catch (thrown) {
    // Nothing more can be kept: the store is gone, or belongs to somebody else by now.
    run.halt(thrown);
    summary = { ...run.finisher.summary(run.error()?.code === 'lease.lost' ? 'interrupted' : 'failed', at), read: countAll(tally.outcomes) };
  }
  return summary;
}

function statusOf(run: Run): Exclude<RunStatus, 'running' | 'interrupted'> {
  if (run.error()) return 'failed';
  if (run.stopping.aborted) return 'stopped';
  return hasProblems(run.tally.outcomes) ? 'problems' : 'succeeded';
}
