import type { NodeWork } from '#engine/nodes/executor.ts';
import type { PlanNode } from '#engine/plan/plan.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { Ending } from './outcome.ts';
import type { Item, PageInHand, RecordInHand } from './record.ts';
import type { Run } from './run.ts';

/**
 * Takes one page through the nodes of its branches, node after node, as arrays of the page's size. Records that are still open
 * when it returns were not reached because the run stops.
 */
export async function runPage(run: Run, branches: readonly PlanNode[], works: ReadonlyMap<string, NodeWork>, records: readonly RecordInHand[], page: PageInHand): Promise<void> {
  const [first] = branches;
  if (!first || records.length === 0) return;
  for (const record of records) record.branches = 1;
  const inbox = new Map<string, (readonly Item[])[]>([[first.id, [records.map((record) => ({ record, value: record.pending.source }))]]]);

  for (const node of branches) {
    const waiting = inbox.get(node.id);
    if (!waiting) continue;
    if (run.stopping.aborted) break;
    const items = waiting.length === 1 ? waiting[0]! : waiting.flat();
    const work = works.get(node.id)!;
    run.tally.into(node.id, items.length);
    for (const [port, passed] of Object.entries(await work.run(items, page))) {
      if (passed.length === 0) continue;
      run.tally.out(node.id, port, passed.length);
      const next = node.next[port] ?? [];
      if (next.length === 0) {
        const end = leftOut(run, node, port) ?? { outcome: 'filtered', reason: work.endsAt?.(port) ?? nothingFollows(node), node: node.id };
        for (const { record } of passed) run.finisher.end(record, end);
        continue;
      }
      for (const { record } of passed) record.branches += next.length - 1;
      for (const id of next) {
        const there = inbox.get(id);
        if (there) there.push(passed);
        else inbox.set(id, [passed]);
      }
    }
  }
  await run.finisher.flush();
}

/** How a record ends where this run goes no further although the flow may; null where the flow itself ends. */
function leftOut({ plan }: Run, node: PlanNode, port: string): Ending | null {
  const params = { node: node.name, port };
  if (node.id === plan.to) return { outcome: 'skipped', node: node.id, reason: { code: 'run.went_to', text: `Came out of “${node.name}” by “${port}”; this run goes no further.`, params } };
  if (!plan.partial || !plan.flow.edges.some((edge) => edge.from === `${node.id}.${port}`)) return null;
  return { outcome: 'skipped', node: node.id, reason: { code: 'run.other_way', text: `Goes on from “${node.name}” by “${port}”, a way this run leaves out.`, params } };
}

function nothingFollows(node: PlanNode): Reason {
  return { code: 'flow.nothing_follows', text: `Nothing follows “${node.name}”.`, params: { node: node.name } };
}
