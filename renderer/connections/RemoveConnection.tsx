import { useTranslation } from 'react-i18next';
import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import { navigate } from '#renderer/app/route.ts';
import { useRemoveConnection } from '#renderer/queries/connections.ts';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';

/** Asks before a connection and its credentials are removed: that cannot be undone. */
export function RemoveConnection({ connection, open, onClose }: { readonly connection: ConnectionInfo; readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('connections');
  const remove = useRemoveConnection();
  // A promise: this page may show another connection before the answer is here.
  const confirm = () =>
    void remove.mutateAsync(connection.id).then(() => {
      toast(t('removed', { name: connection.name }));
      navigate({ page: 'connections' });
    }, toastError);
  return <ConfirmDialog open={open} onClose={onClose} title={t('removeTitle', { name: connection.name })} text={t('removeText')} action={t('remove')} busy={remove.isPending} onConfirm={confirm} />;
}
