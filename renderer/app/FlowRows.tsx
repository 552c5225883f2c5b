import { useReactFlow } from '@xyflow/react';
import { Cable, Plus, Settings2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { findStream, findTarget } from '#shared/catalog/catalog.ts';
import { connect, edgeBetween } from '#shared/flow/edit.ts';
import { NodeMark } from '#renderer/canvas/nodes/NodeMark.tsx';
import { paletteEntries } from '#renderer/canvas/paletteEntries.ts';
import { connectorOfNode, nameOf, ownerOf } from '#renderer/canvas/summary.ts';
import { useAddNode } from '#renderer/canvas/useAddNode.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor, useNode, useOnlySelected } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { Group, Row } from './CommandPalette.tsx';

/** Of a larger flow, find in the flow shows what is looked for without drawing every row first. */
const mostRows = 500;

/** What an open flow adds to the palette: the settings of the selected node and where a line from it may lead, its nodes, and nodes to add. */
export function FlowRows() {
  const { t } = useTranslation(['editor', 'settings']);
  const flow = useEditor((state) => state.flow);
  const selected = useNode(useOnlySelected());
  const catalog = useCatalog().data ?? noCatalog;
  const addNode = useAddNode();
  const { setCenter } = useReactFlow();
  if (!flow) return null;
  const goTo = (id: string, field?: string) => {
    const node = flow.nodes.find((candidate) => candidate.id === id);
    useEditor.getState().select([id]);
    useLayout.getState().showInspector(field === undefined ? undefined : 'settings');
    if (field !== undefined) useEditor.getState().focusField({ nodeId: id, field });
    if (node) void setCenter(node.position.x + 110, node.position.y + 36, { zoom: 1, duration: 160 });
  };
  const settings = selected ? (findStream(catalog, selected.settings['stream'])?.settings ?? findTarget(catalog, selected.settings['target'])?.settings ?? []) : [];
  const lines = selected ? flow.nodes.flatMap((node) => edgeBetween(flow, catalog, selected.id, node.id) ?? []).map((edge) => ({ edge, to: flow.nodes.find(({ id }) => edge.to.startsWith(`${id}.`))! })) : [];
  return (
    <>
      {selected && lines.length > 0 && (
        <Group heading={t('editor:palette.connectTo')}>
          {lines.map(({ edge, to }) => (
            <Row key={edge.to} value={`connect ${edge.to}`} words={[t('editor:palette.connectTo'), nameOf(to, catalog, t)]} icon={Cable} onSelect={() => useEditor.getState().edit((current) => connect(current, edge))}>
              {t('editor:palette.connect', { from: nameOf(selected, catalog, t), to: nameOf(to, catalog, t) })}
            </Row>
          ))}
        </Group>
      )}
      {selected && settings.length > 0 && (
        <Group heading={t('editor:palette.settingsOf', { name: nameOf(selected, catalog, t) })}>
          {settings.map((field) => {
            const label = t(`settings:${ownerOf(selected)}.${field.key}.label`, { defaultValue: field.label });
            return (
              <Row key={field.key} value={`setting ${field.key}`} words={[label]} icon={Settings2} onSelect={() => goTo(selected.id, field.key)}>
                {label}
              </Row>
            );
          })}
        </Group>
      )}
      {flow.nodes.length > 0 && flow.nodes.length <= mostRows && (
        <Group heading={t('editor:palette.nodes')}>
          {flow.nodes.map((node) => (
            <Row key={node.id} value={`node ${node.id}`} words={[nameOf(node, catalog, t), node.id]} mark={<NodeMark kind={node.kind} connector={connectorOfNode(node)} size="small" />} onSelect={() => goTo(node.id)}>
              {nameOf(node, catalog, t)}
            </Row>
          ))}
        </Group>
      )}
      <Group heading={t('editor:palette.add')}>
        {paletteEntries(catalog, t, '').flatMap((group) => group.entries).map((entry) => (
          <Row key={entry.id} value={`add ${entry.id}`} words={[t('editor:palette.addNode', { name: entry.label }), entry.detail]} icon={Plus} detail={entry.detail} onSelect={() => addNode(entry.node)}>
            {t('editor:palette.addNode', { name: entry.label })}
          </Row>
        ))}
      </Group>
    </>
  );
}
