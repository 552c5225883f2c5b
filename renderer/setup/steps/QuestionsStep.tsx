import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findStream, findTarget } from '#shared/catalog/catalog.ts';
import { asFluxoError } from '#shared/errors.ts';
import type { FlowNode } from '#shared/flow/document.ts';
import { sourceOf } from '#shared/flow/graph.ts';
import { askedFields } from '#shared/setup/askedFields.ts';
import { NodeForm } from '#renderer/levels/NodeForm.tsx';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useMeaning } from '#renderer/state/useFlowFacts.ts';
import { useOpenFlow } from '#renderer/state/useOpenFlow.ts';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { Switch } from '#renderer/ui/toggles.tsx';
import { FlowTabs, useCurrentFlow } from '../FlowTabs.tsx';
import { useServiceLabel } from '../SetupNav.tsx';

/** The few things only the user knows, in the same forms as the settings of a node. Every answer is kept in the flow at once. */
export function QuestionsStep() {
  const flowId = useCurrentFlow();
  return (
    <>
      <FlowTabs />
      {flowId !== undefined && <Questions key={flowId} flowId={flowId} />}
    </>
  );
}

function Questions({ flowId }: { readonly flowId: string }) {
  const { isOpen, opened } = useOpenFlow(flowId);
  const flow = useMeaning();
  if (opened.isError && !isOpen) return <ErrorNote error={asFluxoError(opened.error).data} onRetry={() => void opened.refetch()} retrying={opened.isFetching} />;
  if (!isOpen || !flow) return <Skeleton className="h-80" />;
  const nodes = flow.nodes.filter(({ kind, disabled }) => !disabled && (kind === 'source' || kind === 'target'));
  return nodes.map((node) => <NodeQuestions key={node.id} node={node} sourceConnection={sourceOf(flow, node.id)?.connection} />);
}

function NodeQuestions({ node, sourceConnection }: { readonly node: FlowNode; readonly sourceConnection: string | undefined }) {
  const { t } = useTranslation(['setup', 'settings']);
  const catalog = useCatalog().data;
  const labelOf = useServiceLabel();
  const [all, setAll] = useState(false);
  const focus = useEditor((state) => state.focus);
  const definition = catalog && (node.kind === 'source' ? findStream(catalog, node.settings['stream']) : findTarget(catalog, node.settings['target']));
  const asked = definition ? askedFields(definition) : [];
  const wanted = focus?.nodeId === node.id ? focus.field : undefined;
  // What the checklist points at is shown, whether it is one of the few or not.
  const isHidden = wanted !== undefined && !asked.some(({ key }) => key === wanted);
  useEffect(() => {
    if (isHidden) setAll(true);
  }, [isHidden]);
  if (!definition) return null;
  const connector = definition.id.slice(0, definition.id.indexOf('.'));
  return (
    <section aria-label={t(node.kind === 'source' ? 'setup:readFrom' : 'setup:writeTo', { system: labelOf(connector) })} className="overflow-hidden rounded-8 border border-line bg-surface">
      <header className="flex h-12 items-center gap-2.5 border-b border-line px-4">
        <ServiceMark connector={connector} size="small" />
        <h2 className="min-w-0 flex-1 truncate text-13 font-semibold">
          {t(node.kind === 'source' ? 'setup:readFrom' : 'setup:writeTo', { system: labelOf(connector) })}
          <span className="font-normal text-muted"> · {t(`settings:${definition.id}.label`, { defaultValue: definition.label })}</span>
        </h2>
        {asked.length < definition.settings.length && (
          <label className="flex items-center gap-2 text-12 text-muted">
            {t('setup:allSettings')}
            <Switch checked={all} onChange={setAll} label={t('setup:allSettingsOf', { system: labelOf(connector) })} />
          </label>
        )}
      </header>
      <NodeForm key={all ? 'all' : 'few'} node={node} fields={all ? definition.settings : asked} sourceConnection={sourceConnection} />
    </section>
  );
}
