import { useMemo } from 'react';
import { create } from 'zustand';
import type { FlowNode } from '#shared/flow/document.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { sourceOf, upstreamOf } from '#shared/flow/graph.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { usePins } from '#renderer/queries/pins.ts';
import { useSamples, type Sample } from '#renderer/queries/samples.ts';
import { noCatalog, useWholeFlow } from '#renderer/state/useFlowFacts.ts';
import { fieldsInto, recordInto, recordOutOf, type Sampled } from '#shared/flow/flowSample.ts';

/** Which of the sample records everything is shown for; the same one in the mapper, the forms and the data tab. */
export const useSampleIndex = create<{ readonly index: number; readonly key?: string | undefined }>(() => ({ index: 0 }));

/** Shows everything for this sample, also when others come before it meanwhile. */
export const chooseSample = (samples: readonly NodeSampleRecord[], index: number): void => useSampleIndex.setState({ index, key: samples[index] && sampleName(samples[index]) });
const sampleName = ({ key, at = '' }: NodeSampleRecord) => `${at} ${key}`;
const noSamples: readonly Sample[] = [];

/** A sample, and where it stands: at the source that read it, or at the node it was pinned to. */
export interface NodeSampleRecord extends Sample {
  readonly at?: string;
}

export interface NodeSample {
  readonly samples: readonly NodeSampleRecord[];
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
  const flow = useWholeFlow();
  const catalog = useCatalog().data ?? noCatalog;
  const source = flow ? sourceOf(flow, nodeId) : undefined;
  const connection = source?.connection;
  const stream = typeof source?.settings['stream'] === 'string' ? source.settings['stream'] : undefined;
  const answer = useSamples(connection, stream);
  const wanted = useSampleIndex();
  const pins = usePins(flow?.id).data;
  const samples = useMemo((): readonly NodeSampleRecord[] => {
    const read = answer.data ?? noSamples;
    if (!pins || pins.length === 0 || !flow) return read;
    const near = new Set([nodeId, ...upstreamOf(flow, nodeId).map(({ id }) => id)]);
    const kept = pins.filter((pin) => near.has(pin.nodeId)).map((pin): NodeSampleRecord => ({ key: pin.key, title: pin.title, record: pin.record, from: 'pin', at: pin.nodeId }));
    return kept.length === 0 ? read : [...kept, ...read];
  }, [answer.data, pins, flow, nodeId]);
  const known = wanted.key === undefined ? -1 : samples.findIndex((each) => sampleName(each) === wanted.key);
  const index = known >= 0 ? known : Math.min(wanted.index, Math.max(0, samples.length - 1));
  return useMemo(() => {
    const node = flow?.nodes.find((candidate) => candidate.id === nodeId);
    const nothing: Sampled = { value: undefined };
    const chosen = samples[index];
    const sample = chosen?.record;
    const into = flow && sample !== undefined ? recordInto(flow, catalog, nodeId, sample, undefined, chosen?.at) : nothing;
    return {
      samples,
      index,
      loading: answer.isLoading,
      error: answer.error,
      source: sample,
      record: 'value' in into ? into.value : undefined,
      into,
      outOf: flow && node && sample !== undefined ? recordOutOf(flow, catalog, node, sample, undefined, chosen?.at) : nothing,
      records: flow ? samples.flatMap((each) => {
        const reached = recordInto(flow, catalog, nodeId, each.record, undefined, each.at);
        return 'value' in reached && reached.value !== undefined ? [reached.value] : [];
      }) : [],
      fields: flow ? fieldsInto(flow, catalog, nodeId) : [],
      connection,
      stream,
      settings: source?.settings,
    };
  }, [flow, catalog, nodeId, samples, index, answer.isLoading, answer.error, connection, stream, source?.settings]);
}
