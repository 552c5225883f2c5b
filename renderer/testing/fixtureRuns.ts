import { portRef, type FlowDocument } from '#shared/flow/document.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { noOutcomes, outcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { NodeCounts, RunSummary } from '#shared/records/runs.ts';
import type { RecordRow } from '#shared/records/story.ts';

const total = 312;
const shares: Partial<Record<Outcome, number>> = { created: 281, updated: 12, skipped: 8, filtered: 8, parked: 2, rejected: 1 };

/** How a run of any flow stands when this share (0..1) of its records is done. */
export function summaryAt(runId: string, flow: FlowDocument, share: number, startedAt: number): RunSummary {
  const counts = noOutcomes();
  for (const outcome of outcomes) counts[outcome] = Math.floor((shares[outcome] ?? 0) * share);
  const read = Math.floor(total * share);
  const nodes: Record<string, NodeCounts> = {};
  for (const node of flow.nodes) {
    if (node.disabled || !flow.edges.some((edge) => [portRef(edge.from).node, portRef(edge.to).node].includes(node.id))) continue;
    const into = node.kind === 'source' ? 0 : read;
    const out = Object.fromEntries(nodeKindInfo[node.kind].ports.out.map((port) => [port.name, port.name === 'dropped' ? counts.filtered : read - counts.filtered]));
    nodes[node.id] = { in: into, out, problems: node.kind === 'target' ? counts.parked + counts.rejected : 0 };
  }
  const done = share >= 1;
  return {
    runId, flowId: flow.id, flowName: flow.name, status: done ? 'problems' : 'running', dryRun: false, trigger: 'user', startedAt, durationMs: Math.round(share * 4200), read, outcomes: counts, nodes,
    ...(done && { finishedAt: startedAt + 4200 }),
  };
}

const names = ['Restaurant De Korenmolen B.V.', 'Pieter de Vries', 'Brouwerij ’t Anker NV', 'Maria João Carvalho'];

export function recordRows(run: RunSummary | undefined): readonly RecordRow[] {
  if (!run) return [];
  return Array.from({ length: run.read }, (_, index) => {
    const outcome: Outcome = index === 17 || index === 40 ? 'parked' : index === 88 ? 'rejected' : index % 26 === 5 ? 'updated' : index % 39 === 3 ? 'skipped' : 'created';
    const number = String(20260117 + index);
    return {
      runId: run.runId, seq: index + 1, flowId: run.flowId, nodeId: 'orders', key: number, title: `2026-${number}`, subtitle: names[index % 4]!, amount: `${(index * 7.13 + 4.25).toFixed(2)} EUR`, outcome,
      reason: outcome === 'parked' ? { code: 'mapping.parked', text: 'Payment method: “REKENING” is not in the table yet.', fix: 'Add a row for it.' } : { code: 'quickbooks.created', text: `Sales receipt ${1450 + index}` },
      ...(outcome === 'created' && { target: { type: 'SalesReceipt', id: String(1450 + index) } }),
      at: run.startedAt + index * 13, ms: 40 + (index % 17) * 9,
    };
  });
}
