import type * as z from 'zod';
import { findStream, type Catalog } from '../catalog/catalog.ts';
import { entities } from '../entities/index.ts';
import type { FieldInfo } from '../entities/fields.ts';
import { asFluxoError, type ErrorData } from '../errors.ts';
import { portRef, type FlowDocument, type FlowNode } from './document.ts';
import { outputType, sourceOf } from './graph.ts';
import { compileMapping } from '../mapping/compile.ts';
import { MapSettingsSchema, type Mapping } from '../mapping/mapping.ts';
import { compileRules } from '../rules/evaluate.ts';
import { RulesSettingsSchema } from '../rules/rules.ts';

export type MapSettings = z.infer<typeof MapSettingsSchema>;
const checked = new WeakMap<FlowNode['settings'], MapSettings>();
const nothing: MapSettings = {};

/** A map node's own settings as they stand in the document, once they were found to be right: parts that an edit left alone stay the same objects. */
export function mapSettingsOf(node: FlowNode): MapSettings {
  let known = checked.get(node.settings);
  if (!known) {
    // The schema only checks; what it gives back would be copies.
    known = MapSettingsSchema.safeParse(node.settings).success ? (node.settings as MapSettings) : nothing;
    checked.set(node.settings, known);
  }
  return known;
}

/** The mapping a map node works with: its own, else the default of the stream that feeds it. */
export function mappingOf(flow: FlowDocument, catalog: Catalog, node: FlowNode): Mapping | undefined {
  return mapSettingsOf(node).mapping ?? defaultMappingOf(flow, catalog, node);
}

export function defaultMappingOf(flow: FlowDocument, catalog: Catalog, node: FlowNode): Mapping | undefined {
  return findStream(catalog, sourceOf(flow, node.id)?.settings['stream'])?.defaultMapping;
}

const feederOf = (flow: FlowDocument, nodeId: string): FlowNode | undefined => {
  const edge = flow.edges.find((candidate) => portRef(candidate.to).node === nodeId);
  return edge && flow.nodes.find((node) => node.id === portRef(edge.from).node);
};

export type Sampled = { readonly value: unknown } | { readonly error: ErrorData };

/** What a source record has become when it reaches a node, through the first branch that leads there. With `at` the record is one that reached that node, and goes on from there. */
export function recordInto(flow: FlowDocument, catalog: Catalog, nodeId: string, source: unknown, seen: ReadonlySet<string> = new Set(), at?: string): Sampled {
  if (at === nodeId) return { value: source };
  const feeder = feederOf(flow, nodeId);
  if (!feeder || seen.has(nodeId)) return { value: undefined };
  return recordOutOf(flow, catalog, feeder, source, new Set([...seen, nodeId]), at);
}

export function recordOutOf(flow: FlowDocument, catalog: Catalog, node: FlowNode, source: unknown, seen: ReadonlySet<string> = new Set(), at?: string): Sampled {
  if (node.kind === 'source') return { value: at === undefined || at === node.id ? source : undefined };
  const into = recordInto(flow, catalog, node.id, source, seen, at);
  if ('error' in into || into.value === undefined) return into;
  if (node.kind === 'rules') return recordOutOfRules(node, into.value);
  if (node.kind !== 'map') return into;
  const mapping = mappingOf(flow, catalog, node);
  if (!mapping) return { value: undefined };
  try {
    return { value: compileMapping(mapping)(into.value).value };
  } catch (thrown) {
    return { error: asFluxoError(thrown).data };
  }
}

/** A record that a rule stops goes no further. */
function recordOutOfRules(node: FlowNode, record: unknown): Sampled {
  const blocks = RulesSettingsSchema.safeParse(node.settings).data?.blocks ?? [];
  try {
    const { value, skipped } = compileRules(blocks).run(record as Record<string, unknown>);
    return { value: skipped ? undefined : value };
  } catch (thrown) {
    return { error: asFluxoError(thrown).data };
  }
}

/** The fields of what flows into a node: the stream's before a map, the entity's after it. */
export function fieldsInto(flow: FlowDocument, catalog: Catalog, nodeId: string): readonly FieldInfo[] {
  const feeder = feederOf(flow, nodeId);
  if (!feeder) return [];
  const type = outputType(flow, catalog, feeder.id);
  return type === 'source' ? (findStream(catalog, sourceOf(flow, nodeId)?.settings['stream'])?.fields ?? []) : (entities[type]?.fields ?? []);
}
