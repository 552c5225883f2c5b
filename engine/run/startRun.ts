import type { EnginePorts, Fence, Lease } from '#engine/ports.ts';
import { makePlan, type Plan } from '#engine/plan/plan.ts';
import { markOf } from '#engine/plan/mark.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { doSame } from '#shared/flow/versions.ts';
import { FluxoError } from '#shared/errors.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { findTarget } from '#shared/catalog/catalog.ts';
import { resolveFlow } from '#shared/flow/levels.ts';
import { fillTables } from './fillTables.ts';
import { refuseWay, withRecords } from './again.ts';
import { makeRun, partOf, type AskedRun, type RunInput } from './run.ts';
import { runFlow } from './runFlow.ts';

export interface RunHandle {
  readonly runId: string;
  /** Never rejects: what went wrong stands in the summary. */
  readonly finished: Promise<RunSummary>;
  /** Ends the run after the records in hand. */
  stop(): void;
}

/**
 * Starts one run of a flow and returns once it is on disk. Throws a `setup` error when it cannot start: the flow does not exist or has
 * a mistake, it runs already (`run.already_running`), another flow writes to the same place (`run.target_busy`), or the plan it is to carry out does not hold any more (`plan.stale`).
 */
export async function startRun(ports: EnginePorts, asked: AskedRun): Promise<RunHandle> {
  const flow = await ports.flows.get(asked.flowId, asked.version);
  const ids = [...new Set(flow.nodes.flatMap((node) => (node.connection === undefined ? [] : [node.connection])))];
  const known = (await Promise.all(ids.map((id) => ports.connections.info(id).catch(unknownIsMissing)))).filter((connection) => connection !== null);
  const resolved = resolveFlow(flow, ports.catalog, { connections: known, workspace: await ports.settings.forWorkspace() });
  // From here on nobody knows who gave a setting nor whose rows they are; one that was changed makes another flow of it, as its mark tells.
  const whole = await fillTables(resolved.flow, ports);
  const { to, from } = await endsOf(ports, asked);
  const part = to === undefined && from === undefined ? undefined : { ...(to !== undefined && { to }), ...(from !== undefined && { from }) };
  const plan = makePlan(whole, ports.catalog, known, part, resolved.origins);
  // Where nothing is written there is nothing to remember either.
  const input: RunInput = { ...(await withRecords(ports, asked)), ...part, ...(await versionOf(ports, flow)), dryRun: asked.dryRun || plan.targets.length === 0 };
  refuseWay(ports, plan, input);
  if (input.carryOut !== undefined && input.dryRun) throw new FluxoError({ code: 'plan.writes_nothing', kind: 'setup', what: 'This dry run ended before any target, so there is nothing to carry out.', where: { flow: flow.id }, fix: 'Make a dry run that goes as far as a target.' });

  const leases: Lease[] = [];
  const release = async () => {
    for (const lease of leases.toReversed()) await lease.release().catch(() => undefined);
  };
  try {
    const own = await takeFlow(ports, plan, input.dryRun);
    leases.push(own);
    const targetFences = input.dryRun ? new Map<string, Fence>() : await takeTargets(ports, plan, leases);
    const run = makeRun({ ports, plan, input, runId: ports.newId(), startedAt: ports.clock.now(), fence: own.fence, targetFences, sure: async () => void (await Promise.all(leases.map((lease) => lease.sure()))) });
    const about = partOf(input);
    // What others left open goes on when the whole flow runs; records that were chosen bring their own.
    const resume = input.dryRun || plan.partial || input.records || input.carryOut !== undefined ? null : { notFrom: plan.resting, ...(input.onlyKey !== undefined && { onlyKey: input.onlyKey }) };
    const { resumed } = await ports.store.startRun({ runId: run.runId, flow, dryRun: input.dryRun, trigger: input.trigger, ...(about && { part: about }), ...(input.version && { version: input.version }), partial: plan.partial, at: run.startedAt, flowMark: markOf(plan, known, ports.hash), ...(input.carryOut !== undefined && { carryOut: input.carryOut }), resume }, own.fence);

    for (const lease of leases) {
      const lost = () => run.abandon(new FluxoError({ code: 'lease.lost', kind: 'setup', what: 'Another Fluxo has taken over this run, because this one gave no sign of life for too long.', where: { flow: flow.id }, fix: 'What was left open goes on in the next run.' }));
      if (lease.lost.aborted) lost();
      else lease.lost.addEventListener('abort', lost, { once: true });
    }
    const finished = runFlow(run, resumed).finally(release).then((summary) => {
      // Told when the leases are free, so that whoever hears it can start the next run.
      ports.events.finished(summary);
      return summary;
    });
    return { runId: run.runId, finished, stop: run.stop };
  } catch (thrown) {
    await release();
    throw thrown;
  }
}

/** Which version of a flow this is. Nothing where no schedule runs one, and where what it runs cannot be read. */
async function versionOf(ports: EnginePorts, flow: FlowDocument): Promise<Pick<RunInput, 'version'>> {
  if (!flow.schedule?.enabled) return {};
  const live = await ports.flows.get(flow.id, 'live').catch(() => null);
  return live ? { version: doSame(live, flow) ? 'live' : 'draft' } : {};
}

/** The ends of the part that is run. A plan is carried out on the ways it was made on, and no others. */
async function endsOf(ports: EnginePorts, { to, from, carryOut }: AskedRun): Promise<Pick<AskedRun, 'to' | 'from'>> {
  if (carryOut === undefined) return { ...(to !== undefined && { to }), ...(from !== undefined && { from }) };
  const part = (await ports.store.run(carryOut))?.part;
  return { ...(part?.to !== undefined && { to: part.to }), ...(part?.from !== undefined && { from: part.from }) };
}

/** A connection that is not there is one of the mistakes the plan names, with its node. */
function unknownIsMissing(thrown: unknown): null {
  if (thrown instanceof FluxoError && thrown.kind === 'setup') return null;
  throw thrown;
}

async function takeFlow(ports: EnginePorts, plan: Plan, dryRun: boolean): Promise<Lease> {
  const name = leaseOfRuns(plan.flow.id, dryRun);
  const lease = await ports.leases.take(name, plan.flow.name);
  if (lease) return lease;
  throw new FluxoError({ code: 'run.already_running', kind: 'setup', what: `“${plan.flow.name}” is running already.`, where: { flow: plan.flow.id }, fix: 'Wait until that run has ended, or stop it. It may run in another window or on the command line.', params: { flow: plan.flow.name } });
}

/** One writer per connection and entity, whatever flow it belongs to. */
async function takeTargets(ports: EnginePorts, plan: Plan, leases: Lease[]): Promise<ReadonlyMap<string, Fence>> {
  const byName = new Map<string, Fence>();
  const fences = new Map<string, Fence>();
  for (const { id, node } of plan.targets) {
    const entity = findTarget(ports.catalog, node.settings['target'])?.entity ?? '';
    const name = `target:${node.connection ?? ''}:${entity}`;
    let fence = byName.get(name);
    if (!fence) {
      const lease = await ports.leases.take(name, plan.flow.name);
      if (!lease) {
        const holder = await ports.leases.holder(name);
        const whose = holder ? ` (“${holder.purpose}”)` : '';
        throw new FluxoError({ code: 'run.target_busy', kind: 'setup', what: `Another flow${whose} is writing to the same place right now.`, where: { flow: plan.flow.id, node: id, ...(node.connection !== undefined && { connection: node.connection }) }, fix: 'Start this one when the other has ended.', params: { flow: holder?.purpose ?? '' } });
      }
      leases.push(lease);
      byName.set(name, (fence = lease.fence));
    }
    fences.set(id, fence);
  }
  return fences;
}

/** The lease a run has for as long as its process lives: one run of a flow at a time, and one dry run beside it. */
export const leaseOfRuns = (flowId: string, dryRun: boolean): string => `${dryRun ? 'dry-run' : 'flow'}:${flowId}`;
