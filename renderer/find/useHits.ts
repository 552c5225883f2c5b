import { useQueries } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { findStream, findTarget } from '#shared/catalog/catalog.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { findInFlow, type FindOptions, type Hit, type Wanted } from '#shared/flow/find.ts';
import { settingValue } from '#shared/settings/check.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { call } from '#renderer/bridge.ts';
import { connectorOfNode, nameOf, ownerOf } from '#renderer/canvas/summary.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { useFlows } from '#renderer/queries/flows.ts';
import { keys } from '#renderer/queries/keys.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { useFind } from './findStore.ts';

export interface FlowHits {
  readonly flow: FlowDocument;
  readonly hits: readonly Hit[];
}

const least = 2;
const isFixed = ({ type }: SettingField) => type === 'choice' || type === 'boolean' || type === 'number' || type === 'date';

/** What is looked for, or null while it is too short to mean anything in a whole workspace. */
export function useWanted(): Wanted | null {
  const text = useDeferredValue(useFind((state) => state.text));
  const matchCase = useFind((state) => state.matchCase);
  const everywhere = useFind((state) => state.everywhere);
  return useMemo(() => (text.trim().length < (everywhere ? least : 1) ? null : { text, matchCase }), [text, matchCase, everywhere]);
}

/** Names of kinds, services, connections and settings, as the screen says them. */
export function useFindOptions(): FindOptions {
  const { t } = useTranslation(['editor', 'settings']);
  const catalog = useCatalog().data ?? noCatalog;
  const connections = useConnections().data;
  return useMemo((): FindOptions => {
    return {
      typesOf: (node) => {
        const { name: _own, ...unnamed } = node;
        const service = catalog.connectors.find(({ name }) => name === connectorOfNode(node))?.label;
        const connection = connections?.find(({ id }) => id === node.connection)?.name;
        return [nameOf(unnamed, catalog, t), ...(node.kind === 'source' || node.kind === 'target' ? [] : [t(`editor:kind.${node.kind}.label`)]), service, connection].filter((text, index, all): text is string => text !== undefined && all.indexOf(text) === index);
      },
      settingsOf: (node) => {
        const fields = findStream(catalog, node.settings['stream'])?.settings ?? findTarget(catalog, node.settings['target'])?.settings ?? [];
        return fields.map((field) => {
          const owner = ownerOf(node);
          const value = node.settings[field.key] === undefined ? undefined : settingValue(field, node.settings);
          const option = field.type === 'choice' ? field.options.find((candidate) => candidate.value === value) : undefined;
          return {
            key: field.key,
            label: t(`settings:${owner}.${field.key}.label`, { defaultValue: field.label }),
            isFixed: isFixed(field),
            ...(option && { shown: t(`settings:${owner}.${field.key}.options.${option.value}`, { defaultValue: option.label }) }),
          };
        });
      },
      isFixedFor: (owner, key) => {
        const field = (findStream(catalog, owner) ?? findTarget(catalog, owner))?.settings.find((candidate) => candidate.key === key);
        return field !== undefined && isFixed(field);
      },
    };
  }, [catalog, connections, t]);
}

/** Everything found, the open flow first; `reading` while other flows are still on their way. */
export function useHits(): { readonly found: readonly FlowHits[]; readonly reading: boolean } {
  const wanted = useWanted();
  const options = useFindOptions();
  const flow = useDeferredValue(useEditor((state) => state.flow));
  const everywhere = useFind((state) => state.everywhere);
  const list = useFlows().data;
  const others = useMemo(() => (everywhere && wanted ? (list ?? []).filter(({ id, broken }) => id !== flow?.id && !broken) : []), [everywhere, wanted, list, flow?.id]);
  const { documents, reading } = useQueries({
    queries: others.map(({ id }) => ({ queryKey: [...keys.flow(id), 'text'], queryFn: () => call('flows.get', { flowId: id }), staleTime: 30_000 })),
    combine: (results) => ({ documents: results.flatMap(({ data }) => (data ? [data.document] : [])), reading: results.some(({ isPending }) => isPending) }),
  });
  const found = useMemo(() => {
    if (!wanted) return [];
    return [...(flow ? [flow] : []), ...documents].map((document) => ({ flow: document, hits: findInFlow(document, wanted, options) })).filter(({ hits }) => hits.length > 0);
  }, [wanted, flow, documents, options]);
  return { found, reading };
}
