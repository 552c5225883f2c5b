import { useMemo } from 'react';
import { create } from 'zustand';
import type { FlowNode } from '#shared/flow/document.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { sourceOf } from '#shared/flow/graph.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useSamples, type Sample } from '#renderer/queries/samples.ts';
import { noCatalog, useMeaning } from '#renderer/state/useFlowFacts.ts';
import { fieldsInto, recordInto, recordOutOf, type Sampled } from './flowSample.ts';

/** Which of the sample records everything is shown for; the same one in the mapper, the forms and the data tab. */
export const useSampleIndex = create<{ readonly index: number }>(() => ({ index: 0 }));
const noSamples: readonly Sample[] = [];

export interface NodeSample {
  readonly samples: readonly Sample[];
  readonly index: number;
  readonly loading: boolean;
  readonly error: unknown;
  /** The current sample as the source gave it. */
  readonly source: unknown;
  /** The same as it reaches the node, or undefined. */
  readonly record: unknown;
  readonly into: Sampled;
  readonly outOf: Sampled;
  /** All samples as they reach the node; those that cannot get there are left out. */
  readonly records: readonly unknown[];
  readonly fields: readonly FieldInfo[];
  readonly connection: string | undefined;
  readonly stream: string | undefined;
  /** The source node's own settings, which a live reading goes by. */
  readonly settings: FlowNode['settings'] | undefined;
}

/** Sample data around a node: the current record before and after it, and the fields it has. */
export function useNodeSample(nodeId: string): NodeSample {
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  const source = flow ? sourceOf(flow, nodeId) : undefined;
  const connection = source?.connection;
  const stream = typeof source?.settings['stream'] === 'string' ? source.settings['stream'] : undefined;
  const answer = useSamples(connection, stream);
  const wanted = useSampleIndex((state) => state.index);
  const samples = answer.data ?? noSamples;
  const index = Math.min(wanted, Math.max(0, samples.length - 1));
  return useMemo(() => {
    const node = flow?.nodes.find((candidate) => candidate.id === nodeId);
    const nothing: Sampled = { value: undefined };
    const sample = samples[index]?.record;
    const into = flow && sample !== undefined ? recordInto(flow, catalog, nodeId, sample) : nothing;
    return {
      samples,
      index,
      loading: answer.isLoading,
      error: answer.error,
      source: sample,
      record: 'value' in into ? into.value : undefined,
      into,
      outOf: flow && node && sample !== undefined ? recordOutOf(flow, catalog, node, sample) : nothing,
      records: flow ? samples.flatMap((each) => {
        const reached = recordInto(flow, catalog, nodeId, each.record);
        return 'value' in reached && reached.value !== undefined ? [reached.value] : [];
      }) : [],
      fields: flow ? fieldsInto(flow, catalog, nodeId) : [],
      connection,
      stream,
      settings: source?.settings,
    };
  }, [flow, catalog, nodeId, samples, index, answer.isLoading, answer.error, connection, stream, source?.settings]);
}
