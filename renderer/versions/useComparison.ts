import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { compareFlows, type FlowChange } from '#shared/flow/compare.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { defaultMappingOf } from '#shared/flow/flowSample.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { useLiveVersion, useVersion, useVersionList } from '#renderer/queries/versions.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { sayChange } from './sayChange.ts';
import { useVersions } from './versionsStore.ts';

export interface SaidChange extends FlowChange {
  readonly sentence: string;
}

export interface Comparison {
  readonly before: FlowDocument;
  readonly after: FlowDocument;
  readonly changes: readonly SaidChange[];
}

/** What changed from one state of the open flow to another, in sentences. */
export function useChanges(before: FlowDocument | null | undefined, after: FlowDocument | null | undefined): Comparison | null {
  const { t } = useTranslation(['versions', 'editor', 'settings', 'entities']);
  const catalog = useCatalog().data ?? noCatalog;
  const connections = useConnections().data;
  return useMemo(() => {
    if (!before || !after) return null;
    const facts = { before, after, catalog, connections: connections ?? [], t };
    const changes = compareFlows(before, after, { standardMapping: (flow, node) => defaultMappingOf(flow, catalog, node) });
    return { before, after, changes: changes.map((change) => ({ ...change, sentence: sayChange(change, facts) })) };
  }, [before, after, catalog, connections, t]);
}

/** The id of the version that is looked at: the chosen one, else the newest, else none. */
export function useShownVersion(flowId: string): string | null {
  const shown = useVersions((state) => state.shown);
  const newest = useVersionList(flowId).data?.[0]?.id;
  return shown ?? newest ?? null;
}

/** The version that is looked at against the drawing as it is now. */
export function useComparison(flowId: string): Comparison | null {
  const shown = useShownVersion(flowId);
  const version = useVersion(flowId, shown === 'live' ? null : shown).data;
  const live = useLiveVersion(flowId).data?.document;
  const flow = useEditor((state) => state.flow);
  return useChanges(shown === 'live' ? live : version, flow);
}
