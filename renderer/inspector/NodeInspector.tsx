import { Copy, Ellipsis, Maximize2, Minimize2, Power, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#shared/flow/document.ts';
import { removeNodes, renameNode, setDisabled } from '#shared/flow/edit.ts';
import { copyNodes } from '#shared/flow/fragment.ts';
import { shortcuts } from '#shared/shortcuts.ts';
import { connectorOfNode, nameOf } from '#renderer/canvas/summary.ts';
import { NodeMark } from '#renderer/canvas/nodes/NodeMark.tsx';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout, type InspectorTab } from '#renderer/state/layoutStore.ts';
import { noCatalog, useIssues } from '#renderer/state/useFlowFacts.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { CommitInput } from '#renderer/ui/inputs.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { TabPanel, Tabs } from '#renderer/ui/Tabs.tsx';
import { DataTab } from './data/DataTab.tsx';
import { SampleStrip } from './data/SampleStrip.tsx';
import { WideSettings } from './data/WideSettings.tsx';
import { Mapper } from './mapper/Mapper.tsx';
import { NodeSettings } from './NodeSettings.tsx';

/** One node: its name, and tabs for settings, mapping and data. */
export function NodeInspector({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation(['editor', 'settings', 'inspect']);
  const catalog = useCatalog().data ?? noCatalog;
  const wanted = useLayout((state) => state.inspectorTab);
  const wide = useLayout((state) => state.inspectorWide);
  const { showInspector, setInspectorWide } = useLayout.getState();
  const { edit, paste } = useEditor.getState();
  const issues = useIssues().filter((issue) => issue.nodeId === node.id && issue.severity === 'error').length;
  const names: readonly InspectorTab[] = node.kind === 'map' ? ['settings', 'mapping', 'data'] : ['settings', 'data'];
  const tab = names.includes(wanted) ? wanted : 'settings';
  const service = catalog.connectors.find((connector) => connector.name === connectorOfNode(node))?.label;
  const kind = t(`kind.${node.kind}.label`);
  const duplicate = () => {
    const flow = useEditor.getState().flow;
    const fragment = flow && copyNodes(flow, [node.id]);
    if (fragment) paste(fragment);
  };
  return (
    <>
      <header className="flex items-center gap-2.5 px-4 pt-3 pb-1">
        <NodeMark kind={node.kind} connector={connectorOfNode(node)} />
        <div className="min-w-0 flex-1">
          <h2 className="sr-only">{nameOf(node, catalog, t)}</h2>
          <CommitInput
            aria-label={t('node.name')}
            value={node.name ?? ''}
            placeholder={nameOf({ ...node, name: undefined } as FlowNode, catalog, t)}
            maxLength={120}
            onCommit={(name) => edit((flow) => renameNode(flow, node.id, name))}
            className="-ml-[7px] h-6! border-transparent! px-1.5! text-15 font-semibold placeholder:text-text hover:bg-hover focus-visible:bg-surface"
          />
          <p className="truncate text-12 text-faint">{[kind, service].filter(Boolean).join(' · ')}{node.disabled && ` · ${t('state.off')}`}</p>
        </div>
        {tab !== 'data' && <IconButton icon={wide ? Minimize2 : Maximize2} label={t(wide ? 'mapper.narrower' : tab === 'mapping' ? 'mapper.wider' : 'inspect:sample.beside')} onClick={() => setInspectorWide(!wide)} />}
        <Menu
          trigger={<IconButton icon={Ellipsis} label={t('node.more')} />}
          entries={[
            { label: t(node.disabled ? 'actions.enable' : 'actions.disable'), icon: Power, keys: shortcuts.disable, onSelect: () => edit((flow) => setDisabled(flow, [node.id], !node.disabled)) },
            { label: t('actions.duplicate'), icon: Copy, keys: shortcuts.duplicate, onSelect: duplicate },
            'line',
            { label: t('actions.delete'), icon: Trash2, keys: shortcuts.delete, danger: true, onSelect: () => edit((flow) => removeNodes(flow, [node.id])) },
          ]}
        />
      </header>
      <Tabs label={t('panels.inspector')} value={tab} onChange={(next) => showInspector(next)} tabs={names.map((name) => ({ value: name, label: t(`tab.${name}`), count: name === 'settings' ? issues : undefined }))}>
        <TabPanel value="settings">
          {wide ? (
            <WideSettings node={node} />
          ) : (
            <>
              <div className="scroll-y min-h-0 flex-1">
                <NodeSettings node={node} />
              </div>
              <SampleStrip node={node} />
            </>
          )}
        </TabPanel>
        {node.kind === 'map' && (
          <TabPanel value="mapping">
            <Mapper node={node} />
          </TabPanel>
        )}
        <TabPanel value="data">
          <DataTab node={node} />
        </TabPanel>
      </Tabs>
    </>
  );
}
