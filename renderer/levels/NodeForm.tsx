import { useCallback } from 'react';
import type { FlowNode } from '#shared/flow/document.ts';
import { setSetting } from '#shared/flow/edit.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { storedOver } from '#renderer/inspector/form/formModel.ts';
import { SettingsForm } from '#renderer/inspector/form/SettingsForm.tsx';
import { useEditor } from '#renderer/state/editorStore.ts';
import { Origin } from './Origin.tsx';
import { useNodeLevels } from './useNodeLevels.ts';

interface NodeFormProps {
  readonly node: FlowNode;
  /** Absent = all of its stream or target. */
  readonly fields?: readonly SettingField[];
  readonly sourceConnection: string | undefined;
}

/** The settings that hold for a source or target node, each with where it comes from; what is changed here stands in the node. */
export function NodeForm({ node, fields, sourceConnection }: NodeFormProps) {
  const levels = useNodeLevels(node);
  const change = useCallback((key: string, value: FlowNode['settings'][string] | undefined) => useEditor.getState().edit((flow) => setSetting(flow, node.id, key, value)), [node.id]);
  if (!levels) return null;
  return (
    <SettingsForm
      owner={levels.owner}
      fields={fields ?? levels.fields}
      settings={levels.settings}
      nodeId={node.id}
      ownConnection={node.connection}
      sourceConnection={sourceConnection}
      onChange={change}
      stored={(field, value) => storedOver(field, value, levels.inherited[field.key])}
      isHere={(key) => levels.originOf(key) === 'node'}
    >
      {(field) => <Origin node={node} field={field} levels={levels} />}
    </SettingsForm>
  );
}
