import type { ApplyResult, EffectDefinition } from '#connectors/sdk/connector.ts';
import type { PlannedRecord } from '#engine/ports.ts';
import type { Run } from '#engine/run/run.ts';
import { FluxoError } from '#shared/errors.ts';
import type { PlannedWrite } from '#shared/records/plan.ts';
import type { Delivery } from './effects.ts';
import { differences, wroteKey, type Progress } from './samePlan.ts';

/** How far the plans have come whose records are in hand, by the dry run; read from the store once. */
export function makeProgress(run: Pick<Run, 'ports'>): (planRunId: string) => Promise<Progress> {
  const known = new Map<string, Promise<Progress>>();
  return (planRunId) => {
    let progress = known.get(planRunId);
    if (!progress) {
      progress = run.ports.store.madeUnderPlan(planRunId).then((ids) => ({ made: new Set(ids), wrote: new Set<string>() }));
      known.set(planRunId, progress);
      progress.catch(() => known.delete(planRunId));
    }
    return progress;
  };
}

/** Differences told in one sentence; more would not be read. */
const mostTold = 3;

function differs(delivery: Delivery, what: string, how: string): FluxoError {
  return new FluxoError({
    code: 'plan.differs',
    kind: 'data',
    what: `Not sent, because it is no longer what was planned: ${what}${how === '' ? '' : `: ${how}`}.`,
    where: { node: delivery.node, connection: delivery.connectionId },
    params: { what: how === '' ? what : `${what}: ${how}` },
    fix: 'Something changed in the target or in the source’s connection since then: look at it. The next run of the flow does what is right now, or make a new plan with a dry run.',
  });
}

/** Throws `plan.differs` when a record that is to be done as planned would write something else. Asked before the intent, so nothing was sent then. */
export async function demandPlanned(delivery: Delivery, planned: PlannedRecord, write: PlannedWrite, { corrects, plannedAs }: Pick<EffectDefinition, 'corrects' | 'plannedAs'>): Promise<void> {
  if (corrects) return;
  const progress = await delivery.run.progressOf(planned.runId);
  const own = planned.decisions[delivery.node]?.writes.filter(({ effect }) => effect === write.effect || effect === plannedAs) ?? [];
  const compared = own.map((one) => differences(one, write, progress));
  if (compared.some((found) => found.length === 0)) return;
  // Records side by side may need the same thing; which of them makes it is chance.
  if (await delivery.run.ports.store.isPlanned(planned.runId, write.mark)) return;
  const nearest = own.findIndex(({ slot }) => slot === write.slot);
  const told = compared[nearest === -1 ? 0 : nearest];
  if (!told) throw differs(delivery, `“${write.label}” was not planned`, '');
  throw differs(delivery, `“${write.label}”`, told.slice(0, mostTold).join('; ') + (told.length > mostTold ? '; …' : ''));
}

/** Notes what was done of a plan, for the records that refer to it. */
export async function noteDone(delivery: Delivery, planned: PlannedRecord, write: PlannedWrite, id: string): Promise<void> {
  const { made, wrote } = await delivery.run.progressOf(planned.runId);
  made.add(id);
  if (write.action === 'update') for (const { path, after } of write.changes) wrote.add(wroteKey(write, path, after));
}

/** Throws `plan.differs` when a record comes out otherwise than planned, and not all that was planned for it was written. */
export function demandOutcome(delivery: Delivery, planned: PlannedRecord, result: ApplyResult): void {
  const decision = planned.decisions[delivery.node];
  if (!decision || decision.outcome === result.outcome) return;
  const areWritten = decision.writes.every((write) => delivery.writes.some(({ effect, slot }) => effect === write.effect && slot === write.slot));
  if (decision.writes.length > 0 && areWritten) return;
  throw differs(delivery, `planned was “${decision.outcome}”, now it would be “${result.outcome}”`, result.reason.text.replace(/\.$/, ''));
}
