import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProblemCause } from '#shared/records/problems.ts';
import { useDismissProblems } from '#renderer/queries/problems.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/inputs.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';

const readyReasons = ['byHand', 'notNeeded', 'test'] as const;

/** Puts a cause away with a reason: its records are left as they are until their source sends them anew. */
export function DismissDialog({ cause, onClose }: { readonly cause: ProblemCause; readonly onClose: () => void }) {
  const { t } = useTranslation('problems');
  const [reason, setReason] = useState('');
  const dismiss = useDismissProblems();
  const send = () =>
    dismiss.mutate(
      { flowId: cause.flowId, nodeId: cause.nodeId, cause: cause.cause, reason: reason.trim() },
      {
        onSuccess: ({ dismissed }) => {
          toast(t('dismissed', { count: dismissed }));
          onClose();
        },
        onError: toastError,
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('dismissTitle', { count: cause.count })}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" disabled={reason.trim() === ''} busy={dismiss.isPending} onClick={send}>{t('dismissNow')}</Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') send();
        }}
      >
        <p className="text-13 text-muted">{t('dismissText')}</p>
        <Field label={t('dismissReason')}>{(ids) => <Input {...ids} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />}</Field>
        <div className="flex flex-wrap gap-1">
          {readyReasons.map((one) => (
            <Button key={one} size="small" look="quiet" onClick={() => setReason(t(`readyReason.${one}`))}>{t(`readyReason.${one}`)}</Button>
          ))}
        </div>
      </form>
    </Dialog>
  );
}
