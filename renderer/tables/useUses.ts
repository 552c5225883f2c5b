import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { findTarget, type Catalog } from '#shared/catalog/catalog.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { nodeById, sourceOf } from '#shared/flow/graph.ts';
import type { TableUse } from '#shared/ipc/contract.ts';
import { asText, parsePath, readPath } from '#shared/mapping/path.ts';
import { MapSettingsSchema } from '#shared/mapping/mapping.ts';
import { compileRules, type BlockTrace } from '#shared/rules/evaluate.ts';
import { RulesSettingsSchema } from '#shared/rules/rules.ts';
import { countryInputs, inputsOf } from '#shared/settings/inputs.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { call } from '#renderer/bridge.ts';
import { keys } from '#renderer/queries/keys.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { recordInto } from '#renderer/inspector/data/flowSample.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import type { CountryAsked } from './CountryGrid.tsx';

/** What the flows that use a table know about it. */
export interface Uses {
  /** The setting of a target that uses it first: its lists are offered in the cells. */
  readonly field: SettingField | undefined;
  readonly connections: { readonly own: string | undefined; readonly source: string | undefined };
  /** What came by in their last records. */
  readonly values: readonly string[];
  readonly asked: readonly CountryAsked[];
  readonly records: number;
}

/** What came by for a table in the last records of all flows that use it. */
export function useUses(uses: readonly TableUse[]): Uses {
  const catalog = useCatalog().data ?? noCatalog;
  const flowIds = useMemo(() => [...new Set(uses.map(({ flowId }) => flowId))], [uses]);
  const flows = useQueries({ queries: flowIds.map((flowId) => ({ queryKey: [...keys.flows, 'file', flowId], queryFn: () => call('flows.get', { flowId }) })), combine: (answers) => answers.map(({ data }) => data?.document) });
  const placed = uses.flatMap((use) => {
    const flow = flows[flowIds.indexOf(use.flowId)];
    const source = flow && sourceOf(flow, use.nodeId);
    const stream = source?.settings['stream'];
    return flow && source?.connection !== undefined && typeof stream === 'string' ? [{ use, flow, connectionId: source.connection, stream }] : [];
  });
  const samples = useQueries({ queries: placed.map(({ connectionId, stream }) => ({ queryKey: keys.samples(connectionId, stream), queryFn: () => call('samples.get', { connectionId, stream, live: false }) })), combine: (answers) => answers.map(({ data }) => data ?? []) });
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => gather(catalog, placed.map((place, index) => ({ ...place, records: (samples[index] ?? []).map(({ record }) => record) }))), [catalog, ...flows, ...samples]);
}

interface Place {
  readonly use: TableUse;
  readonly flow: FlowDocument;
  readonly connectionId: string;
  readonly records: readonly unknown[];
}

function gather(catalog: Catalog, places: readonly Place[]): Uses {
  const found = places.map(({ use, flow, records, connectionId }) => {
    const reached = records.flatMap((record) => {
      const into = recordInto(flow, catalog, use.nodeId, record);
      return 'value' in into && into.value !== undefined ? [into.value] : [];
    });
    const node = nodeById(flow, use.nodeId);
    const field = node?.kind === 'target' ? findTarget(catalog, node.settings['target'])?.settings.find(({ key }) => key === use.at[0]) : undefined;
    return { field, own: node?.connection, source: connectionId, values: reached.flatMap((record) => valuesOf(flow, use, field, record)), asked: reached.flatMap((record) => askedOf(field, record)), records: reached.length };
  });
  const first = found.find(({ field }) => field);
  return { field: first?.field, connections: { own: first?.own, source: first?.source }, values: found.flatMap(({ values }) => values), asked: found.flatMap(({ asked }) => asked), records: found.reduce((sum, { records }) => sum + records, 0) };
}

function valuesOf(flow: FlowDocument, { nodeId, at }: TableUse, field: SettingField | undefined, record: unknown): readonly string[] {
  if (field?.type === 'valueSetting') return field.input ? inputsOf(record, field.input) : [];
  const node = nodeById(flow, nodeId);
  if (node?.kind === 'rules') {
    const block = RulesSettingsSchema.safeParse(node.settings).data?.blocks[Number(at[1])];
    const traces: BlockTrace[] = [];
    try {
      // Without its table, which is what is looked at.
      if (block && at[2] === 'map') compileRules([{ ...block, map: undefined } as typeof block]).run(record as Record<string, unknown>, (trace) => traces.push(trace));
    } catch {
      return [];
    }
    return traces.map(({ joined }) => joined).filter((value) => value !== '');
  }
  const mapping = node && MapSettingsSchema.safeParse(node.settings).data?.mapping;
  const rule = mapping && at[1] === 'fields' ? mapping.fields[Number(at[2])] : undefined;
  return rule?.from.kind === 'path' ? [asText(readPath(record, parsePath(rule.from.path)))].filter((value) => value !== '') : [];
}

function askedOf(field: SettingField | undefined, record: unknown): readonly CountryAsked[] {
  if (field?.type !== 'countryTable' || !field.country) return [];
  return countryInputs(record, field.country, field.columns.flatMap(({ key, isKey, input }) => (isKey && input ? [{ key, input }] : [])));
}
