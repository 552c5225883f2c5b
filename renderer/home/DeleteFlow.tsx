import { useTranslation } from 'react-i18next';
import type { FlowListItem } from '#shared/ipc/contract.ts';
import { useDeleteFlow } from '#renderer/queries/flows.ts';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
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
  return <ConfirmDialog open={open} onClose={onClose} title={t('deleteTitle', { name: flow.name })} text={t('deleteText')} action={t('delete')} busy={remove.isPending} onConfirm={confirm} />;
}
