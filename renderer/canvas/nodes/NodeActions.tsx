import { NodeToolbar, Position } from '@xyflow/react';
import { Copy, Ellipsis, FlaskConical, Power, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { removeNodes, setDisabled } from '#shared/flow/edit.ts';
import { copyNodes } from '#shared/flow/fragment.ts';
import { shortcuts } from '#shared/shortcuts.ts';
import { useConnecting } from '#renderer/state/connectingStore.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { startRun } from '#renderer/state/startRun.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { useNodeMenu } from './NodeMenu.tsx';

interface NodeActionsProps {
  readonly id: string;
  readonly disabled: boolean;
  readonly source: boolean;
  readonly hovered: boolean;
  readonly onHover: (hovered: boolean) => void;
}

/** Quick actions over a card while the pointer is on it; the same size at every zoom. The keyboard has shortcuts for them. */
export function NodeActions({ id, disabled, source, hovered, onHover }: NodeActionsProps) {
  const { t } = useTranslation('editor');
  const connecting = useConnecting((state) => state.from !== null);
  const { edit, paste } = useEditor.getState();
  return (
    <NodeToolbar isVisible={hovered && !connecting} position={Position.Top} align="end" offset={0}>
      <div className="pb-1.5" onPointerEnter={() => onHover(true)} onPointerLeave={() => onHover(false)} onDoubleClick={(event) => event.stopPropagation()}>
      <div className="flex rounded-6 border border-line bg-raised p-px">
        {source && <IconButton size="small" icon={FlaskConical} label={t('actions.try')} tipSide="top" onClick={() => void startRun({ dryRun: true, limit: 5 })} />}
        <IconButton size="small" icon={Power} label={t(disabled ? 'actions.enable' : 'actions.disable')} keys={shortcuts.disable} tipSide="top" aria-pressed={disabled} onClick={() => edit((flow) => setDisabled(flow, [id], !disabled))} />
        <IconButton
          size="small"
          icon={Copy}
          label={t('actions.duplicate')}
          keys={shortcuts.duplicate}
          tipSide="top"
          onClick={() => {
            const flow = useEditor.getState().flow;
            const fragment = flow && copyNodes(flow, [id]);
            if (fragment) paste(fragment);
          }}
        />
        <IconButton
          size="small"
          icon={Ellipsis}
          label={t('actions.more')}
          tipSide="top"
          aria-haspopup="menu"
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect();
            useNodeMenu.setState({ open: { nodeId: id, x: left, y: bottom } });
          }}
        />
        <IconButton size="small" icon={Trash2} label={t('actions.delete')} keys={shortcuts.delete} tipSide="top" onClick={() => edit((flow) => removeNodes(flow, [id]))} />
      </div>
      </div>
    </NodeToolbar>
  );
}
