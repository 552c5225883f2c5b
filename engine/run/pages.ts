import type { NodeWork } from '#engine/nodes/executor.ts';
import type { PlanNode } from '#engine/plan/plan.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { Ending } from './outcome.ts';
import type { Item, PageInHand } from './record.ts';
import type { Run } from './run.ts';

type Inbox = Map<string, (readonly Item[])[]>;

/**
 * Takes one page through the nodes of its branches, node after node, as arrays of the page's size. Records that are still open
 * when it returns were not reached because the run stops.
 */
export function runPage(run: Run, branches: readonly PlanNode[], works: ReadonlyMap<string, NodeWork>, items: readonly Item[], page: PageInHand): Promise<void> {
  const [first] = branches;
  if (!first || items.length === 0) return Promise.resolve();
  for (const { record } of items) record.branches = 1;
  return passOn(run, branches, works, new Map([[first.id, [items]]]), page);
}

/** Holds nothing but the inbox while it waits: what a node has taken out of it and made something else of is nobody's any more. */
async function passOn(run: Run, branches: readonly PlanNode[], works: ReadonlyMap<string, NodeWork>, inbox: Inbox, page: PageInHand): Promise<void> {
  for (const node of branches) {
    const waiting = inbox.get(node.id);
    if (!waiting) continue;
    inbox.delete(node.id);
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
      if (next.length > 1) for (const { record } of passed) record.branches += next.length - 1;
      for (const [way, id] of next.entries()) {
        // Items of its own for each way.
        const own = way === 0 ? passed : passed.map((item) => ({ ...item }));
        const there = inbox.get(id);
        if (there) there.push(own);
        else inbox.set(id, [own]);
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
