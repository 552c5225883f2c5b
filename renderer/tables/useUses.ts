import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Catalog } from '#shared/catalog/catalog.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { nodeById, sourceOf } from '#shared/flow/graph.ts';
import type { TableUse } from '#shared/ipc/contract.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { seenAt, type CountryAsked } from '#shared/tables/seen.ts';
import { call } from '#renderer/bridge.ts';
import { keys } from '#renderer/queries/keys.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';

/** What the flows that use a table know about it. */
export interface Uses {
  /** The setting of a target that uses it first: its lists are offered in the cells. */
  readonly field: SettingField | undefined;
  /** The target it belongs to, such as `quickbooks.sales`. */
  readonly owner: string;
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
  const placed = useMemo(() => uses.flatMap((use) => {
    const flow = flows[flowIds.indexOf(use.flowId)];
    const source = flow && sourceOf(flow, use.nodeId);
    const stream = source?.settings['stream'];
    return flow && source?.connection !== undefined && typeof stream === 'string' ? [{ use, flow, connectionId: source.connection, stream }] : [];
  }), [uses, flows, flowIds]);
  const samples = useQueries({ queries: placed.map(({ connectionId, stream }) => ({ queryKey: keys.samples(connectionId, stream), queryFn: () => call('samples.get', { connectionId, stream, live: false }) })), combine: (answers) => answers.map(({ data }) => data ?? []) });
  return useMemo(() => gather(catalog, placed.map((place, index) => ({ ...place, records: (samples[index] ?? []).map(({ record }) => record) }))), [catalog, placed, samples]);
}

interface Place {
  readonly use: TableUse;
  readonly flow: FlowDocument;
  readonly connectionId: string;
  readonly records: readonly unknown[];
}

function gather(catalog: Catalog, places: readonly Place[]): Uses {
  const found = places.map(({ use, flow, records, connectionId }) => ({ ...seenAt(flow, catalog, use, records), own: nodeById(flow, use.nodeId)?.connection, owner: String(nodeById(flow, use.nodeId)?.settings['target'] ?? ''), source: connectionId }));
  const first = found.find(({ field }) => field);
  return { field: first?.field, owner: first?.owner ?? '', connections: { own: first?.own, source: first?.source }, values: found.flatMap(({ values }) => values), asked: found.flatMap(({ asked }) => asked), records: found.reduce((sum, { records }) => sum + records, 0) };
}
