import type { PlanNode } from '#engine/plan/plan.ts';
import { noOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { NodeCounts } from '#shared/records/runs.ts';

export interface Tally {
  readonly outcomes: Record<Outcome, number>;
  read: number;
  into(node: string, count: number): void;
  out(node: string, port: string, count: number): void;
  problem(node: string): void;
  nodes(): Readonly<Record<string, NodeCounts>>;
}

/** The running totals of a run. */
export function makeTally(order: readonly PlanNode[]): Tally {
  const counts = new Map(order.map((node) => [node.id, { in: 0, out: {} as Record<string, number>, problems: 0 }]));
  return {
    outcomes: noOutcomes(),
    read: 0,
    into: (node, count) => void (counts.get(node)!.in += count),
    out(node, port, count) {
      const { out } = counts.get(node)!;
      out[port] = (out[port] ?? 0) + count;
    },
    problem(node) {
      const found = counts.get(node);
      if (found) found.problems += 1;
    },
    nodes: () => Object.fromEntries([...counts].map(([id, { in: into, out, problems }]) => [id, { in: into, out: { ...out }, problems }])),
  };
}
