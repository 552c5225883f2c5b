import { portRef, type FlowDocument, type FlowNode } from '#shared/flow/document.ts';
import { FilterSettingsSchema } from '#shared/flow/document.ts';
import { switchedOff } from '#shared/flow/frames.ts';
import { compileConditions } from '#shared/records/evaluate.ts';
import type { RecordStory, SourceRecord } from '#shared/records/story.ts';
import { edgeId } from './canvasNodes.ts';

/** The way one record went: ids of nodes and lines, and what it was on each line. */
export interface RecordPath {
  readonly nodes: ReadonlySet<string>;
  readonly lines: ReadonlyMap<string, SourceRecord | null>;
}

/**
 * Which way a record of the log went over the drawing. The log keeps what the record was and where something happened to it; which
 * port of a filter it left by is worked out from its conditions anew, so a drawing changed since then shows where it would go now.
 */
export function recordPath(flow: FlowDocument, story: Pick<RecordStory, 'row' | 'source' | 'mapped' | 'steps'>): RecordPath {
  const off = switchedOff(flow);
  const byId = new Map(flow.nodes.map((node) => [node.id, node]));
  const told = new Set(story.steps.map((step) => step.node));
  const failed = new Set(story.steps.filter((step) => step.kind === 'error').map((step) => step.node));
  const leaving = Map.groupBy(flow.edges, (edge) => portRef(edge.from).node);
  const nodes = new Set<string>();
  const lines = new Map<string, SourceRecord | null>();
  const wasBeyondLimit = story.row.reason?.code === 'limit.beyond';

  const leadsToTold = (edge: FlowDocument['edges'][number], seen = new Set<string>()): boolean => {
    const { node } = portRef(edge.to);
    if (told.has(node)) return true;
    if (seen.has(node)) return false;
    seen.add(node);
    return (leaving.get(node) ?? []).some((next) => leadsToTold(next, seen));
  };

  const portsOf = (node: FlowNode, value: SourceRecord | null): readonly string[] => {
    if (node.kind !== 'filter') return wasBeyondLimit && node.kind === 'limit' ? [] : ['records'];
    if (off.has(node.id)) return ['kept'];
    const conditions = FilterSettingsSchema.safeParse(node.settings).data?.conditions;
    try {
      if (conditions && value) {
        const { test, left } = compileConditions(conditions);
        if (left.length === 0) return [test(value) ? 'kept' : 'dropped'];
      }
    } catch {
      return [];
    }
    // A formula only the engine can work out, or a record no longer kept: the way that leads to where something happened.
    return ['kept', 'dropped'].filter((port) => leaving.get(node.id)?.some((edge) => edge.from === `${node.id}.${port}` && leadsToTold(edge)));
  };

  const walk = (id: string, value: SourceRecord | null): void => {
    const node = byId.get(id);
    if (!node || nodes.has(id)) return;
    nodes.add(id);
    if (failed.has(id)) return;
    const isMap = node.kind === 'map' && !off.has(id);
    if (isMap && story.mapped === null && story.source !== null) return;
    const next = isMap ? story.mapped : value;
    const ports = portsOf(node, value);
    for (const edge of leaving.get(id) ?? []) {
      if (!ports.includes(portRef(edge.from).port)) continue;
      lines.set(edgeId(edge), next);
      walk(portRef(edge.to).node, next);
    }
  };
  walk(story.row.nodeId, story.source);
  return { nodes, lines };
}
