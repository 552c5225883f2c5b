import { Shuffle } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { portRef, type FlowNode } from '#shared/flow/document.ts';
import { setSetting } from '#shared/flow/edit.ts';
import { definitionOf } from '#shared/flow/levels.ts';
import { sourceOf } from '#shared/flow/graph.ts';
import { entities } from '#shared/entities/index.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { noCatalog, useIssues, useMeaning } from '#renderer/state/useFlowFacts.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { sayIssue } from '#renderer/canvas/issueText.ts';
import { ownerOf } from '#renderer/canvas/summary.ts';
import { NodeForm } from '#renderer/levels/NodeForm.tsx';
import { ConnectionPicker } from './ConnectionPicker.tsx';
import { Lines } from './Lines.tsx';
import { SettingsForm } from './form/SettingsForm.tsx';
import { defaultMappingOf, mappingOf, mapSettingsOf } from '#shared/flow/flowSample.ts';
import { editMapping } from './mapper/editMapping.ts';
import { RulesEditor } from './rules/RulesEditor.tsx';
import { changedTargets } from './mapper/mappingEdit.ts';
import { UpdateDescriptions } from './mapper/UpdateDescriptions.tsx';

/** Settings of the kinds that need no connector. */
const kindFields: Readonly<Record<'filter' | 'limit', readonly SettingField[]>> = {
  filter: [{ key: 'conditions', label: 'Conditions', type: 'conditions', required: true }],
  limit: [{ key: 'count', label: 'Records', type: 'number', integer: true, min: 1, required: true }],
};

/** Connection, settings form and lines of one node. */
export function NodeSettings({ node }: { readonly node: FlowNode }) {
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  const change = useCallback((key: string, value: FlowNode['settings'][string] | undefined) => useEditor.getState().edit((current) => setSetting(current, node.id, key, value)), [node.id]);
  const source = flow ? sourceOf(flow, node.id) : undefined;
  const definition = definitionOf(node, catalog);
  const fields = node.kind === 'filter' || node.kind === 'limit' ? kindFields[node.kind] : undefined;
  return (
    <div className="flex flex-col">
      <NodeIssues node={node} />
      {(node.kind === 'source' || node.kind === 'target') && <ConnectionPicker node={node} />}
      {node.kind === 'map' && <MapSummary node={node} />}
      {node.kind === 'rules' && <RulesEditor node={node} />}
      {definition && definition.settings.length > 0 && <NodeForm node={node} sourceConnection={source?.connection} />}
      {fields && <SettingsForm owner={ownerOf(node)} fields={fields} settings={node.settings} nodeId={node.id} ownConnection={node.connection} sourceConnection={source?.connection} onChange={change} />}
      <div className="border-t border-line">
        <Lines node={node} />
      </div>
    </div>
  );
}

/** What keeps this node from running that no single field can say. */
function NodeIssues({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation('editor');
  const issues = useIssues().filter((issue) => issue.nodeId === node.id && !issue.code.startsWith('setting.') && issue.field !== 'connection' && issue.severity === 'error');
  if (issues.length === 0) return null;
  return (
    <div role="status" className="border-b border-line bg-parked-soft px-4 py-2.5">
      <ul>
        {issues.map((issue, index) => {
          const { text, fix } = sayIssue(issue, node.name ?? t(`kind.${node.kind}.label`), t);
          return (
            <li key={index} className="py-0.5">
              <span className="font-medium">{text}</span> <span className="text-muted">{fix}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What the map node does, and the way to the mapper. */
function MapSummary({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation('editor');
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  const own = mapSettingsOf(node).mapping;
  const mapping = flow ? mappingOf(flow, catalog, node) : undefined;
  const entity = mapping && entities[mapping.entity];
  const change = useCallback((edit: (mapping: Mapping) => Mapping) => useEditor.getState().edit(editMapping(catalog, node.id, edit)), [catalog, node.id]);
  const standard = flow ? defaultMappingOf(flow, catalog, node) : undefined;
  const changed = own ? changedTargets(own, standard) : [];
  const fed = flow?.edges.some((edge) => portRef(edge.to).node === node.id) ?? false;
  return (
    <div className="flex flex-col items-start gap-3 px-4 py-4">
      <p className="text-muted">{!fed ? t('mapper.notFed') : own ? t('mapper.own', { count: changed.length }) : t('mapper.untouched')}</p>
      {changed.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {changed.slice(0, 12).map((target) => (
            <Badge key={target}>{target}</Badge>
          ))}
          {changed.length > 12 && <Badge>+{changed.length - 12}</Badge>}
        </div>
      )}
      {mapping && entity && <UpdateDescriptions entity={entity} mapping={mapping} change={change} className="w-full" />}
      <Button icon={Shuffle} onClick={() => useLayout.getState().showInspector('mapping')}>{t('mapper.open')}</Button>
    </div>
  );
}
