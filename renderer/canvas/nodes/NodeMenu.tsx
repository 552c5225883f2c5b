import { ArrowLeftFromLine, ArrowRightToLine, Copy, History, Power, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { removeNodes, setDisabled } from '#shared/flow/edit.ts';
import { copyNodes } from '#shared/flow/fragment.ts';
import { nodeById } from '#shared/flow/graph.ts';
import { shortcuts } from '#shared/shortcuts.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { startRun } from '#renderer/state/startRun.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { MenuItems } from '#renderer/ui/Menu.tsx';

/** Records a trial takes from the source: enough to look at, and soon there. */
const trialRecords = 50;

interface NodeMenuState {
  readonly open: { readonly nodeId: string; readonly x: number; readonly y: number } | null;
}

/** Which node's menu is open, and where on the screen. */
export const useNodeMenu = create<NodeMenuState>(() => ({ open: null }));

/** What can be done with one node; opened by its button, the right mouse key or the menu key of the keyboard. */
export function NodeMenu() {
  const { t } = useTranslation('editor');
  const open = useNodeMenu((state) => state.open);
  const node = useEditor((state) => (open && state.flow ? nodeById(state.flow, open.nodeId) : undefined));
  const [from, setFrom] = useState<string | null>(null);
  const { edit, paste } = useEditor.getState();
  const close = () => useNodeMenu.setState({ open: null });
  const isTarget = node?.kind === 'target';
  const off = node?.disabled === true;
  return (
    <>
      {open && node && (
        <DropdownMenu.Root modal={false} open onOpenChange={(stays) => !stays && close()}>
          <DropdownMenu.Trigger asChild>
            <span aria-hidden className="fixed size-px" style={{ left: open.x, top: open.y }} />
          </DropdownMenu.Trigger>
          <MenuItems
            align="start"
            label={t('actions.more')}
            entries={[
              { label: t('actions.runTo'), icon: ArrowRightToLine, disabled: off, onSelect: () => void startRun({ dryRun: false, to: node.id, ...(!isTarget && { limit: trialRecords }) }) },
              { label: t('actions.runToLast'), icon: History, disabled: off, onSelect: () => void startRun({ dryRun: false, to: node.id, of: 'last' }) },
              { label: t('actions.runFromLast'), icon: ArrowLeftFromLine, disabled: off, onSelect: () => setFrom(node.id) },
              'line',
              { label: t(off ? 'actions.enable' : 'actions.disable'), icon: Power, keys: shortcuts.disable, onSelect: () => edit((flow) => setDisabled(flow, [node.id], !off)) },
              {
                label: t('actions.duplicate'),
                icon: Copy,
                keys: shortcuts.duplicate,
                onSelect: () => {
                  const { flow } = useEditor.getState();
                  const fragment = flow && copyNodes(flow, [node.id]);
                  if (fragment) paste(fragment);
                },
              },
              { label: t('actions.delete'), icon: Trash2, keys: shortcuts.delete, danger: true, onSelect: () => edit((flow) => removeNodes(flow, [node.id])) },
            ]}
          />
        </DropdownMenu.Root>
      )}
      <RunFromDialog nodeId={from} onClose={() => setFrom(null)} />
    </>
  );
}

/** It may write, so it says first what is repeated and what is not. */
function RunFromDialog({ nodeId, onClose }: { readonly nodeId: string | null; readonly onClose: () => void }) {
  const { t } = useTranslation('editor');
  const start = (dryRun: boolean) => {
    if (nodeId !== null) void startRun({ dryRun, from: nodeId });
    onClose();
  };
  return (
    <Dialog
      open={nodeId !== null}
      onClose={onClose}
      title={t('actions.runFromLast')}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {t('runFrom.cancel')}
          </Button>
          <Button onClick={() => start(true)}>{t('runFrom.dryRun')}</Button>
          <Button look="primary" onClick={() => start(false)}>
            {t('runFrom.run')}
          </Button>
        </>
      }
    >
      <p className="text-13">{t('runFrom.text')}</p>
    </Dialog>
  );
}
