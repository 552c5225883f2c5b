import { useTranslation } from 'react-i18next';
import type { FlowListItem } from '#shared/ipc/contract.ts';
import { useDeleteFlow } from '#renderer/queries/flows.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { focusFirst } from '#renderer/ui/focusFirst.ts';
import { toast, toastError } from '#renderer/ui/toast.tsx';

/** Asks before a flow's file is deleted. */
export function DeleteFlow({ flow, open, onClose }: { readonly flow: FlowListItem; readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('home');
  const remove = useDeleteFlow();
  // A promise: the row this stands in may be gone before the answer is here.
  const confirm = () =>
    void remove.mutateAsync(flow.id).then(() => {
      onClose();
      toast(t('deleted', { name: flow.name }));
    }, toastError);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('deleteTitle', { name: flow.name })}
      actions={
        <>
          <Button ref={focusFirst} onClick={onClose}>{t('cancel')}</Button>
          <Button look="danger" busy={remove.isPending} onClick={confirm}>
            {t('delete')}
          </Button>
        </>
      }
    >
      <p className="text-13 text-muted">{t('deleteText')}</p>
    </Dialog>
  );
}
