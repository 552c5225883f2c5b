import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { findStream } from '#shared/catalog/catalog.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { noCatalog, useMeaning } from '#renderer/state/useFlowFacts.ts';
import type { ColumnId } from './columns.ts';

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
  const { t } = useTranslation('runs');
  return useCallback((column: ColumnId) => t(`columnOf.${entity}.${column}`, { defaultValue: t(`column.${column}`) }), [t, entity]);
}
