import type { Catalog } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import { checkFlow, nodeName, type KnownConnection } from '#shared/flow/check.ts';
import { portRef, type FlowDocument, type FlowNode } from '#shared/flow/document.ts';
import { effectiveFlow } from './effective.ts';

export interface PlanNode {
  readonly id: string;
  readonly node: FlowNode;
  /** What a person calls it. */
  readonly name: string;
  /** By port: the nodes a record goes to next. */
  readonly next: Readonly<Record<string, readonly string[]>>;
}

/** A flow ready to run. */
export interface Plan {
  readonly flow: FlowDocument;
  /** Every node after all that feed it. */
  readonly order: readonly PlanNode[];
  readonly nodes: ReadonlyMap<string, PlanNode>;
  readonly sources: readonly PlanNode[];
  readonly targets: readonly PlanNode[];
  /** Sources that stand in the flow but take no part now: what an earlier run left of them waits. */
  readonly resting: readonly string[];
  readonly policy: { readonly pauseShare: number; readonly pauseAfter: number; readonly maxRecords: number };
}

/** Plain function of document, catalog and connections. Throws a `setup` error (`flow.invalid`) with the first mistake of the flow. */
export function makePlan(flow: FlowDocument, catalog: Catalog, connections: readonly KnownConnection[]): Plan {
  refuseMistakes(flow, flow, catalog, connections);
  const effective = effectiveFlow(flow);
  if (effective.nodes.length < flow.nodes.length) refuseMistakes(flow, effective, catalog, connections);

  const nodes = new Map<string, PlanNode>();
  for (const node of inOrder(effective)) {
    const next: Record<string, string[]> = {};
    for (const edge of effective.edges) {
      const { node: from, port } = portRef(edge.from);
      if (from === node.id) (next[port] ??= []).push(portRef(edge.to).node);
    }
    nodes.set(node.id, { id: node.id, node, name: nodeName(node, catalog), next });
  }
  const order = [...nodes.values()];
  const sources = order.filter(({ node }) => node.kind === 'source');
  return {
    flow,
    order,
    nodes,
    sources,
    targets: order.filter(({ node }) => node.kind === 'target'),
    resting: flow.nodes.filter((node) => node.kind === 'source' && !nodes.has(node.id)).map((node) => node.id),
    policy: { pauseShare: flow.policy?.pauseShare ?? 0.5, pauseAfter: flow.policy?.pauseAfter ?? 20, maxRecords: flow.policy?.maxRecords ?? Infinity },
  };
}

/** The nodes a source's records can come to, in order. */
export function branchesOf(plan: Plan, sourceId: string): readonly PlanNode[] {
  const reached = new Set([sourceId]);
  for (const node of plan.order) {
    if (!reached.has(node.id)) continue;
    for (const ids of Object.values(node.next)) for (const id of ids) reached.add(id);
  }
  return plan.order.filter((node) => reached.has(node.id));
}

function refuseMistakes(flow: FlowDocument, checked: FlowDocument, catalog: Catalog, connections: readonly KnownConnection[]): void {
  const mistakes = checkFlow(checked, catalog, connections).filter((issue) => issue.severity === 'error');
  const [first] = mistakes;
  if (!first) return;
  const more = mistakes.length > 1 ? ` (and ${mistakes.length - 1} more)` : '';
  throw new FluxoError({ code: first.code, kind: 'setup', what: `${first.text}${more}`, where: { flow: flow.id, ...(first.nodeId !== undefined && { node: first.nodeId }), ...(first.field !== undefined && { field: first.field }) }, fix: first.fix, ...(first.params && { params: first.params }) });
}

function inOrder(flow: FlowDocument): readonly FlowNode[] {
  const waiting = new Map(flow.nodes.map((node) => [node.id, new Set(flow.edges.filter((edge) => portRef(edge.to).node === node.id).map((edge) => portRef(edge.from).node))]));
  const done: FlowNode[] = [];
  while (done.length < flow.nodes.length) {
    const ready = flow.nodes.find((node) => waiting.get(node.id)?.size === 0);
    if (!ready) throw new FluxoError({ code: 'flow.circle', kind: 'setup', what: 'Records would run in a circle.', where: { flow: flow.id }, fix: 'Delete one line of the circle.' });
    waiting.delete(ready.id);
    for (const feeding of waiting.values()) feeding.delete(ready.id);
    done.push(ready);
  }
  return done;
}
