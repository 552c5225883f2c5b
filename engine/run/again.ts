import type { EnginePorts, PendingRecord } from '#engine/ports.ts';
import type { Plan } from '#engine/plan/plan.ts';
import { FluxoError } from '#shared/errors.ts';
import { streamNamed, targetNamed } from './definitions.ts';
import { endingOf, type Ending } from './outcome.ts';
import type { AskedRun, RunInput } from './run.ts';

/** Runs looked at for the last input of a flow. */
const runsBack = 50;

/**
 * The input with the records of the flow's last run, where they are asked for or a run from a node names no others. Throws `setup` when there is none, when the run named is not there or
 * is one of another flow.
 */
export async function withRecords(ports: EnginePorts, { records, version: _version, ...input }: AskedRun): Promise<Omit<RunInput, 'version'>> {
  if (records !== undefined && records !== 'last') {
    if (!('runId' in records)) return { ...input, records };
    const { runId } = records;
    if ((await ports.store.run(runId))?.flowId === input.flowId) return { ...input, records };
    throw new FluxoError({ code: 'run.no_such_run', kind: 'setup', what: `The flow has no run “${runId}” in the log.`, where: { flow: input.flowId }, fix: 'Choose one of its runs; old ones are removed after their time.', params: { run: runId } });
  }
  // The records of a plan are those of its dry run.
  if ((input.from === undefined && records === undefined) || input.carryOut !== undefined) return input;
  const last = (await ports.store.runs({ flowId: input.flowId, limit: runsBack })).find((run) => run.read > 0 && run.part?.again === undefined);
  if (!last) throw new FluxoError({ code: 'run.no_last_input', kind: 'setup', what: 'The flow has not read anything yet that could be used again.', where: { flow: input.flowId }, fix: 'Run it once, or make a dry run.' });
  return { ...input, records: { runId: last.runId } };
}

/** Throws `setup` when the records cannot be run again in the way that was asked for. */
export function refuseWay(ports: EnginePorts, plan: Plan, { records, way }: RunInput): void {
  if (!records) return;
  if (way === 'new') {
    for (const { id, node, name } of plan.targets) {
      if (targetNamed(ports, String(node.settings['target']))?.sendsAsNew) continue;
      throw new FluxoError({ code: 'run.never_new', kind: 'setup', what: `“${name}” knows by the record itself whether it is there, so nothing can be sent to it as new.`, where: { flow: plan.flow.id, node: id }, fix: 'Run the records again without “as new”: what is missing is made, what differs is changed.', params: { node: name } });
    }
  }
  if (way === 'read') {
    const canRead = plan.sources.some(({ node }) => streamNamed(ports, String(node.settings['stream']))?.readOne !== undefined);
    if (!canRead) throw new FluxoError({ code: 'run.cannot_read_one', kind: 'setup', what: 'No source of this flow can be asked for a single record.', where: { flow: plan.flow.id }, fix: 'Run the records again as they were read then.' });
  }
}

/** How a record ends that cannot be run again as it was recorded; null when it can. */
export function endOfUnable({ cannot, again, origin, from, key }: PendingRecord): Ending | null {
  if (cannot === 'newerRead') {
    // Of an open problem the newer one has taken the place; what somebody chose, or planned, says nothing about it.
    const leavesProblem = again !== undefined || origin !== 'problem';
    return { outcome: 'skipped', node: from.nodeId, ...(leavesProblem && { leavesProblem }), reason: { code: 'record.newer_read', text: 'Its source has sent a newer version of this record since, so this older one is left alone.', fix: 'Run the newer one again, or have it read again at the source.' } };
  }
  if (cannot === 'payloadGone') {
    const error = new FluxoError({ code: 'record.payload_gone', kind: 'data', what: 'What was read of this record is no longer kept, so it cannot be run again as it was.', where: { node: from.nodeId, record: key }, fix: 'Have it read again at its source.' });
    return { ...endingOf(error, from.nodeId), ...(again !== undefined && { leavesProblem: true }) };
  }
  return null;
}

/** How a record ends that was to be read again. */
export function endOfUnread({ from, key }: PendingRecord, why: 'gone' | 'cannotRead'): Ending {
  if (why === 'gone') return { outcome: 'skipped', node: from.nodeId, leavesProblem: true, reason: { code: 'record.gone_at_source', text: 'Its source does not have this record any more.', fix: 'Run it again as it was read then.' } };
  const error = new FluxoError({ code: 'record.cannot_read_one', kind: 'data', what: 'The source of this record cannot be asked for a single one.', where: { node: from.nodeId, record: key }, fix: 'Run it again as it was read then.' });
  return { ...endingOf(error, from.nodeId), leavesProblem: true };
}
