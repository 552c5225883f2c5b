import { useMemo } from 'react';
import { compileRules, type BlockTrace } from '#shared/rules/evaluate.ts';
import { RulesSettingsSchema } from '#shared/rules/rules.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { noCatalog, useWholeFlow } from '#renderer/state/useFlowFacts.ts';
import { recordInto } from '#shared/flow/flowSample.ts';
import { useNodeSample } from '../data/useNodeSample.ts';

/** What a block did to one of the last records. */
export interface Touched {
  readonly title: string;
  readonly index: number;
  readonly before: string;
  readonly after: string;
  readonly end?: 'skipped' | 'failed';
}

export interface BlockFacts {
  /** How it came about for the record that everything is shown for; one for each item of a list. */
  readonly traces: readonly BlockTrace[];
  /** The records it changes, stops or refuses. */
  readonly touched: readonly Touched[];
  /** What came to its table in the last records. */
  readonly joined: readonly string[];
  /** How many records reached it. */
  readonly records: number;
}

const nothing: BlockFacts = { traces: [], touched: [], joined: [], records: 0 };

/** Every block of a rules node tried on the last records; nothing is asked of a service. */
export function useRuleTraces(nodeId: string): (blockId: string) => BlockFacts {
  const flow = useWholeFlow();
  const catalog = useCatalog().data ?? noCatalog;
  const { samples, index } = useNodeSample(nodeId);
  const facts = useMemo(() => {
    const found = new Map<string, { traces: BlockTrace[]; touched: Touched[]; joined: string[]; records: number }>();
    const blocks = RulesSettingsSchema.safeParse(flow?.nodes.find(({ id }) => id === nodeId)?.settings).data?.blocks ?? [];
    const work = compiled(blocks);
    if (!flow || !work) return found;
    samples.forEach(({ title, record: source }, at) => {
      const into = recordInto(flow, catalog, nodeId, source);
      if ('error' in into || into.value === undefined) return;
      const seen = new Set<string>();
      const take = (trace: BlockTrace) => {
        const own = found.get(trace.block) ?? { traces: [], touched: [], joined: [], records: 0 };
        found.set(trace.block, own);
        if (!seen.has(trace.block)) own.records += 1;
        const end = trace.skipped ? ('skipped' as const) : trace.error ? ('failed' as const) : undefined;
        if ((trace.after !== trace.before || end) && !own.touched.some((one) => one.index === at)) own.touched.push({ title, index: at, before: trace.before, after: trace.after, ...(end && { end }) });
        if (trace.joined !== '') own.joined.push(trace.joined);
        if (at === index) own.traces.push(trace);
        seen.add(trace.block);
      };
      try {
        work.run(into.value as Record<string, unknown>, take);
      } catch {
        // Told by its trace.
      }
    });
    return found;
  }, [flow, catalog, nodeId, samples, index]);
  return (blockId) => facts.get(blockId) ?? nothing;
}

function compiled(blocks: Parameters<typeof compileRules>[0]) {
  try {
    return compileRules(blocks);
  } catch {
    // A faulty block is told by the check.
    return null;
  }
}
