import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '#renderer/canvas/summary.ts';
import { findStream } from '#shared/catalog/catalog.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { noCatalog, useMeaning } from '#renderer/state/useFlowFacts.ts';
import { isExtra, isFieldColumn, pathOf, type ColumnId } from './columns.ts';

/** What the records of a log are: an entity where all sources of the flow read the same, else `record`. */
export function useLogEntity(flowId: string): string {
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  return useMemo(() => {
    if (flow?.id !== flowId) return 'record';
    const found = new Set(flow.nodes.flatMap((node) => (node.kind === 'source' ? [findStream(catalog, node.settings['stream'])?.entity ?? 'record'] : [])));
    return found.size === 1 ? ([...found][0] ?? 'record') : 'record';
  }, [flow, flowId, catalog]);
}

/** Headings in the words of what is read: an order has a number and a customer, a product a name and a price. */
export function useColumnWord(entity: string): (column: ColumnId) => string {
  const { t } = useTranslation(['runs', 'records']);
  return useCallback((column: ColumnId) => (isFieldColumn(column) ? pathOf(column) : isExtra(column) ? t(`records:column.${column}`) : t(`runs:columnOf.${entity}.${column}`, { defaultValue: t(`runs:column.${column}`) })), [t, entity]);
}

/** Paths of the fields that the flow's sources give, as their services name them. */
export function useFieldPaths(flowId: string): readonly string[] {
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  return useMemo(() => {
    if (flow?.id !== flowId) return [];
    const paths = flow.nodes.flatMap((node) => (node.kind === 'source' ? (findStream(catalog, node.settings['stream'])?.fields ?? []).map((field) => field.path.replaceAll('[]', '')) : []));
    return [...new Set(paths)].toSorted();
  }, [flow, flowId, catalog]);
}

/** What a node of the open flow is called; its id once it is gone. */
export function useNodeName(): (id: string) => string {
  const { t } = useTranslation(['editor', 'settings']);
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  return useCallback((id: string) => {
    const node = flow?.nodes.find((one) => one.id === id);
    return node ? nameOf(node, catalog, t) : id;
  }, [flow, catalog, t]);
}
