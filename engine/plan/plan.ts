import type { Catalog } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import { checkResolved, nodeName, type FlowIssue, type KnownConnection } from '#shared/flow/check.ts';
import { portRef, type FlowDocument, type FlowNode } from '#shared/flow/document.ts';
import { noOrigins, type Origins } from '#shared/flow/levels.ts';
import { effectiveFlow, partOfFlow, type FlowPart } from './effective.ts';

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
  /** The node up to which records go; absent = as far as the flow leads. */
  readonly to?: string;
  /** True when ways of the flow are left out of this run. */
  readonly partial: boolean;
  readonly policy: { readonly pauseShare: number; readonly pauseAfter: number; readonly maxRecords: number; readonly maxMinutes: number };
}

/**
 * Plain function of a flow with the settings of all levels in its nodes (`origins` says where they came from), catalog and connections. Throws a `setup` error with the first mistake of the flow; with a `part` only mistakes in it
 * count, so that a flow can be tried while it is drawn.
 */
export function makePlan(flow: FlowDocument, catalog: Catalog, connections: readonly KnownConnection[], part?: FlowPart, origins: Origins = noOrigins): Plan {
  const check = (looked: FlowDocument) => checkResolved({ flow: looked, origins }, catalog, connections);
  const effective = part ? checkedPart(flow, part, check) : checkedWhole(flow, check);

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
    partial: part !== undefined && effectiveFlow(flow).nodes.some((node) => !nodes.has(node.id)),
    ...(part?.to !== undefined && { to: part.to }),
    resting: flow.nodes.filter((node) => node.kind === 'source' && !nodes.has(node.id)).map((node) => node.id),
    policy: { pauseShare: flow.policy?.pauseShare ?? 0.5, pauseAfter: flow.policy?.pauseAfter ?? 20, maxRecords: flow.policy?.maxRecords ?? Infinity, maxMinutes: flow.policy?.maxMinutes ?? 24 * 60 },
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

type Check = (flow: FlowDocument) => readonly FlowIssue[];

function checkedWhole(flow: FlowDocument, check: Check): FlowDocument {
  refuseMistakes(flow, check(flow));
  const effective = effectiveFlow(flow);
  if (effective.nodes.length < flow.nodes.length) refuseMistakes(flow, check(effective));
  return effective;
}

function checkedPart(flow: FlowDocument, part: FlowPart, check: Check): FlowDocument {
  const effective = partOfFlow(flow, part);
  if (effective.nodes.length === 0) {
    const node = part.to ?? part.from!;
    throw new FluxoError({ code: 'run.no_such_part', kind: 'setup', what: `No way of the flow leads from a source through “${node}”.`, where: { flow: flow.id, node }, fix: 'Choose a node that is switched on and that records can reach.', params: { node } });
  }
  // What lies behind the last node is left out on purpose.
  const endsHere = (issue: FlowIssue) => part.to !== undefined && (issue.code === 'flow.no_target' || (issue.code === 'flow.leads_nowhere' && issue.nodeId === part.to));
  refuseMistakes(flow, check(effective).filter((issue) => !endsHere(issue)));
  return effective;
}

function refuseMistakes(flow: FlowDocument, issues: readonly FlowIssue[]): void {
  const mistakes = issues.filter((issue) => issue.severity === 'error');
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
