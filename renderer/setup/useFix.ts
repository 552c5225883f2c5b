import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { findStream, findTarget, type Catalog } from '#shared/catalog/catalog.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { nodeById } from '#shared/flow/graph.ts';
import type { Finding } from '#shared/setup/preflight.ts';
import { call } from '#renderer/bridge.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { keys } from '#renderer/queries/keys.ts';
import { goToNode, whenOpen } from '#renderer/runs/goTo.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useSetupInHand } from './useSetupInHand.ts';

export interface Fix {
  readonly label: string;
  readonly go: () => void;
}

/** The way to what puts a finding right: a step of this set-up with the field in view, or the editor where only it can. */
export function useFix(flowId: string, { topic, severity, said, place }: Finding): Fix | null {
  const { t } = useTranslation('setup');
  const { goTo } = useSetupInHand();
  const catalog = useCatalog().data;
  const flow = useQuery({ queryKey: [...keys.flow(flowId), 'document'], queryFn: () => call('flows.get', { flowId }), staleTime: 0 }).data?.document;
  if (topic === 'schedule') return { label: t('fix.schedule'), go: () => goTo('schedule', flowId) };
  if (said.by === 'look' && said.reason.code === 'preflight.no_dry_run') return { label: t('fix.dryRun'), go: () => goTo('dryRun', flowId) };
  if (!place) return null;
  if ('connectionId' in place) return severity === 'info' ? null : { label: t('fix.connection'), go: () => goTo('connections') };
  const { nodeId } = place;
  const field = flow && catalog ? settingFor(flow, catalog, nodeId, place.field) : undefined;
  if (field === 'connection') return { label: t('fix.connection'), go: () => goTo('connections') };
  if (field === undefined) return { label: t('fix.editor'), go: () => goToNode(flowId, nodeId, place.field) };
  return {
    label: t('fix.setting'),
    go: () => {
      goTo('questions', flowId);
      whenOpen(flowId, () => useEditor.getState().focusField({ nodeId, field }));
    },
  };
}

/** What decides about a field of a record, where the field is no setting itself: an article that is missing, a customer without an address. */
const decidedBy: Readonly<Record<string, readonly string[]>> = { sku: ['onMissingProduct', 'nonNumeric', 'matchBy'], customer: ['defaultDebtor', 'requireEmail'], email: ['requireEmail'] };

/** The setting a place leads to; undefined when only the drawing or the mapping can put it right. */
function settingFor(flow: FlowDocument, catalog: Catalog, nodeId: string, field: string | undefined): string | undefined {
  const node = nodeById(flow, nodeId);
  if (!node || field === undefined) return undefined;
  if (field === 'connection') return field;
  const settings = (node.kind === 'source' ? findStream(catalog, node.settings['stream']) : node.kind === 'target' ? findTarget(catalog, node.settings['target']) : undefined)?.settings ?? [];
  const candidates = [field, ...(decidedBy[field.split('.').at(-1) ?? ''] ?? [])];
  return candidates.find((candidate) => settings.some(({ key }) => key === candidate));
}
