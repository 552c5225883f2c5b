import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProblemCause } from '#shared/records/problems.ts';
import { useDismissProblems } from '#renderer/queries/problems.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
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
    <FormDialog onClose={onClose} title={t('dismissTitle', { count: cause.count })} action={t('dismissNow')} disabled={reason.trim() === ''} busy={dismiss.isPending} onSubmit={send}>
      <p className="text-13 text-muted">{t('dismissText')}</p>
      <Field label={t('dismissReason')}>{(ids) => <Input {...ids} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />}</Field>
      <div className="flex flex-wrap gap-1">
        {readyReasons.map((one) => (
          <Button key={one} size="small" look="quiet" onClick={() => setReason(t(`readyReason.${one}`))}>{t(`readyReason.${one}`)}</Button>
        ))}
      </div>
    </FormDialog>
  );
}
